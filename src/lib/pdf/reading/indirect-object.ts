import { Keyword, Lexer, PdfSyntaxError } from '../objects/lexer.ts';
import { parseObject } from '../objects/parser.ts';
import { PdfDict, PdfStream, type PdfObject } from '../objects/pdf-object.ts';

export type IndirectObject = {
  number: number;
  generation: number;
  object: PdfObject;
  /** After `endobj`. */
  end: number;
};

/** Reads `12 0 obj … endobj` at `offset`; `lengthOf` looks up a stream length that is a reference. */
export function readIndirectObject(
  bytes: Uint8Array,
  offset: number,
  lengthOf: (length: PdfObject) => PdfObject,
): IndirectObject {
  const lexer = new Lexer(bytes, offset);
  const number = lexer.next();
  const generation = lexer.next();
  const opening = lexer.next();
  if (typeof number !== 'number' || typeof generation !== 'number' || !isWord(opening, 'obj')) {
    throw new PdfSyntaxError('No object begins here', offset);
  }
  // Met in real files: nothing between `obj` and `endobj`, which every reader takes for null.
  const value = isWord(lexer.peek(), 'endobj') ? null : parseObject(lexer);
  const following = lexer.next();
  if (value instanceof PdfDict && isWord(following, 'stream')) {
    const raw = readStreamBytes(lexer, value, lengthOf);
    return { number, generation, object: new PdfStream(value, raw), end: lexer.position };
  }
  if (!isWord(following, 'endobj')) throw new PdfSyntaxError('Object does not end', offset);
  return { number, generation, object: value, end: lexer.position };
}

function readStreamBytes(
  lexer: Lexer,
  dict: PdfDict,
  lengthOf: (length: PdfObject) => PdfObject,
): Uint8Array {
  const { bytes } = lexer;
  let start = lexer.position;
  // §7.3.8.1: CR LF or LF; a lone CR is met in real files.
  if (bytes[start] === 13) start++;
  if (bytes[start] === 10) start++;

  const declared = dict.get('Length');
  const length = typeof declared === 'number' ? declared : lengthOf(declared);
  if (typeof length !== 'number' || !Number.isInteger(length) || length < 0) {
    throw new PdfSyntaxError('Stream without a length', start);
  }
  if (start + length > bytes.length) throw new PdfSyntaxError('Stream is cut off', start);
  lexer.position = start + length;
  if (!isWord(lexer.next(), 'endstream')) {
    throw new PdfSyntaxError('Stream length is wrong', start);
  }
  if (!isWord(lexer.next(), 'endobj')) throw new PdfSyntaxError('Object does not end', start);
  return bytes.subarray(start, start + length);
}

function isWord(token: unknown, word: string): boolean {
  return token instanceof Keyword && token.value === word;
}
