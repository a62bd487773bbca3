import { Keyword, Lexer, PdfSyntaxError, type Token } from '../objects/lexer.ts';
import { PdfString } from '../objects/pdf-object.ts';

/** Ranges that map more characters than this are not believed. */
const MAX_RANGE = 65_536;

/** A ToUnicode map (ISO 32000-1 §9.10.3) from codes to text; what is not understood is left out. */
export function readToUnicode(bytes: Uint8Array): ReadonlyMap<number, string> {
  const map = new Map<number, string>();
  let operands: Token[] = [];
  for (const token of tokensOf(bytes)) {
    if (!(token instanceof Keyword) || token.value === '[' || token.value === ']') {
      operands.push(token);
      continue;
    }
    if (token.value === 'endbfchar') readCharacters(operands, map);
    if (token.value === 'endbfrange') readRanges(operands, map);
    operands = [];
  }
  return map;
}

function readCharacters(operands: readonly Token[], map: Map<number, string>): void {
  for (let index = 0; index + 1 < operands.length; index += 2) {
    const [code, text] = [operands[index], operands[index + 1]];
    if (code instanceof PdfString && text instanceof PdfString) {
      map.set(codeOf(code), utf16(text.bytes));
    }
  }
}

function readRanges(operands: readonly Token[], map: Map<number, string>): void {
  for (let index = 0; index + 2 < operands.length;) {
    const [from, to, target] = operands.slice(index, index + 3);
    if (!(from instanceof PdfString) || !(to instanceof PdfString)) return;
    const first = codeOf(from);
    const last = Math.min(codeOf(to), first + MAX_RANGE);
    if (target instanceof PdfString) {
      for (let code = first; code <= last; code++) {
        map.set(code, utf16(advanced(target.bytes, code - first)));
      }
      index += 3;
      continue;
    }
    index += 3;
    for (let code = first; operands[index] instanceof PdfString; index++, code++) {
      const text = operands[index];
      if (text instanceof PdfString && code <= last) map.set(code, utf16(text.bytes));
    }
    index++;
  }
}

/** The last UTF-16 unit goes up through a range. */
function advanced(bytes: Uint8Array, by: number): Uint8Array {
  if (bytes.length < 2 || by === 0) return bytes;
  const copy = bytes.slice();
  const view = new DataView(copy.buffer);
  view.setUint16(copy.length - 2, (view.getUint16(copy.length - 2) + by) & 0xffff);
  return copy;
}

function codeOf({ bytes }: PdfString): number {
  return bytes.reduce((code, byte) => code * 256 + byte, 0);
}

function utf16(bytes: Uint8Array): string {
  return new TextDecoder('utf-16be').decode(bytes);
}

/** Up to the first octets that are no PDF syntax. */
function* tokensOf(bytes: Uint8Array): Generator<Token> {
  const lexer = new Lexer(bytes);
  try {
    for (let token = lexer.next(); token !== null; token = lexer.next()) yield token;
  } catch (error) {
    if (!(error instanceof PdfSyntaxError)) throw error;
  }
}
