import { frameSize, type PageFrame } from '#lib/domain/text-layer.ts';

/** Draws the scanned pixels upright and straight, at the size of the frame. */
export function drawPage(canvas: HTMLCanvasElement, bitmap: ImageBitmap, frame: PageFrame): void {
  const { widthPx, heightPx } = frameSize(frame);
  canvas.width = widthPx;
  canvas.height = heightPx;
  const context = canvas.getContext('2d');
  if (!context) return;
  context.fillStyle = 'white';
  context.fillRect(0, 0, widthPx, heightPx);
  context.translate(widthPx / 2, heightPx / 2);
  context.rotate(((frame.rotation - frame.skewDegrees) * Math.PI) / 180);
  context.drawImage(bitmap, -bitmap.width / 2, -bitmap.height / 2);
}
