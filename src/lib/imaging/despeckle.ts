import type { GreyImage } from './grey-image.ts';

/** Widest speck in inches: less than the dots of 10 point print. */
const SPECK_INCHES = 0.012;
/** Specks per million pixels from which a page is dusty; a clean one has a few, mostly commas. */
const DUSTY = 15;
const INK = 128;

/**
 * Takes specks out of a page that is full of them: ink of a pixel or two with nothing but paper
 * around it, and holes of that size in solid ink. Any other page is handed back as it is. Takes
 * images with even light.
 */
export function despeckled(image: GreyImage, dpi: number): GreyImage {
  const size = Math.max(1, Math.floor(dpi * SPECK_INCHES));
  const specks = specksOf(image, size, true);
  if (specks.length < (DUSTY * image.data.length) / 1e6) return image;
  const result = { ...image, data: image.data.slice() };
  for (const at of specks) fill(result, at, size, 255);
  for (const at of specksOf(result, size, false)) fill(result, at, size, 0);
  return result;
}

/** Places (upper left corners) of squares of `size` that hold a whole speck. */
function specksOf(image: GreyImage, size: number, isDark: boolean): number[] {
  const { width, height, data } = image;
  const isSpeck = (value: number | undefined) => (value ?? 255) < INK === isDark;
  const found: number[] = [];
  for (let y = 1; y + size < height; y += 1) {
    for (let x = size; x + size < width; x += 1) {
      const at = y * width + x;
      // Only its highest pixel, furthest to the left there, begins a speck.
      if (!isSpeck(data[at]) || isSpeck(data[at - 1]) || isSpeck(data[at - width])) continue;
      for (let shift = 0; shift < size; shift += 1) {
        if (!isRingClear(data, at - shift, size, width, isDark)) continue;
        found.push(at - shift);
        x += size - shift;
        break;
      }
    }
  }
  return found;
}

/** Nothing of the kind of the speck lies on the ring of pixels around the square. */
function isRingClear(
  data: Uint8Array,
  at: number,
  size: number,
  width: number,
  isDark: boolean,
): boolean {
  const above = at - width - 1;
  const below = at + size * width - 1;
  for (let i = 0; i < size + 2; i += 1) {
    if ((data[above + i] ?? 255) < INK === isDark) return false;
    if ((data[below + i] ?? 255) < INK === isDark) return false;
  }
  for (let row = 0; row < size; row += 1) {
    if ((data[at + row * width - 1] ?? 255) < INK === isDark) return false;
    if ((data[at + row * width + size] ?? 255) < INK === isDark) return false;
  }
  return true;
}

function fill({ width, data }: GreyImage, at: number, size: number, value: number): void {
  for (let row = 0; row < size; row += 1) {
    data.fill(value, at + row * width, at + row * width + size);
  }
}
