import type { InkMap, SmallPage } from './ink-map.ts';
import { eachPiece } from './print-map.ts';

/** What is darker than this share of the paper may be the lid of the scanner, or a desk. */
const DARK_SHARE = 0.66;
/** A dark edge covers at least this share of the scan; less is print that is cut off. */
const LEAST_AREA = 0.001;
/** Cells by which a dark edge is widened: its soft rim and what noise has frayed. */
const RIM = 3;
/** From a lid to the paper brightness leaps by this share of the paper; a shadow fades. */
const LEAP_SHARE = 0.25;
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
  for (let i = 0; i < dark.length; i += 1) {
    dark[i] = (grey.data[i] ?? 255) < paper * DARK_SHARE ? 1 : 0;
  }
  const solid = eroded(dark, width, height);
  const found = new Uint8Array(width * height);
  let isAny = false;
  eachPiece({ width, height, data: solid }, (pixels, count, box) => {
    const isAtEdge =
      box.x === 0 || box.y === 0 || box.x + box.width === width || box.y + box.height === height;
    const isEdge = isAtEdge && count >= dark.length * LEAST_AREA;
    const isFound = isEdge
      ? leapAround(page, solid, pixels.subarray(0, count)) > paper * LEAP_SHARE
      : isHole(box, count, grey, dpi / factor);
    if (!isFound) return;
    isAny = true;
    for (let i = 0; i < count; i += 1) found[pixels[i] ?? 0] = 1;
  });
  return isAny ? { width, height, data: widened(found, width, height), factor } : null;
}

/** By how much it gets brighter within a few cells beyond the rim of a piece, on average. */
function leapAround({ grey }: SmallPage, solid: Uint8Array, pixels: Int32Array): number {
  const { width, height, data } = grey;
  const reach = RIM + 1;
  let sum = 0;
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
    sum += brightest - (data[at] ?? 0);
    count += 1;
  }
  return count === 0 ? 0 : sum / count;
}

/** Cells whose eight neighbours are dark too; beyond the edge everything is. */
function eroded(dark: Uint8Array, width: number, height: number): Uint8Array {
  const result = new Uint8Array(dark.length);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const i = y * width + x;
      if (dark[i] === 0) continue;
      let isSolid = 1;
      for (let dy = y > 0 ? -1 : 0; dy <= (y < height - 1 ? 1 : 0); dy += 1) {
        const at = i + dy * width;
        isSolid &= dark[at] ?? 1;
        if (x > 0) isSolid &= dark[at - 1] ?? 1;
        if (x < width - 1) isSolid &= dark[at + 1] ?? 1;
      }
      result[i] = isSolid;
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
  // The piece was eroded by a cell on each side.
  const [width, height] = [box.width + 2, box.height + 2];
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
