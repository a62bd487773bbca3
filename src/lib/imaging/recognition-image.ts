import type { Box, PageFrame } from '#lib/domain/text-layer.ts';
import { cleanPage } from './clean-page.ts';
import { toGrey, type GreyImage, type InkChoice } from './grey-image.ts';
import { hasBrokenStrokes, strokesClosed } from './broken-strokes.ts';
import { eraseLeaders } from './leaders.ts';
import { rectified } from './rectify.ts';
import { withoutSealRings } from './seal-rings.ts';
import { crop, textBands } from './text-bands.ts';
import { warpToFrame } from './warp.ts';

/**
 * Versions of a page for reading. `even`: light evened out, seal faded, what is no print whitened;
 * the one to begin with. `plain`: the scan's own light, for pages that the first one hurts.
 * `without-pen`: strokes of a coloured pen gone too. `closed`: broken strokes of dot matrix printers
 * and worn ribbons joined.
 */
export const imageVariants = ['even', 'plain', 'without-pen', 'closed'] as const;
export type ImageVariant = (typeof imageVariants)[number];

/** Which grey image of the scan a variant is made from. */
export function inkOf(variant: ImageVariant): InkChoice {
  return variant === 'without-pen' ? 'black-only' : 'without-red';
}

/** Height of the strip that tells which side is up: about six lines of print. */
const STRIP_INCHES = 1.5;
const SEAL_REACH_INCHES = 0.8;

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
  if (variant === 'plain') return flatInFrame(image, frame);
  const page = flatInFrame(cleanPage(image, frame.dpi), frame);
  eraseLeaders(page, frame.dpi);
  return variant === 'closed' ? strokesClosed(page, frame.dpi) : page;
}

/** In the frame, and flat where the sheet was photographed askew: see `layerOnFrame`. */
function flatInFrame(image: GreyImage, frame: PageFrame): GreyImage {
  return frame.sheet ? rectified(image, frame, frame.sheet) : warpToFrame(image, frame);
}

/** The variants of a page that are worth reading, in the order in which to try them. */
export function recognitionVariants(image: GreyImage, frame: PageFrame): ImageVariant[] {
  return hasBrokenStrokes(recognitionImageOfGrey(image, frame, 'even'), frame.dpi)
    ? ['even', 'closed', 'plain', 'without-pen']
    : ['even', 'plain', 'without-pen'];
}

/** One line of print cut out of a page; `box` is where it stood in the page frame. */
export type LineImage = { image: GreyImage; box: Box };

/**
 * The lines of print in a part of the page, each by itself: names and positions under a seal and a
 * signature, which spoil the layout around them. `blackOnly` is the scan without coloured ink.
 */
export function lineImages(blackOnly: GreyImage, frame: PageFrame, zone: Box): LineImage[] {
  const page = recognitionImageOfGrey(blackOnly, frame, 'even');
  // The seal stands to the left of the column and must be seen whole to be known as one.
  const reach = Math.min(zone.x, Math.round(frame.dpi * SEAL_REACH_INCHES));
  const wide = { ...zone, x: zone.x - reach, width: zone.width + reach };
  const unsealed = withoutSealRings(crop(page, wide), frame.dpi);
  const part = crop(unsealed, { ...zone, x: reach, y: 0 });
  return textBands(part, frame.dpi).map((band) => ({
    image: crop(part, band),
    box: { ...band, x: band.x + zone.x, y: band.y + zone.y },
  }));
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
