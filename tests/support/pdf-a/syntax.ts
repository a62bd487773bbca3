import type { PdfFile } from '#lib/pdf/reading/pdf-file.ts';
import { PdfReference, PdfStream } from '#lib/pdf/objects/pdf-object.ts';
import type { Finding } from './preflight.ts';

/** Clause 6.1 as far as it speaks of octets: header, trailer, table, objects, streams. */
export function* inspectSyntax(pdf: Uint8Array, file: PdfFile): Generator<Finding> {
  const text = Buffer.from(pdf).toString('latin1');
  if (!/^%PDF-1\.[0-7][\r\n]/u.test(text)) yield '6.1.2: the file does not begin with its version';
  if (!/^[^\r\n]+(?:\r\n|\r|\n)%[\x80-\xff]{4}/u.test(text)) {
    yield '6.1.2: no comment of four octets above 127 follows the header';
  }
  if (!/%%EOF(?:\r\n|\r|\n)?$/u.test(text)) yield '6.1.3: something follows the end of the file';
  if (file.isEncrypted) yield '6.1.3: the file is encrypted';
  const identifiers = file.array(file.trailer.get('ID')) ?? [];
  if (identifiers.length !== 2 || !identifiers.every((item) => file.string(item)?.bytes.length)) {
    yield '6.1.3: the trailer has no identifier';
  }
  if (!/(?:^|[\r\n])xref(?:\r\n|\r|\n)\d+ \d+(?:\r\n|\r|\n|\s{2})/u.test(text)) {
    yield '6.1.4: the cross-reference table does not begin as it should';
  }
  for (const number of file.objectNumbers) yield* inspectObject(text, file, number);
}

function* inspectObject(text: string, file: PdfFile, number: number): Generator<Finding> {
  const entry = file.entry(number);
  if (entry?.kind !== 'offset') return;
  const head = text.slice(entry.offset, entry.offset + 32);
  const begins = new RegExp(`^${number} ${entry.generation} obj[\\r\\n]`, 'u').test(head);
  const isAfterEol = /[\r\n]/u.test(text[entry.offset - 1] ?? '');
  const end = file.endOfObjectAt(entry.offset);
  const ends = /[\r\n]endobj$/u.test(text.slice(end - 7, end)) && /[\r\n]/u.test(text[end] ?? '');
  if (!begins || !isAfterEol || !ends) {
    yield `6.1.9: object ${number} does not stand on lines of its own`;
  }
  const object = file.object(new PdfReference(number, entry.generation));
  if (object instanceof PdfStream)
    yield* inspectStream(text.slice(entry.offset, end), number, file);
}

/** `source`: from the object's number to `endobj`. */
function* inspectStream(source: string, number: number, file: PdfFile): Generator<Finding> {
  const stream = file.stream(new PdfReference(number));
  const start = /stream(\r\n|\n)/u.exec(source);
  const length = file.number(stream?.dict.get('Length'));
  if (!stream || !start || length === null) {
    yield `6.1.7.1: the stream of object ${number} does not begin as it should`;
    return;
  }
  const rest = source.slice(start.index + start[0].length + length);
  if (!/^(?:\r\n|\r|\n)endstream[\r\n]/u.test(rest)) {
    yield `6.1.7.1: the stream of object ${number} is not as long as it says`;
  }
  if (['F', 'FFilter', 'FDecodeParms'].some((key) => stream.dict.has(key))) {
    yield `6.1.7.1: the stream of object ${number} stands in another file`;
  }
}
