import { createGreyImage, type GreyImage } from './grey-image.ts';
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
  return extreme(extreme(page, reach, Math.min), reach, Math.max);
}

/** The darkest or brightest pixel within `reach`, rows first, then columns. */
function extreme(
  { width, height, data }: GreyImage,
  reach: number,
  pick: (a: number, b: number) => number,
): GreyImage {
  const along = new Uint8Array(data.length);
  for (let y = 0; y < height; y += 1) {
    const from = y * width;
    for (let x = 0; x < width; x += 1) {
      let value = data[from + x] ?? 255;
      for (let d = 1; d <= reach; d += 1) {
        if (x >= d) value = pick(value, data[from + x - d] ?? 255);
        if (x + d < width) value = pick(value, data[from + x + d] ?? 255);
      }
      along[from + x] = value;
    }
  }
  const result = createGreyImage(width, height);
  for (let i = 0; i < along.length; i += 1) {
    let value = along[i] ?? 255;
    for (let d = 1; d <= reach; d += 1) {
      value = pick(value, along[i - d * width] ?? value);
      value = pick(value, along[i + d * width] ?? value);
    }
    result.data[i] = value;
  }
  return result;
}
