import { crc32, inflateSync } from 'node:zlib';
import { AppError } from '#lib/domain/app-error.ts';
import { MAX_SIGNING_IMAGE_BYTES } from '#lib/protocol/signing-profiles.ts';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** A seal of 36 mm at 1200 dpi, and a little more. */
const MAX_SIDE_PX = 2400;
const GREY_ALPHA = 4;
const RGB_ALPHA = 6;

export type SigningImageSize = { widthPx: number; heightPx: number };

/**
 * A whole PNG with a transparent ground (NĐ 30/2020 PL I): every chunk with its checksum, pixel data
 * of the promised length.
 *
 * Throws `FILE_TYPE_UNSUPPORTED`, `FILE_TRUNCATED`, `FILE_NOT_AN_IMAGE`, `FILE_TOO_LARGE`,
 * `IMAGE_TOO_LARGE`, `IMAGE_NOT_TRANSPARENT`.
 */
export function checkSigningImage(png: Uint8Array): SigningImageSize {
  if (png.byteLength > MAX_SIGNING_IMAGE_BYTES) {
    throw new AppError('FILE_TOO_LARGE', { maxBytes: MAX_SIGNING_IMAGE_BYTES });
  }
  const bytes = Buffer.from(png.buffer, png.byteOffset, png.byteLength);
  if (!bytes.subarray(0, 8).equals(SIGNATURE)) throw new AppError('FILE_TYPE_UNSUPPORTED');
  const chunks = readChunks(bytes);
  const [header] = chunks;
  if (header?.type !== 'IHDR' || header.data.length !== 13) throw new AppError('FILE_NOT_AN_IMAGE');
  const widthPx = header.data.readUInt32BE(0);
  const heightPx = header.data.readUInt32BE(4);
  if (widthPx === 0 || heightPx === 0) throw new AppError('FILE_NOT_AN_IMAGE');
  if (widthPx > MAX_SIDE_PX || heightPx > MAX_SIDE_PX) {
    throw new AppError('IMAGE_TOO_LARGE', { widthPx, heightPx });
  }
  const colourType = header.data.readUInt8(9);
  const hasAlpha = colourType === GREY_ALPHA || colourType === RGB_ALPHA;
  const hasTransparency = hasAlpha || chunks.some(({ type }) => type === 'tRNS');
  if (!hasTransparency) throw new AppError('IMAGE_NOT_TRANSPARENT');
  requirePixels(chunks, heightPx);
  return { widthPx, heightPx };
}

type Chunk = { type: string; data: Buffer };

/** PNG (ISO/IEC 15948) §5.3: length, type, data, CRC; the last one is IEND. */
function readChunks(bytes: Buffer): Chunk[] {
  const chunks: Chunk[] = [];
  for (let at = SIGNATURE.length; at < bytes.length;) {
    if (at + 12 > bytes.length) throw new AppError('FILE_TRUNCATED');
    const length = bytes.readUInt32BE(at);
    const end = at + 12 + length;
    if (end > bytes.length) throw new AppError('FILE_TRUNCATED');
    const type = bytes.toString('latin1', at + 4, at + 8);
    if (crc32(bytes.subarray(at + 4, end - 4)) !== bytes.readUInt32BE(end - 4)) {
      throw new AppError('FILE_NOT_AN_IMAGE');
    }
    chunks.push({ type, data: bytes.subarray(at + 8, end - 4) });
    if (type === 'IEND') return chunks;
    at = end;
  }
  throw new AppError('FILE_TRUNCATED');
}

/** At least one octet of every row is there, and no more than the largest picture can have. */
function requirePixels(chunks: readonly Chunk[], heightPx: number): void {
  const packed = Buffer.concat(
    chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data),
  );
  try {
    const pixels = inflateSync(packed, { maxOutputLength: MAX_SIDE_PX * (MAX_SIDE_PX * 8 + 1) });
    if (pixels.length < heightPx * 2) throw new AppError('FILE_NOT_AN_IMAGE');
  } catch (cause) {
    throw new AppError('FILE_NOT_AN_IMAGE', {}, { cause });
  }
}
