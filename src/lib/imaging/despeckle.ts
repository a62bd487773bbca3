import { DarkPixels } from './dark-pixels.ts';
import type { GreyImage } from './grey-image.ts';
import type { InkMap } from './ink-map.ts';

/** Widest speck in inches: less than the dots of 10 point print. */
const SPECK_INCHES = 0.012;
/** Nothing is printed within this distance of a speck; accents and full stops are nearer to letters. */
const REACH_INCHES = 0.06;
/** Specks per million pixels from which a page is dusty. */
const DUSTY = 15;
const INK = 128;

/**
 * Takes the dust out of a page that is full of it: ink of a pixel or two far from any print. Any
 * other page is handed back as it is. Takes images with even light; `ink`: of the same page.
 */
export function despeckled(image: GreyImage, ink: InkMap, dpi: number): GreyImage {
  const size = Math.max(1, Math.floor(dpi * SPECK_INCHES));
  const least = (DUSTY * image.data.length) / 1e6;
  const found = specksOf(image, size);
  if (found.length < least) return image;
  const nearPrint = widened(ink, Math.ceil((dpi / ink.factor) * REACH_INCHES));
  const specks = found.filter((at) => {
    const x = Math.min(ink.width - 1, Math.floor((at % image.width) / ink.factor));
    const y = Math.min(ink.height - 1, Math.floor(at / image.width / ink.factor));
    return nearPrint[y * ink.width + x] === 0;
  });
  if (specks.length < least) return image;
  const result = { ...image, data: image.data.slice() };
  for (const at of specks) {
    for (let row = 0; row < size; row += 1) {
      result.data.fill(255, at + row * image.width, at + row * image.width + size);
    }
  }
  return result;
}

/** Cells within `reach` of a piece of ink that is larger than a speck. */
function widened({ width, height, data }: InkMap, reach: number): Uint8Array {
  const near = new Uint8Array(data.length);
  for (let y = 1; y < height - 1; y += 1) {
    for (let x = 1; x < width - 1; x += 1) {
      const i = y * width + x;
      if (data[i] === 0 || !isPiece(data, i, width)) continue;
      const left = Math.max(0, x - reach);
      const right = Math.min(width, x + reach + 1);
      for (let ny = Math.max(0, y - reach); ny <= Math.min(height - 1, y + reach); ny += 1) {
        near.fill(1, ny * width + left, ny * width + right);
      }
    }
  }
  return near;
}

/** At least four of the nine cells are inked. */
function isPiece(data: Uint8Array, i: number, width: number): boolean {
  let count = 0;
  for (const row of [i - width, i, i + width]) {
    count += (data[row - 1] ?? 0) + (data[row] ?? 0) + (data[row + 1] ?? 0);
  }
  return count >= 4;
}

/** Places (upper left corners) of squares of `size` that hold a whole speck. */
function specksOf(image: GreyImage, size: number): number[] {
  const { width, height, data } = image;
  const found: number[] = [];
  const dark = new DarkPixels(data, INK);
  for (let y = 1; y + size < height; y += 1) {
    const end = (y + 1) * width - size;
    for (let at = dark.next(y * width + size, end); at < end; at = dark.next(at + 1, end)) {
      // Only its highest pixel, furthest to the left there, begins a speck.
      if ((data[at - 1] ?? 255) < INK || (data[at - width] ?? 255) < INK) continue;
      for (let shift = 0; shift < size; shift += 1) {
        if (!isRingClear(data, at - shift, size, width)) continue;
        found.push(at - shift);
        at += size - shift;
        break;
      }
    }
  }
  return found;
}

/** Only paper lies on the ring of pixels around the square. */
function isRingClear(data: Uint8Array, at: number, size: number, width: number): boolean {
  const above = at - width - 1;
  const below = at + size * width - 1;
  for (let i = 0; i < size + 2; i += 1) {
    if ((data[above + i] ?? 255) < INK || (data[below + i] ?? 255) < INK) return false;
  }
  for (let row = 0; row < size; row += 1) {
    if ((data[at + row * width - 1] ?? 255) < INK) return false;
    if ((data[at + row * width + size] ?? 255) < INK) return false;
  }
  return true;
}
