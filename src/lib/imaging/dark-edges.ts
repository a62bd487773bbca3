import type { InkMap, SmallPage } from './ink-map.ts';
import { eachPiece } from './print-map.ts';

/** What is darker than this share of the paper may be the lid of the scanner, or a desk. */
const DARK_SHARE = 0.66;
/** A dark edge covers at least this share of the scan; less is print that is cut off. */
const LEAST_AREA = 0.001;
/** Dark lines up to twice this many cells wide are frames of print, wherever they join a shadow. */
const CORE = 3;
/** Cells by which the cores are widened again: with the soft rim and what noise has frayed. */
const RIM = CORE + 2;
/** From a lid to the paper brightness leaps by this share of the paper; a shadow fades. */
const LEAP = 0.25;
/** Share of the rim where it does. */
const LEAPING_RIM = 0.7;
/** Punch holes: 5 to 8 mm wide, up to 25 mm from an edge, solid and round. */
const HOLE = {
  leastInches: 0.16,
  mostInches: 0.36,
  reachInches: 1,
  leastFill: 0.68,
  mostFill: 0.9,
};

/**
 * What is neither paper nor print: the dark lid around the sheet and the holes that were punched
 * into it, as a map over the small page; `null` where there is none. Print that runs into a dark
 * edge stays.
 */
export function darkEdges(page: SmallPage, dpi: number): InkMap | null {
  const { grey, factor, paper } = page;
  const { width, height } = grey;
  const dark = new Uint8Array(width * height);
  const darkest = paper * DARK_SHARE;
  for (let i = 0; i < dark.length; i += 1) if ((grey.data[i] ?? 255) < darkest) dark[i] = 1;
  const solid = eroded(dark, width, height);
  const found = new Uint8Array(width * height);
  let isAny = false;
  eachPiece({ width, height, data: solid }, (pixels, count, box) => {
    const isAtEdge =
      box.x === 0 || box.y === 0 || box.x + box.width === width || box.y + box.height === height;
    const isEdge = isAtEdge && count >= dark.length * LEAST_AREA;
    const isFound = isEdge
      ? leapingRim(page, solid, pixels.subarray(0, count)) > LEAPING_RIM
      : isHole(box, count, grey, dpi / factor);
    if (!isFound) return;
    isAny = true;
    for (let i = 0; i < count; i += 1) found[pixels[i] ?? 0] = 1;
  });
  return isAny ? { width, height, data: widened(found, width, height), factor } : null;
}

/** The share of the rim of a piece beyond which it gets much brighter within a few cells. */
function leapingRim({ grey, paper }: SmallPage, solid: Uint8Array, pixels: Int32Array): number {
  const { width, height, data } = grey;
  const reach = RIM + 1;
  let leaps = 0;
  let count = 0;
  for (const at of pixels) {
    const y = Math.floor(at / width);
    const x = at - y * width;
    let brightest = -1;
    if (x >= reach && solid[at - 1] === 0) brightest = data[at - reach] ?? 0;
    if (x + reach < width && solid[at + 1] === 0) {
      brightest = Math.max(brightest, data[at + reach] ?? 0);
    }
    if (y >= reach && solid[at - width] === 0) {
      brightest = Math.max(brightest, data[at - reach * width] ?? 0);
    }
    if (y + reach < height && solid[at + width] === 0) {
      brightest = Math.max(brightest, data[at + reach * width] ?? 0);
    }
    if (brightest < 0) continue;
    if (brightest - (data[at] ?? 0) > paper * LEAP) leaps += 1;
    count += 1;
  }
  return count === 0 ? 0 : leaps / count;
}

/** Cells with nothing but dark ones within `CORE` cells of them; beyond the edge everything is dark. */
function eroded(dark: Uint8Array, width: number, height: number): Uint8Array {
  const side = 2 * CORE + 1;
  const along = new Uint8Array(dark.length);
  for (let y = 0; y < height; y += 1) {
    const row = y * width;
    let run = side;
    for (let x = 0; x < width + CORE; x += 1) {
      if (x < width && dark[row + x] === 0) run = 0;
      else run += 1;
      if (x >= CORE && run >= side) along[row + x - CORE] = 1;
    }
  }
  const result = new Uint8Array(dark.length);
  const runs = new Int32Array(width).fill(side);
  for (let y = 0; y < height + CORE; y += 1) {
    const row = y * width;
    const target = row - CORE * width;
    for (let x = 0; x < width; x += 1) {
      const run = y < height && along[row + x] === 0 ? 0 : (runs[x] ?? 0) + 1;
      runs[x] = run;
      if (target >= 0 && run >= side) result[target + x] = 1;
    }
  }
  return result;
}

function widened(map: Uint8Array, width: number, height: number): Uint8Array {
  const result = map.slice();
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const i = y * width + x;
      if (map[i] === 0) continue;
      const isInside =
        map[i - 1] === 1 && map[i + 1] === 1 && map[i - width] === 1 && map[i + width] === 1;
      if (isInside) continue;
      const left = Math.max(0, x - RIM);
      const right = Math.min(width, x + RIM + 1);
      for (let ny = Math.max(0, y - RIM); ny <= Math.min(height - 1, y + RIM); ny += 1) {
        result.fill(1, ny * width + left, ny * width + right);
      }
    }
  }
  return result;
}

function isHole(
  box: { x: number; y: number; width: number; height: number },
  count: number,
  page: { width: number; height: number },
  cellsPerInch: number,
): boolean {
  const least = HOLE.leastInches * cellsPerInch;
  const most = HOLE.mostInches * cellsPerInch;
  const [width, height] = [box.width + 2 * CORE, box.height + 2 * CORE];
  if (Math.min(width, height) < least || Math.max(width, height) > most) return false;
  if (Math.abs(width - height) > 0.25 * Math.max(width, height)) return false;
  const fill = count / (box.width * box.height);
  if (fill < HOLE.leastFill || fill > HOLE.mostFill) return false;
  const reach = HOLE.reachInches * cellsPerInch;
  return (
    box.x < reach ||
    box.y < reach ||
    box.x + box.width > page.width - reach ||
    box.y + box.height > page.height - reach
  );
}
