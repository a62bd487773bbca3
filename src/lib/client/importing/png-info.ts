import { AppError } from '#lib/domain/app-error.ts';
import { readExif, type ExifFacts } from '#lib/pdf/images/exif.ts';

export type PngInfo = {
  widthPx: number;
  heightPx: number;
  /** From pHYs or eXIf; null when the file does not say. */
  dpi: number | null;
  /** EXIF orientation, 1 (as stored) to 8. */
  orientation: number;
};

const SIGNATURE_BYTES = 8;
const INCHES_PER_METRE = 39.3701;

/**
 * Reads the chunk list of a PNG (PNG 3rd ed. §5.3) without decoding it. Throws `FILE_TRUNCATED`
 * when the end chunk is missing, `FILE_NOT_AN_IMAGE` without a header.
 */
export function pngInfo(bytes: Uint8Array): PngInfo {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let size: { widthPx: number; heightPx: number } | null = null;
  let dpi: number | null = null;
  let exif: ExifFacts = { dpi: null, orientation: 1 };
  let offset = SIGNATURE_BYTES;
  for (;;) {
    if (offset + 12 > bytes.length) throw new AppError('FILE_TRUNCATED');
    const length = view.getUint32(offset);
    const type = String.fromCharCode(...bytes.subarray(offset + 4, offset + 8));
    const data = offset + 8;
    if (data + length + 4 > bytes.length) throw new AppError('FILE_TRUNCATED');
    if (type === 'IHDR' && length >= 8) {
      size = { widthPx: view.getUint32(data), heightPx: view.getUint32(data + 4) };
    } else if (type === 'pHYs' && length === 9 && bytes[data + 8] === 1) {
      dpi = Math.round(view.getUint32(data) / INCHES_PER_METRE);
    } else if (type === 'eXIf') exif = readExif(bytes.subarray(data, data + length));
    else if (type === 'IEND') break;
    offset = data + length + 4;
  }
  if (!size || size.widthPx === 0 || size.heightPx === 0) throw new AppError('FILE_NOT_AN_IMAGE');
  return { ...size, dpi: dpi ?? exif.dpi, orientation: exif.orientation };
}
