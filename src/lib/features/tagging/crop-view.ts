import type { Box } from '#lib/domain/text-layer.ts';
import type { Size, Viewport } from './viewport.ts';

const LOWEST = 40;
const HIGHEST = 104;
/** Around the field, as a share of its own width and height. */
const SPACE_ACROSS = 1.15;
const SPACE_ALONG = 1.8;
/** Wider than so many times its height is what is shown, so that a short number is not blown up. */
const NARROWEST = 12;

/**
 * How a place of the page is shown in a strip `widthPx` wide: how high the strip is, and the view of
 * the page in it, with some of what stands around. Nothing beyond the page is shown if it can be helped.
 */
export function cropView(box: Box, page: Size, widthPx: number): Viewport & { heightPx: number } {
  const shownWidth = Math.max(box.width * SPACE_ACROSS, box.height * NARROWEST, 1);
  const scale = widthPx / Math.min(shownWidth, page.width);
  const heightPx = Math.round(
    Math.min(HIGHEST, Math.max(LOWEST, box.height * SPACE_ALONG * scale)),
  );
  return {
    scale,
    left: offset(box.x + box.width / 2, widthPx, scale, page.width),
    top: offset(box.y + box.height / 2, heightPx, scale, page.height),
    heightPx,
  };
}

/** Brings `middle` into the middle of the strip, but no further than the edge of the page. */
function offset(middle: number, room: number, scale: number, length: number): number {
  return Math.min(0, Math.max(room - length * scale, room / 2 - middle * scale));
}
