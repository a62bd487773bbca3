import { DarkPixels } from './dark-pixels.ts';
import type { GreyImage } from './grey-image.ts';

/** Side of a dot at most, the white around it and the gap to the next at most, in inches. */
const DOT_INCHES = 0.022;
const CLEARANCE_INCHES = 0.02;
const GAP_INCHES = 0.07;
/** Three dots are an ellipsis; so many in a row are a leader. */
const LEAST_DOTS = 8;
/** Dots are smaller than the optics: they come out grey. */
const INK = 190;

type Dot = { left: number; right: number; top: number; bottom: number };

/**
 * Wipes the dotted lines of forms out of an evened image, in place: the engine takes them for words
 * and loses those that stand between them. Dots of letters stay, for they have company above or
 * below.
 */
export function eraseLeaders(image: GreyImage, dpi: number): void {
  const { width, height, data } = image;
  const size = Math.max(2, Math.round(dpi * DOT_INCHES));
  const clearance = Math.max(2, Math.round(dpi * CLEARANCE_INCHES));
  const dots: Dot[] = [];
  const dark = new DarkPixels(data, INK);
  for (let y = clearance; y < height - clearance; y += 1) {
    const row = y * width;
    const end = row + width - 1;
    for (
      let x = dark.next(row + 1, end) - row;
      x < width - 1;
      x = dark.next(row + x + 1, end) - row
    ) {
      const left = x;
      while (x + 1 < width && (data[row + x + 1] ?? 255) < INK) x += 1;
      const dot = x - left < size ? dotAt(image, left, x, y, size, clearance) : null;
      if (dot) dots.push(dot);
    }
  }
  for (const chain of chainsOf(dots, Math.round(dpi * GAP_INCHES), Math.ceil(size / 2))) {
    if (chain.length >= LEAST_DOTS) erase(image, chain);
  }
}

/** Dots side by side, a gap apart at most and on one level, along lines that may slope a little. */
function chainsOf(dots: Dot[], gap: number, drift: number): Dot[][] {
  const chains: Dot[][] = [];
  const openByTop = new Map<number, Dot[]>();
  for (const dot of dots.sort((a, b) => a.left - b.left)) {
    let chain: Dot[] | undefined;
    for (let top = dot.top - drift; top <= dot.top + drift && !chain; top += 1) {
      const open = openByTop.get(top);
      if (open && dot.left - (open.at(-1)?.right ?? -Infinity) <= gap) chain = open;
    }
    if (!chain) chains.push((chain = []));
    chain.push(dot);
    openByTop.set(dot.top, chain);
  }
  return chains;
}

/** The dot whose top row is the run from `left` to `right`; `null` if it is part of more ink. */
function dotAt(
  image: GreyImage,
  left: number,
  right: number,
  top: number,
  size: number,
  clearance: number,
): Dot | null {
  if (!isWhite(image, left - 1, right + 1, top - clearance, top - 1)) return null;
  let bottom = top;
  while (bottom - top < size && !isWhite(image, left, right, bottom + 1, bottom + 1)) bottom += 1;
  if (bottom - top >= size) return null;
  const isAlone = isWhite(image, left - 1, right + 1, bottom + 1, bottom + clearance);
  return isAlone ? { left, right, top, bottom } : null;
}

function isWhite(
  image: GreyImage,
  left: number,
  right: number,
  top: number,
  bottom: number,
): boolean {
  const last = Math.min(bottom, image.height - 1);
  for (let y = Math.max(0, top); y <= last; y += 1) {
    for (let x = left; x <= right; x += 1) {
      if ((image.data[y * image.width + x] ?? 255) < INK) return false;
    }
  }
  return true;
}

function erase(image: GreyImage, dots: readonly Dot[]): void {
  for (const { left, right, top, bottom } of dots) {
    for (let y = Math.max(0, top - 1); y <= Math.min(image.height - 1, bottom + 1); y += 1) {
      const row = y * image.width;
      image.data.fill(255, row + Math.max(0, left - 1), row + Math.min(image.width, right + 2));
    }
  }
}
