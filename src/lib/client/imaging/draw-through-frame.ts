import { turnedSize, type PageFrame } from '#lib/domain/text-layer.ts';

type Context = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

/**
 * Draws the scanned pixels upright, straight and cropped. One unit of the context is one pixel of
 * the page frame and its origin the corner of the frame; what lies beyond the frame is for the
 * caller to clip. The bitmap may have been decoded smaller than the source.
 */
export function drawThroughFrame(context: Context, bitmap: ImageBitmap, frame: PageFrame): void {
  const { widthPx, heightPx } = turnedSize(frame);
  const { sourceWidthPx: width, sourceHeightPx: height, crop } = frame;
  context.save();
  context.translate(widthPx / 2 - (crop?.x ?? 0), heightPx / 2 - (crop?.y ?? 0));
  context.rotate(((frame.rotation - frame.skewDegrees) * Math.PI) / 180);
  context.drawImage(bitmap, -width / 2, -height / 2, width, height);
  context.restore();
}
