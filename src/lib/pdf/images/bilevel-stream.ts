import { dict, name, PdfStream, type PdfObject } from '../objects/pdf-object.ts';
import type { BilevelImage } from './bilevel-image.ts';
import { encodeG4 } from './ccitt-g4.ts';
import { encodeJbig2 } from './jbig2-generic.ts';

/**
 * The picture without loss as JBIG2 or CCITT Group 4, whichever is smaller. `entries` are those of the
 * image dictionary that do not depend on the coding. Both filters give white as 1.
 */
export function bilevelStream(
  image: BilevelImage,
  entries: Readonly<Record<string, PdfObject>>,
): PdfStream {
  const { bytes, widthPx, heightPx } = image;
  const jbig2 = encodeJbig2(image);
  const g4 = encodeG4(bytes, widthPx, heightPx);
  const common = { ...entries, BitsPerComponent: 1 };
  if (jbig2.length <= g4.length) {
    return new PdfStream(dict({ ...common, Filter: name('JBIG2Decode') }), jbig2);
  }
  const DecodeParms = dict({ K: -1, Columns: widthPx, Rows: heightPx });
  return new PdfStream(dict({ ...common, Filter: name('CCITTFaxDecode'), DecodeParms }), g4);
}
