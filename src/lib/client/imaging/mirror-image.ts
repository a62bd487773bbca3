import { AppError } from '#lib/domain/app-error.ts';
import { decodeImage } from './decode-image.ts';

/** Visually lossless for scanned paper. */
const JPEG_QUALITY = 0.93;

/**
 * The image flipped left to right, in the same format. No frame can tell a mirrored page, so these
 * few are the only scans whose pixels are written anew. Throws what `decodeImage` throws.
 */
export async function mirrorImage(image: Blob): Promise<Blob> {
  const bitmap = await decodeImage(image, { colours: 'shown' });
  try {
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    const context = canvas.getContext('2d');
    if (!context) throw new AppError('IMAGE_TOO_LARGE');
    context.translate(bitmap.width, 0);
    context.scale(-1, 1);
    context.drawImage(bitmap, 0, 0);
    return await canvas.convertToBlob({ type: image.type, quality: JPEG_QUALITY });
  } finally {
    bitmap.close();
  }
}
