import { AppError } from '#lib/domain/app-error.ts';
import { dotsPerInch, readExif, type ExifFacts } from './exif.ts';

export type JpegInfo = {
  widthPx: number;
  heightPx: number;
  components: 1 | 3 | 4;
  /** Dots per inch from JFIF or EXIF; null when the file does not say. */
  dpi: number | null;
  /** EXIF orientation, 1 (as stored) to 8. */
  orientation: number;
  /** APP14 by Adobe: CMYK is stored inverted then. */
  isAdobe: boolean;
  isProgressive: boolean;
};

/**
 * Reads the markers of a JPEG up to its first scan, and looks that the end marker is there.
 *
 * Errors: `FILE_NOT_AN_IMAGE`, `FILE_TRUNCATED`.
 */
export function jpegInfo(bytes: Uint8Array): JpegInfo {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) {
    throw new AppError(bytes.length === 0 ? 'FILE_EMPTY' : 'FILE_NOT_AN_IMAGE');
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let frame: Pick<JpegInfo, 'widthPx' | 'heightPx' | 'components' | 'isProgressive'> | null = null;
  let jfifDpi: number | null = null;
  let exif: ExifFacts = { dpi: null, orientation: 1 };
  let isAdobe = false;

  let offset = 2;
  for (;;) {
    while (bytes[offset] === 0xff && bytes[offset + 1] === 0xff) offset++;
    if (offset + 4 > bytes.length) throw new AppError('FILE_TRUNCATED');
    if (bytes[offset] !== 0xff) throw new AppError('FILE_NOT_AN_IMAGE');
    const marker = bytes[offset + 1] ?? 0;
    const length = view.getUint16(offset + 2);
    const from = offset + 4;
    const to = offset + 2 + length;
    if (marker === 0xda) break;
    if (to > bytes.length) throw new AppError('FILE_TRUNCATED');
    if (length < 2) throw new AppError('FILE_NOT_AN_IMAGE');
    if (isFrameMarker(marker) && length >= 8) {
      const components = bytes[from + 5];
      if (components !== 1 && components !== 3 && components !== 4) {
        throw new AppError('FILE_NOT_AN_IMAGE');
      }
      frame = {
        heightPx: view.getUint16(from + 1),
        widthPx: view.getUint16(from + 3),
        components,
        isProgressive: marker === 0xc2 || marker === 0xca,
      };
    } else if (marker === 0xe0 && startsWith(bytes, from, 'JFIF\0') && length >= 14) {
      jfifDpi = jfifDensity(bytes[from + 7], view.getUint16(from + 8));
    } else if (marker === 0xe1 && startsWith(bytes, from, 'Exif\0\0')) {
      exif = readExif(bytes.subarray(from + 6, to));
    } else if (marker === 0xee && startsWith(bytes, from, 'Adobe')) isAdobe = true;
    offset = to;
  }
  if (!frame || frame.widthPx === 0 || frame.heightPx === 0) {
    throw new AppError('FILE_NOT_AN_IMAGE');
  }
  if (!hasEndMarker(bytes)) throw new AppError('FILE_TRUNCATED');
  return { ...frame, dpi: jfifDpi ?? exif.dpi, orientation: exif.orientation, isAdobe };
}

/** SOF0 … SOF15 without DHT, JPG and DAC. */
function isFrameMarker(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}

/** Cameras and scanners put padding after the end; more than this is another picture or rubbish. */
const MAX_TRAILING_BYTES = 65_536;

function hasEndMarker(bytes: Uint8Array): boolean {
  const first = Math.max(2, bytes.length - MAX_TRAILING_BYTES);
  for (let offset = bytes.length - 2; offset >= first; offset--) {
    if (bytes[offset] === 0xff && bytes[offset + 1] === 0xd9) return true;
  }
  return false;
}

/** Unit 1 = dots per inch, 2 = per centimetre, 0 = only an aspect ratio. */
function jfifDensity(unit: number | undefined, density: number): number | null {
  if (unit !== 1 && unit !== 2) return null;
  return dotsPerInch(unit === 1 ? 'inch' : 'cm', density);
}

function startsWith(bytes: Uint8Array, offset: number, text: string): boolean {
  return [...text].every((character, index) => bytes[offset + index] === character.charCodeAt(0));
}
