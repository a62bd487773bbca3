import { drawThroughFrame } from '#lib/client/imaging/draw-through-frame.ts';
import { frameSize, type Box, type PageFrame } from '#lib/domain/text-layer.ts';
import type { Viewport } from './viewport.ts';

export type PagePicture = {
  bitmap: ImageBitmap;
  frame: PageFrame;
  viewport: Viewport;
  /** The place of the focused field, in pixels of the page frame. */
  highlight: Box | null;
  /** The words that the pointer is picking, in pixels of the page frame. */
  selection: readonly Box[];
  colours: { highlight: string; selection: string };
  pixelRatio: number;
};

/** Draws the page upright and straight, through its frame, and what is marked on it. */
export function drawPage(context: CanvasRenderingContext2D, picture: PagePicture): void {
  const { bitmap, frame, viewport, highlight, selection, colours, pixelRatio } = picture;
  const { canvas } = context;
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, canvas.width, canvas.height);
  const scale = viewport.scale * pixelRatio;
  context.setTransform(scale, 0, 0, scale, viewport.left * pixelRatio, viewport.top * pixelRatio);

  const { widthPx, heightPx } = frameSize(frame);
  context.save();
  context.beginPath();
  context.rect(0, 0, widthPx, heightPx);
  context.clip();
  context.fillStyle = 'white';
  context.fillRect(0, 0, widthPx, heightPx);
  context.imageSmoothingQuality = 'high';
  drawThroughFrame(context, bitmap, frame);
  context.restore();

  if (highlight) markBox(context, grown(highlight, 5), colours.highlight, scale);
  for (const box of selection) markBox(context, box, colours.selection, scale);
}

function markBox(context: CanvasRenderingContext2D, box: Box, colour: string, scale: number): void {
  context.save();
  context.globalCompositeOperation = 'multiply';
  context.globalAlpha = 0.28;
  context.fillStyle = colour;
  context.fillRect(box.x, box.y, box.width, box.height);
  context.restore();
  context.strokeStyle = colour;
  context.lineWidth = 2 / Math.max(0.2, scale);
  context.strokeRect(box.x, box.y, box.width, box.height);
}

function grown(box: Box, by: number): Box {
  return {
    x: box.x - by,
    y: box.y - by,
    width: box.width + 2 * by,
    height: box.height + 2 * by,
  };
}
