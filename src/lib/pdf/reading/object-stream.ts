import { Lexer, PdfSyntaxError } from '../objects/lexer.ts';
import { parseObject } from '../objects/parser.ts';
import { PdfReference, type PdfObject } from '../objects/pdf-object.ts';
import type { PdfFile } from './pdf-file.ts';

/** The members of an object stream (ISO 32000-1 §7.5.7), by their numbers. */
export function readObjectStream(
  file: PdfFile,
  streamNumber: number,
): ReadonlyMap<number, PdfObject> {
  const stream = file.stream(new PdfReference(streamNumber));
  const count = file.number(stream?.dict.get('N'));
  const first = file.number(stream?.dict.get('First'));
  if (!stream || count === null || first === null) {
    throw new PdfSyntaxError(`Object ${streamNumber} is no object stream`, 0);
  }
  const { data } = file.decode(stream);
  const index = new Lexer(data, 0, Math.min(first, data.length));
  const members = new Map<number, PdfObject>();
  for (let member = 0; member < count; member++) {
    const number = index.next();
    const offset = index.next();
    if (typeof number !== 'number' || typeof offset !== 'number') {
      throw new PdfSyntaxError(`Object stream ${streamNumber} is broken`, 0);
    }
    members.set(number, parseObject(new Lexer(data, first + offset)));
  }
  return members;
}
