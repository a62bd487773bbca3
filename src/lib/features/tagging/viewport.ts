import type { Box } from '#lib/domain/text-layer.ts';

/** Size in pixels of the page frame or of the window on the screen. */
export type Size = { width: number; height: number };

/**
 * Which part of the page is seen: a page pixel (x, y) stands at (x · scale + left, y · scale + top)
 * of the window. All functions are pure and keep the page in reach of the window.
 */
export type Viewport = { scale: number; left: number; top: number };

const LARGEST_SCALE = 8;
const MARGIN = 12;

/** The page as wide as the window, from its top. */
export function fitWidth(page: Size, window: Size): Viewport {
  const scale = Math.max(0.01, (window.width - 2 * MARGIN) / page.width);
  return clampViewport({ scale, left: MARGIN, top: MARGIN }, page, window);
}

/** The whole page. */
export function fitPage(page: Size, window: Size): Viewport {
  const scale = Math.min(
    (window.width - 2 * MARGIN) / page.width,
    (window.height - 2 * MARGIN) / page.height,
  );
  return clampViewport({ scale: Math.max(0.01, scale), left: 0, top: 0 }, page, window);
}

/** Zooms so that the page point under `at` (window pixels) stays where it is. */
export function zoomAt(
  viewport: Viewport,
  factor: number,
  at: { x: number; y: number },
  page: Size,
  window: Size,
): Viewport {
  const smallest = fitPage(page, window).scale / 2;
  const scale = Math.min(LARGEST_SCALE, Math.max(smallest, viewport.scale * factor));
  const ratio = scale / viewport.scale;
  const left = at.x - (at.x - viewport.left) * ratio;
  const top = at.y - (at.y - viewport.top) * ratio;
  return clampViewport({ scale, left, top }, page, window);
}

export function panBy(
  viewport: Viewport,
  by: { x: number; y: number },
  page: Size,
  window: Size,
): Viewport {
  const moved = { ...viewport, left: viewport.left + by.x, top: viewport.top + by.y };
  return clampViewport(moved, page, window);
}

/** Moves only as far as needed so that the box with some space around it is seen. */
export function reveal(viewport: Viewport, box: Box, page: Size, window: Size): Viewport {
  const space = 48;
  const shift = (start: number, length: number, room: number): number => {
    const end = start + length;
    if (start < space) return space - start;
    if (end > room - space) return Math.max(room - space - end, space - start);
    return 0;
  };
  const { scale, left, top } = viewport;
  const by = {
    x: shift(box.x * scale + left, box.width * scale, window.width),
    y: shift(box.y * scale + top, box.height * scale, window.height),
  };
  return panBy(viewport, by, page, window);
}

/** Page pixel under a window pixel. */
export function pagePoint(viewport: Viewport, at: { x: number; y: number }) {
  return {
    x: (at.x - viewport.left) / viewport.scale,
    y: (at.y - viewport.top) / viewport.scale,
  };
}

/** A page smaller than the window is centred, a larger one cannot be pushed out of it. */
function clampViewport(viewport: Viewport, page: Size, window: Size): Viewport {
  const { scale } = viewport;
  return {
    scale,
    left: clampSide(viewport.left, page.width * scale, window.width),
    top: clampSide(viewport.top, page.height * scale, window.height),
  };
}

function clampSide(start: number, length: number, room: number): number {
  if (length + 2 * MARGIN <= room) return (room - length) / 2;
  return Math.min(MARGIN, Math.max(room - length - MARGIN, start));
}
