import { Keyword, PdfSyntaxError, type Lexer, type Token } from './lexer.ts';
import { PdfDict, PdfName, PdfReference, PdfString, type PdfObject } from './pdf-object.ts';

const MAX_DEPTH = 100;

/** Reads the object that starts at the lexer's position; a PdfSyntaxError when there is none. */
export function parseObject(lexer: Lexer): PdfObject {
  return parseFrom(lexer, lexer.next(), 0);
}

function parseFrom(lexer: Lexer, token: Token | null, depth: number): PdfObject {
  if (depth > MAX_DEPTH) throw new PdfSyntaxError('Objects are nested too deeply', lexer.position);
  if (typeof token === 'number') return parseNumberOrReference(lexer, token);
  if (token instanceof PdfName || token instanceof PdfString) return token;
  switch (token?.value) {
    case '[':
      return parseArray(lexer, depth + 1);
    case '<<':
      return parseDict(lexer, depth + 1);
    case 'true':
      return true;
    case 'false':
      return false;
    case 'null':
      return null;
    default:
      throw new PdfSyntaxError('An object is missing', lexer.position);
  }
}

function parseNumberOrReference(lexer: Lexer, value: number): number | PdfReference {
  if (!Number.isInteger(value) || value < 0) return value;
  const before = lexer.position;
  const generation = lexer.next();
  if (typeof generation === 'number' && Number.isInteger(generation) && generation >= 0) {
    const letter = lexer.next();
    if (letter instanceof Keyword && letter.value === 'R') {
      return new PdfReference(value, generation);
    }
  }
  lexer.position = before;
  return value;
}

function parseArray(lexer: Lexer, depth: number): PdfObject[] {
  const items: PdfObject[] = [];
  for (;;) {
    const token = lexer.next();
    if (token === null) throw new PdfSyntaxError('Array does not end', lexer.position);
    if (token instanceof Keyword && token.value === ']') return items;
    items.push(parseFrom(lexer, token, depth));
  }
}

function parseDict(lexer: Lexer, depth: number): PdfDict {
  const result = new PdfDict();
  for (;;) {
    const token = lexer.next();
    if (token instanceof Keyword && token.value === '>>') return result;
    if (!(token instanceof PdfName)) {
      throw new PdfSyntaxError('Dictionary key is missing', lexer.position);
    }
    result.entries.set(token.value, parseFrom(lexer, lexer.next(), depth));
  }
}
