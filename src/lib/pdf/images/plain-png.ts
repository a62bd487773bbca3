import { concatBytes, type Bytes } from '#lib/pki/bytes.ts';

/** The picture of a PNG whose compressed rows a PDF can take over as they are. */
export type PlainPng = {
  widthPx: number;
  heightPx: number;
  colours: 1 | 3;
  bitsPerComponent: 1 | 8;
  /** The joined IDAT chunks: zlib format, PNG predictors. */
  bytes: Bytes;
};

const COLOURS: Readonly<Record<number, 1 | 3>> = { 0: 1, 2: 3 };

/**
 * null for what has to be decoded: palettes, transparency, sixteen bits, interlacing. `png` was found
 * complete when it was imported.
 */
export function plainPng(png: Uint8Array): PlainPng | null {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  const parts: Uint8Array[] = [];
  let header: Omit<PlainPng, 'bytes'> | null = null;
  for (let offset = 8; offset + 12 <= png.length;) {
    const length = view.getUint32(offset);
    const type = String.fromCharCode(...png.subarray(offset + 4, offset + 8));
    const content = png.subarray(offset + 8, offset + 8 + length);
    if (type === 'IHDR') header = plainHeader(content);
    else if (type === 'tRNS') return null;
    else if (type === 'IDAT') parts.push(content);
    else if (type === 'IEND') break;
    offset += 12 + length;
  }
  return header && parts.length > 0 ? { ...header, bytes: concatBytes(...parts) } : null;
}

/** PNG 3rd ed. §11.2.1. */
function plainHeader(content: Uint8Array): Omit<PlainPng, 'bytes'> | null {
  if (content.length < 13) return null;
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  const bits = view.getUint8(8);
  const colours = COLOURS[view.getUint8(9)];
  const isInterlaced = view.getUint8(12) !== 0;
  const isPlain = bits === 8 || (bits === 1 && colours === 1);
  if (colours === undefined || isInterlaced || !isPlain) return null;
  const bitsPerComponent = bits === 1 ? 1 : 8;
  return { widthPx: view.getUint32(0), heightPx: view.getUint32(4), colours, bitsPerComponent };
}
