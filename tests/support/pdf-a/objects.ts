import {
  PdfDict,
  PdfName,
  PdfReference,
  PdfStream,
  PdfString,
  type PdfObject,
} from '#lib/pdf/objects/pdf-object.ts';
import { listPages } from '#lib/pdf/reading/pages.ts';
import type { PdfFile } from '#lib/pdf/reading/pdf-file.ts';
import type { Finding } from './preflight.ts';

const plainFilters = new Set([
  'ASCIIHexDecode',
  'ASCII85Decode',
  'FlateDecode',
  'RunLengthDecode',
  'CCITTFaxDecode',
  'JBIG2Decode',
  'DCTDecode',
  'JPXDecode',
]);

/** Clauses 6.1.6 to 6.1.13, 6.3 to 6.5, 6.8 to 6.11: values, filters and what no document may have. */
export function* inspectObjects(file: PdfFile): Generator<Finding> {
  for (const number of file.objectNumbers) {
    const object = file.object(new PdfReference(number));
    yield* inspectValue(object, number);
    if (object instanceof PdfStream) yield* inspectFilters(file, object, number);
  }
  const { catalog } = file;
  for (const key of ['AA', 'OpenAction', 'Requirements', 'NeedsRendering']) {
    if (catalog.has(key)) yield `6.5: the catalog has /${key}`;
  }
  if (catalog.has('OCProperties')) yield '6.9: optional content is not judged here';
  if (catalog.has('Perms')) yield '6.1.12: permissions are not judged here';
  const names = file.dict(catalog.get('Names'));
  for (const key of ['EmbeddedFiles', 'JavaScript', 'AlternatePresentations']) {
    if (names?.has(key)) yield `6.8: the document has /${key}`;
  }
  if (file.dict(catalog.get('AcroForm'))) yield '6.4: forms are not judged here';
  for (const [index, page] of listPages(file).entries()) yield* inspectPage(file, page.dict, index);
}

function* inspectPage(file: PdfFile, page: PdfDict, index: number): Generator<Finding> {
  if (page.has('AA')) yield `6.5.2: page ${index + 1} has actions`;
  if (page.has('PresSteps')) yield `6.10: page ${index + 1} has presentation steps`;
  if ((file.array(page.get('Annots')) ?? []).length > 0)
    yield '6.3: annotations are not judged here';
  const [left = 0, bottom = 0, right = 0, top = 0] = file.numbers(page.get('MediaBox')) ?? [];
  for (const side of [right - left, top - bottom]) {
    if (side < 3 || side > 14_400) yield `6.1.13: page ${index + 1} measures ${side} points`;
  }
}

/** 6.1.6, 6.1.8 and the limits of 6.1.13. */
function* inspectValue(object: PdfObject, number: number): Generator<Finding> {
  const where = `in object ${number}`;
  if (typeof object === 'number') {
    const isTooLarge = Number.isInteger(object)
      ? object > 2 ** 31 - 1 || object < -(2 ** 31)
      : Math.abs(object) > 3.403e38;
    if (isTooLarge) yield `6.1.13: the number ${object} ${where} is too large`;
  } else if (object instanceof PdfName) {
    if (Buffer.byteLength(object.value, 'latin1') > 127)
      yield `6.1.13: a name ${where} is too long`;
  } else if (object instanceof PdfString) {
    if (object.bytes.length > 32_767) yield `6.1.13: a string ${where} is too long`;
  } else if (Array.isArray(object)) {
    for (const item of object) yield* inspectValue(item, number);
  } else if (object instanceof PdfDict || object instanceof PdfStream) {
    const { entries } = object instanceof PdfDict ? object : object.dict;
    for (const [key, value] of entries) {
      yield* inspectValue(new PdfName(key), number);
      yield* inspectValue(value, number);
    }
  }
}

function* inspectFilters(file: PdfFile, { dict }: PdfStream, number: number): Generator<Finding> {
  const filter = file.resolve(dict.get('Filter'));
  for (const item of Array.isArray(filter) ? filter : [filter]) {
    if (item === null) continue;
    const name = file.name(item) ?? '?';
    if (!plainFilters.has(name)) yield `6.1.7.2: object ${number} is packed with ${name}`;
  }
}
