import type { Box, PageFrame } from '#lib/domain/text-layer.ts';
import { normaliseBackground } from './background.ts';
import { createGreyImage, toGrey, type GreyImage } from './grey-image.ts';
import { warpToFrame } from './warp.ts';

/** `even`: light evened out. `plain`: the scan's own light, for pages that the first one hurts. */
export type ImageVariant = 'even' | 'plain';

/** Height of the strip that tells which side is up: about six lines of print. */
const STRIP_INCHES = 1.5;

/**
 * The page as the engine should see it: seal faded, light evened out, upright and straight, in the
 * pixels of its frame. For recognition only; the archived image stays the scan.
 */
export function recognitionImage(
  rgba: Uint8ClampedArray,
  width: number,
  height: number,
  frame: PageFrame,
): GreyImage {
  return recognitionImageOfGrey(toGrey(rgba, width, height), frame, 'even');
}

export function recognitionImageOfGrey(
  image: GreyImage,
  frame: PageFrame,
  variant: ImageVariant,
): GreyImage {
  const source = variant === 'even' ? normaliseBackground(image, frame.dpi) : image;
  return warpToFrame(source, frame);
}

/**
 * A part of the page in its frame, out of an image with `black-only` ink: for names under a seal
 * and a signature. The box is cut to the page and rounded; `box` says what was cut.
 */
export function zoneImage(
  blackOnly: GreyImage,
  frame: PageFrame,
  wanted: Box,
): { image: GreyImage; box: Box } {
  const page = recognitionImageOfGrey(blackOnly, frame, 'even');
  const x = Math.max(0, Math.floor(wanted.x));
  const y = Math.max(0, Math.floor(wanted.y));
  const width = Math.max(1, Math.min(page.width, Math.ceil(wanted.x + wanted.width)) - x);
  const height = Math.max(1, Math.min(page.height, Math.ceil(wanted.y + wanted.height)) - y);
  const image = createGreyImage(width, height);
  for (let row = 0; row < height; row += 1) {
    const from = (y + row) * page.width + x;
    image.data.set(page.data.subarray(from, from + width), row * width);
  }
  return { image, box: { x, y, width, height } };
}

/** The horizontal strip of the page in its frame that holds most ink. */
export function inkiestStrip(image: GreyImage, frame: PageFrame): GreyImage {
  const page = recognitionImageOfGrey(image, frame, 'even');
  const height = Math.min(page.height, Math.round(frame.dpi * STRIP_INCHES));
  const step = Math.max(1, Math.round(frame.dpi / 10));
  const rows = inkPerRow(page);
  let best = { top: 0, ink: -1 };
  for (let top = 0; top + height <= page.height; top += step) {
    let ink = 0;
    for (let y = top; y < top + height; y += 1) ink += rows[y] ?? 0;
    if (ink > best.ink) best = { top, ink };
  }
  const from = best.top * page.width;
  return { width: page.width, height, data: page.data.slice(from, from + height * page.width) };
}

/** Ink in the middle nine tenths of each row: the edges carry shadows. */
function inkPerRow(page: GreyImage): Float64Array {
  const rows = new Float64Array(page.height);
  const margin = Math.round(page.width / 20);
  for (let y = 0; y < page.height; y += 1) {
    let ink = 0;
    for (let x = margin; x < page.width - margin; x += 2) {
      const darkness = 255 - (page.data[y * page.width + x] ?? 255);
      if (darkness > 90) ink += 1;
    }
    // A row that is nearly all ink is a rule or a dark border, not print.
    rows[y] = ink > page.width * 0.3 ? 0 : ink;
  }
  return rows;
}

/** Binary PGM (netpbm P5): the engine reads it without decompressing anything. */
export function encodePgm(image: GreyImage): Uint8Array<ArrayBuffer> {
  const header = new TextEncoder().encode(`P5\n${image.width} ${image.height}\n255\n`);
  const bytes = new Uint8Array(header.length + image.data.length);
  bytes.set(header);
  bytes.set(image.data, header.length);
  return bytes;
}
