import { drawThroughFrame } from '#lib/client/imaging/draw-through-frame.ts';
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
  drawThroughFrame(context, bitmap, frame);
}
