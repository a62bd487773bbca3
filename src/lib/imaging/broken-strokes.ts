import type { GreyImage } from './grey-image.ts';
import { inkPieces } from './ink-pieces.ts';
import { cropGrey } from './warp.ts';

/** Sides of the part of the page that is looked at, in inches. */
const SAMPLE_INCHES = 3;
/** Smaller pieces are dots of a needle or crumbs of a letter; accents are larger. */
const CRUMB_INCHES = 0.022;
const LETTER_INCHES = 0.06;
/** Crumbs per whole letter from which strokes count as broken; whole print has about 0.1. */
const BROKEN = 1.2;
/** Gaps up to this are closed. */
const GAP_INCHES = 0.01;

/** Print of needles and worn ribbons: more crumbs than letters in the middle of the page. */
export function hasBrokenStrokes(page: GreyImage, dpi: number): boolean {
  const side = Math.round(SAMPLE_INCHES * dpi);
  const sample = cropGrey(page, {
    x: Math.max(0, (page.width - side) >> 1),
    y: Math.max(0, Math.round(page.height * 0.4) - (side >> 1)),
    width: Math.min(side, page.width),
    height: Math.min(side, page.height),
  });
  let crumbs = 0;
  let letters = 0;
  for (const { box } of inkPieces(sample)) {
    const long = Math.max(box.width, box.height) / dpi;
    if (long <= CRUMB_INCHES) crumbs += 1;
    else if (long >= LETTER_INCHES) letters += 1;
  }
  return letters + crumbs > 40 && crumbs > letters * BROKEN;
}

/** Joins ink over small gaps (morphological closing by a square): needle dots become strokes. */
export function strokesClosed(page: GreyImage, dpi: number): GreyImage {
  const reach = Math.max(1, Math.round((dpi * GAP_INCHES) / 2));
  return inverted(darkest(inverted(darkest(page, reach)), reach));
}

/** The darkest pixel within `reach`, rows first, then columns. */
function darkest({ width, height, data }: GreyImage, reach: number): GreyImage {
  const along = data.slice();
  for (let d = 1; d <= reach; d += 1) {
    for (let from = 0; from < data.length; from += width)
      darken(along, data, d, from, from + width);
  }
  const result = along.slice();
  for (let d = 1; d <= reach; d += 1) darken(result, along, d * width, 0, along.length);
  return { width, height, data: result };
}

/** Pixels `distance` apart between `from` and `end` each become as dark as the other was. */
function darken(
  target: Uint8Array,
  source: Uint8Array,
  distance: number,
  from: number,
  end: number,
): void {
  for (let i = from, j = from + distance; j < end; i += 1, j += 1) {
    target[i] = Math.min(target[i] ?? 255, source[j] ?? 255);
    target[j] = Math.min(target[j] ?? 255, source[i] ?? 255);
  }
}

function inverted({ width, height, data }: GreyImage): GreyImage {
  return { width, height, data: data.map((value) => 255 - value) };
}
