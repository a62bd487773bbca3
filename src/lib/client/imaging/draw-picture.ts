import { AppError } from '#lib/domain/app-error.ts';
import { frameSize, type PageFrame } from '#lib/domain/text-layer.ts';
import { decodeKeptImage } from './decode-image.ts';
import { drawThroughFrame } from './draw-through-frame.ts';

/**
 * The page upright, straight and cropped, at the size of its frame. In a worker: drawing a page takes
 * longer than a frame of the screen. Throws `PAGE_DATA_LOST`, `IMAGE_TOO_LARGE`.
 */
export async function drawPicture(image: Blob, frame: PageFrame): Promise<ImageBitmap> {
  const { widthPx, heightPx } = frameSize(frame);
  const canvas = new OffscreenCanvas(widthPx, heightPx);
  const context = canvas.getContext('2d', { alpha: false });
  if (!context) throw new AppError('IMAGE_TOO_LARGE', { megapixels: (widthPx * heightPx) / 1e6 });
  const bitmap = await decodeKeptImage(image, { colours: 'shown' });
  try {
    context.fillStyle = 'white';
    context.fillRect(0, 0, widthPx, heightPx);
    drawThroughFrame(context, bitmap, frame);
  } finally {
    bitmap.close();
  }
  return canvas.transferToImageBitmap();
}
