import { PdfDict, PdfName, type PdfObject, type PdfStream } from '../objects/pdf-object.ts';
import { undoFilter } from './filters.ts';
import { fromLzw } from './lzw.ts';
import { undoPredictor } from './predictor.ts';

export type DecodedStream = {
  data: Uint8Array;
  /** Filters left as they are, first one outermost: those of images, or unknown ones. */
  remaining: readonly string[];
};

/** Undoes the filters of a stream in their order. */
export function decodeStream(
  stream: PdfStream,
  resolve: (object: PdfObject) => PdfObject,
): DecodedStream {
  const filters = listAt(stream.dict, ['Filter', 'F'], resolve).flatMap((filter) =>
    filter instanceof PdfName ? [filter.value] : [],
  );
  const parameters = listAt(stream.dict, ['DecodeParms', 'DP'], resolve);
  let data = stream.raw;
  for (const [index, filter] of filters.entries()) {
    const settings = parameters[index];
    const read = (key: string, missing: number): number => {
      const value = settings instanceof PdfDict ? resolve(settings.get(key)) : null;
      return typeof value === 'number' ? value : missing;
    };
    const isLzw = filter === 'LZWDecode' || filter === 'LZW';
    const decoded = isLzw ? fromLzw(data, read('EarlyChange', 1)) : undoFilter(filter, data);
    if (!decoded) return { data, remaining: filters.slice(index) };
    data = undoPredictor(decoded, {
      predictor: read('Predictor', 1),
      colors: read('Colors', 1),
      bitsPerComponent: read('BitsPerComponent', 8),
      columns: read('Columns', 1),
    });
  }
  return { data, remaining: [] };
}

/** One value or an array of them, under either of the two names. */
function listAt(
  dict: PdfDict,
  [key, short]: readonly [string, string],
  resolve: (object: PdfObject) => PdfObject,
): PdfObject[] {
  const value = resolve(dict.has(key) ? dict.get(key) : dict.get(short));
  if (value === null) return [];
  return Array.isArray(value) ? value.map(resolve) : [value];
}
