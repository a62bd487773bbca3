import { Keyword, Lexer, PdfSyntaxError, type Token } from '../objects/lexer.ts';
import { isWhiteSpace } from '../objects/syntax.ts';
import { PdfName } from '../objects/pdf-object.ts';

/** An operator with the operands before it; members of arrays and dictionaries are not told apart. */
export type Operation = { operator: string; operands: readonly Token[] };

const MAX_OPERANDS = 4096;

/** The operations of a content stream (ISO 32000-1 §7.8.2); the data of inline images is skipped. */
export function* readOperations(content: Uint8Array): Generator<Operation> {
  const lexer = new Lexer(content);
  let operands: Token[] = [];
  for (let token = nextToken(lexer); token !== null; token = nextToken(lexer)) {
    if (!(token instanceof Keyword) || isValueWord(token.value)) {
      if (operands.length < MAX_OPERANDS) operands.push(token);
      continue;
    }
    yield { operator: token.value, operands };
    operands = [];
    if (token.value === 'ID') skipInlineImage(lexer);
  }
}

/** The name that the only operand gives, as for `Do`. */
export function nameOperand({ operands }: Operation): string | null {
  const last = operands.at(-1);
  return last instanceof PdfName ? last.value : null;
}

/** All operands as numbers, or null. */
export function numberOperands({ operands }: Operation): readonly number[] | null {
  return operands.every((operand) => typeof operand === 'number') ? operands : null;
}

/** Content that breaks off in a string shows nothing more. */
function nextToken(lexer: Lexer): Token | null {
  try {
    return lexer.next();
  } catch (error) {
    if (error instanceof PdfSyntaxError) return null;
    throw error;
  }
}

function isValueWord(word: string): boolean {
  return ['[', ']', '<<', '>>', 'true', 'false', 'null'].includes(word);
}

/** To `EI` between white space (§8.9.7). */
function skipInlineImage(lexer: Lexer): void {
  const { bytes } = lexer;
  for (let at = lexer.position + 1; at + 2 <= lexer.end; at++) {
    const isEnd = bytes[at] === 0x45 && bytes[at + 1] === 0x49;
    const isAlone =
      isWhiteSpace(bytes[at - 1]) && (at + 2 === lexer.end || isWhiteSpace(bytes[at + 2]));
    if (isEnd && isAlone) {
      lexer.position = at + 2;
      return;
    }
  }
  lexer.position = lexer.end;
}
