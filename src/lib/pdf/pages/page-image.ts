import { plainCmykProfile } from '../archival/icc-profile.ts';
import type { BilevelImage } from '../images/bilevel-image.ts';
import { bilevelStream } from '../images/bilevel-stream.ts';
import { jpegInfo } from '../images/jpeg-info.ts';
import type { PlainPng } from '../images/plain-png.ts';
import { dict, name, PdfStream, type PdfObject, type PdfReference } from '../objects/pdf-object.ts';
import { deflate, deflatedStream } from '../writing/deflate.ts';
import type { DocumentBuilder } from '../writing/document-builder.ts';

export type PageImage =
  | {
      kind: 'jpeg';
      /** Kept as they are. */
      bytes: Uint8Array;
      widthPx: number;
      heightPx: number;
      components: 1 | 3 | 4;
    }
  | {
      /** Eight bits per component, rows without padding. */
      kind: 'grey' | 'rgb';
      bytes: Uint8Array;
      widthPx: number;
      heightPx: number;
    }
  /** The compressed rows are kept as they are. */
  | ({ kind: 'png' } & PlainPng)
  | ({ kind: 'bilevel' } & BilevelImage);

/** The image as an object of the document, in the least room that loses nothing. */
export async function addPageImage(
  builder: DocumentBuilder,
  image: PageImage,
): Promise<PdfReference> {
  const entries = {
    Type: name('XObject'),
    Subtype: name('Image'),
    Width: image.widthPx,
    Height: image.heightPx,
  };
  switch (image.kind) {
    case 'jpeg':
      return builder.add(
        new PdfStream(
          dict({ ...entries, ...(await jpegEntries(builder, image)), BitsPerComponent: 8 }),
          image.bytes,
        ),
      );
    case 'bilevel':
      return builder.add(bilevelStream(image, { ...entries, ColorSpace: name('DeviceGray') }));
    case 'png': {
      const { colours, bitsPerComponent, widthPx, bytes } = image;
      const predicted = predictedEntries(colours, bitsPerComponent, widthPx);
      return builder.add(new PdfStream(dict({ ...entries, ...predicted }), bytes));
    }
    case 'grey':
    case 'rgb': {
      const colours = image.kind === 'grey' ? 1 : 3;
      const rows = predictFromAbove(image.bytes, image.widthPx * colours, image.heightPx);
      const predicted = predictedEntries(colours, 8, image.widthPx);
      return builder.add(new PdfStream(dict({ ...entries, ...predicted }), await deflate(rows)));
    }
  }
}

/** Flate with PNG prediction (ISO 32000-1 §7.4.4.4). */
function predictedEntries(
  colours: 1 | 3,
  bitsPerComponent: 1 | 8,
  columns: number,
): Record<string, PdfObject> {
  return {
    ColorSpace: name(colours === 1 ? 'DeviceGray' : 'DeviceRGB'),
    BitsPerComponent: bitsPerComponent,
    Filter: name('FlateDecode'),
    DecodeParms: dict({
      Predictor: 15,
      Colors: colours,
      BitsPerComponent: bitsPerComponent,
      Columns: columns,
    }),
  };
}

async function jpegEntries(
  builder: DocumentBuilder,
  image: Extract<PageImage, { kind: 'jpeg' }>,
): Promise<Record<string, PdfObject>> {
  const Filter = name('DCTDecode');
  if (image.components !== 4) {
    const ColorSpace = name(image.components === 1 ? 'DeviceGray' : 'DeviceRGB');
    return { Filter, ColorSpace };
  }
  // The output intent is sRGB, so CMYK needs a profile of its own (ISO 19005-2 §6.2.4.3).
  const profile = builder.add(await deflatedStream({ N: 4 }, plainCmykProfile()));
  const ColorSpace = [name('ICCBased'), profile];
  const isInverted = jpegInfo(image.bytes).isAdobe;
  return { Filter, ColorSpace, ...(isInverted && { Decode: [1, 0, 1, 0, 1, 0, 1, 0] }) };
}

/** PNG's "up" prediction: each octet less the one above; a type octet before each row. */
function predictFromAbove(bytes: Uint8Array, rowBytes: number, rows: number): Uint8Array {
  if (bytes.length < rowBytes * rows) {
    throw new RangeError('The picture has fewer rows than it should');
  }
  const out = new Uint8Array((rowBytes + 1) * rows);
  for (let row = 0; row < rows; row++) {
    const to = row * (rowBytes + 1);
    const from = row * rowBytes;
    out[to] = 2;
    for (let column = 0; column < rowBytes; column++) {
      const above = row === 0 ? 0 : (bytes[from + column - rowBytes] ?? 0);
      out[to + 1 + column] = (bytes[from + column] ?? 0) - above;
    }
  }
  return out;
}
