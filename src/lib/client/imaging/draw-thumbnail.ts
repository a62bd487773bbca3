import { frameSize, type PageFrame } from '#lib/domain/text-layer.ts';
import { AppError } from '#lib/domain/app-error.ts';
import { drawThroughFrame } from './draw-through-frame.ts';

/** A JPEG of the page in its frame whose longer side is at most `maxPx`; the bitmap stays open. */
export async function drawThumbnail(
  bitmap: ImageBitmap,
  frame: PageFrame,
  maxPx: number,
): Promise<Blob> {
  const { widthPx, heightPx } = frameSize(frame);
  const scale = Math.min(1, maxPx / Math.max(widthPx, heightPx));
  const canvas = new OffscreenCanvas(
    Math.max(1, Math.round(widthPx * scale)),
    Math.max(1, Math.round(heightPx * scale)),
  );
  const context = canvas.getContext('2d');
  if (!context) throw new AppError('IMAGE_TOO_LARGE');
  context.fillStyle = 'white';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.imageSmoothingQuality = 'high';
  context.scale(canvas.width / widthPx, canvas.height / heightPx);
  drawThroughFrame(context, bitmap, frame);
  return canvas.convertToBlob({ type: 'image/jpeg', quality: 0.82 });
}
