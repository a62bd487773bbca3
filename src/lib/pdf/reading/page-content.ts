import { concatBytes, latin1 } from '#lib/pki/bytes.ts';
import {
  PdfReference,
  type PdfDict,
  type PdfObject,
  type PdfStream,
} from '../objects/pdf-object.ts';
import { nameOperand, numberOperands, readOperations } from './content-stream.ts';
import type { PdfPage } from './pages.ts';
import type { PdfFile } from './pdf-file.ts';

/** `[a b c d e f]` of ISO 32000-1 §8.3.3. */
export type Matrix = readonly [number, number, number, number, number, number];

export const identity: Matrix = [1, 0, 0, 1, 0, 0];

/** First `inner`, then `outer`. */
export function multiply(inner: Matrix, outer: Matrix): Matrix {
  const [a, b, c, d, e, f] = inner;
  const [A, B, C, D, E, F] = outer;
  return [
    a * A + b * C,
    a * B + b * D,
    c * A + d * C,
    c * B + d * D,
    e * A + f * C + E,
    e * B + f * D + F,
  ];
}

/** What a page paints, as far as importing has to know. */
export type PageContent = {
  hasText: boolean;
  /** Images in the order of painting with the matrix that places their unit square. */
  images: readonly { object: PdfObject; matrix: Matrix }[];
  /** Lines, fillings, shadings, inline images: a page that is more than a scan. */
  hasOtherPainting: boolean;
};

const showText = new Set(['Tj', 'TJ', "'", '"']);
const paint = new Set(['f', 'F', 'f*', 'B', 'B*', 'b', 'b*', 'S', 's', 'sh', 'BI']);
const MAX_FORM_DEPTH = 16;

/** Reads the content of a page and of the form XObjects that it uses. */
export function readPageContent(file: PdfFile, page: PdfPage): PageContent {
  const images: { object: PdfObject; matrix: Matrix }[] = [];
  const result = { hasText: false, hasOtherPainting: false };
  const openForms = new Set<number>();
  let formsLeft = 1000;

  const read = (content: Uint8Array, resources: PdfDict, start: Matrix, depth: number): void => {
    let matrix = start;
    const stack: Matrix[] = [];
    for (const operation of readOperations(content)) {
      const { operator } = operation;
      if (operator === 'q') stack.push(matrix);
      else if (operator === 'Q') matrix = stack.pop() ?? start;
      else if (operator === 'cm') matrix = multiply(matrixOf(numberOperands(operation)), matrix);
      else if (showText.has(operator)) result.hasText = true;
      else if (paint.has(operator)) result.hasOtherPainting = true;
      else if (operator === 'Do') {
        const object = file.dict(resources.get('XObject'))?.get(nameOperand(operation) ?? '');
        paintXObject(object ?? null, resources, matrix, depth);
      }
    }
  };

  const paintXObject = (object: PdfObject, outer: PdfDict, matrix: Matrix, depth: number): void => {
    const stream = file.stream(object);
    if (!stream) return;
    const kind = file.name(stream.dict.get('Subtype'));
    if (kind === 'Image') images.push({ object, matrix });
    if (kind !== 'Form' || depth >= MAX_FORM_DEPTH || formsLeft-- <= 0) return;
    const number = object instanceof PdfReference ? object.number : -1;
    if (openForms.has(number)) return;
    openForms.add(number);
    const own = matrixOf(file.numbers(stream.dict.get('Matrix')));
    const resources = file.dict(stream.dict.get('Resources')) ?? outer;
    read(operatorsOf(file, stream), resources, multiply(own, matrix), depth + 1);
    openForms.delete(number);
  };

  read(contentOf(file, page), page.resources, identity, 0);
  return { ...result, images };
}

/** The parts of /Contents are one stream, divided between tokens (§7.8.2). */
export function contentOf(file: PdfFile, page: PdfPage): Uint8Array {
  const contents = page.dict.get('Contents');
  const single = file.stream(contents);
  if (single) return operatorsOf(file, single);
  const parts = (file.array(contents) ?? []).flatMap((part) => {
    const stream = file.stream(part);
    return stream ? [operatorsOf(file, stream), latin1('\n')] : [];
  });
  return concatBytes(...parts);
}

/** Content under a filter that nobody knows shows nothing. */
export function operatorsOf(file: PdfFile, stream: PdfStream): Uint8Array {
  const { data, remaining } = file.decode(stream);
  return remaining.length === 0 ? data : new Uint8Array();
}

/** Six numbers, or the identity. */
export function matrixOf(numbers: readonly number[] | null): Matrix {
  const [a, b, c, d, e, f] = numbers ?? [];
  if (a === undefined || b === undefined || c === undefined) return identity;
  if (d === undefined || e === undefined || f === undefined) return identity;
  return [a, b, c, d, e, f];
}
