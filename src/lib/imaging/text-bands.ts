import type { Box } from '#lib/domain/text-layer.ts';
import type { GreyImage } from './grey-image.ts';
import { inkPieces } from './ink-pieces.ts';

/** Height of a capital of the 13 to 14 point print of NĐ 30/2020, in inches. */
const CAPITAL_INCHES = 0.12;
/** A line of print covers at least this many capital heights; the letters of a seal do not. */
const LEAST_COVER = 3.2;

/**
 * The lines of print in a part of a page where seal and signature lie across them: rows in which
 * pieces of ink of the size of letters stand side by side. Each box has room for accents and, at
 * its sides, for a letter that the rim of the seal touches.
 */
export function textBands(image: GreyImage, dpi: number): Box[] {
  const capital = dpi * CAPITAL_INCHES;
  const letters = inkPieces(image)
    .map(({ box }) => box)
    .filter(
      ({ width, height }) =>
        height >= capital * 0.45 && height <= capital * 1.8 && width <= capital * 2.5,
    );
  const cover = new Float32Array(image.height);
  for (const { y, width, height } of letters) {
    for (let row = y; row < y + height; row += 1) cover[row] = (cover[row] ?? 0) + width;
  }
  const bands: Box[] = [];
  let start = -1;
  for (let row = 0; row <= image.height; row += 1) {
    const isLine = (cover[row] ?? 0) >= capital * LEAST_COVER;
    if (isLine && start < 0) start = row;
    if (isLine || start < 0) continue;
    const band = row - start >= capital * 0.4 ? bandOf(letters, start, row, capital, image) : null;
    if (band) bands.push(band);
    start = -1;
  }
  return bands;
}

export function crop(image: GreyImage, box: Box): GreyImage {
  const data = new Uint8Array(box.width * box.height);
  for (let row = 0; row < box.height; row += 1) {
    const from = (box.y + row) * image.width + box.x;
    data.set(image.data.subarray(from, from + box.width), row * box.width);
  }
  return { width: box.width, height: box.height, data };
}

/** The longest chain of letters that stand in the rows, with room around it. */
function bandOf(
  letters: readonly Box[],
  from: number,
  to: number,
  capital: number,
  image: GreyImage,
): Box | null {
  const inRows = letters
    .filter(({ y, height }) => Math.min(y + height, to) - Math.max(y, from) > height * 0.4)
    .sort((a, b) => a.x - b.x);
  const chains: Box[][] = [];
  for (const letter of inRows) {
    const chain = chains.at(-1);
    const reach = Math.max(...(chain ?? []).map((piece) => piece.x + piece.width));
    if (chain && letter.x - reach <= capital * 1.6) chain.push(letter);
    else chains.push([letter]);
  }
  const longest = chains.reduce((a, b) => (inkWidth(b) > inkWidth(a) ? b : a), []);
  if (longest.length < 3) return null;
  const left = Math.min(...longest.map((letter) => letter.x)) - capital * 1.6;
  const right = Math.max(...longest.map((letter) => letter.x + letter.width)) + capital * 0.8;
  const x = Math.max(0, Math.round(left));
  const y = Math.max(0, Math.round(from - capital * 0.65));
  return {
    x,
    y,
    width: Math.min(image.width, Math.round(right)) - x,
    height: Math.min(image.height, Math.round(to + capital * 0.5)) - y,
  };
}

function inkWidth(chain: readonly Box[]): number {
  return chain.reduce((sum, letter) => sum + letter.width, 0);
}
