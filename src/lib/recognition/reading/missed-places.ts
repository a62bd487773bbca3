import type { Box, TextLine } from '#lib/domain/text-layer.ts';
import type { InkCells } from './ink-cells.ts';
import { wipeRules } from './table-rules.ts';

/** Height of a line of print with its accents, in cells: 8 point small letters to headings. */
const LEAST_HEIGHT = 2;
const MOST_HEIGHT = 11;
/** Letters of one line are so near each other, in cells; further apart is another place. */
const LETTER_GAP = 5;
/** Share of inked cells in a line of print; rules have more, specks and strokes less. */
const LEAST_FILL = 0.25;
const MOST_FILL = 0.95;
/** Edges carry shadows and the holes of files. */
const MARGIN_SHARE = 0.03;
/** The cells of a table that fills its page, one column of them. */
const MOST_PLACES = 48;

type Area = { left: number; right: number; top: number; bottom: number };

/** Where ink of the shape of print stands that no line covers, the largest places first. */
export function missedPlaces(ink: InkCells, lines: readonly TextLine[]): Box[] {
  const open = ink.data.slice();
  for (const { box } of lines.flatMap((line) => line.words)) wipe(open, ink, box);
  wipeRules(open, ink);
  return areasOf(open, ink)
    .filter((area) => isPrint(area, open, ink))
    .sort((a, b) => sizeOf(b) - sizeOf(a))
    .slice(0, MOST_PLACES)
    .map((area) => boxOf(area, ink));
}

function wipe(open: Uint8Array, { width, height, cellPx }: InkCells, box: Box): void {
  const left = Math.max(0, Math.floor(box.x / cellPx) - 1);
  const right = Math.min(width - 1, Math.floor((box.x + box.width) / cellPx) + 1);
  const top = Math.max(0, Math.floor(box.y / cellPx) - 1);
  const bottom = Math.min(height - 1, Math.floor((box.y + box.height) / cellPx) + 1);
  for (let y = top; y <= bottom; y += 1) open.fill(0, y * width + left, y * width + right + 1);
}

/** Cells that hang together, letters of a line over the gaps between them. */
function areasOf(open: Uint8Array, { width, height }: InkCells): Area[] {
  const isLeft = open.slice();
  const areas: Area[] = [];
  const queue: number[] = [];
  for (let seed = 0; seed < isLeft.length; seed += 1) {
    if (isLeft[seed] !== 1) continue;
    const area = { left: width, right: 0, top: height, bottom: 0 };
    isLeft[seed] = 0;
    queue.push(seed);
    for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
      const x = at % width;
      const y = (at - x) / width;
      area.left = Math.min(area.left, x);
      area.right = Math.max(area.right, x);
      area.top = Math.min(area.top, y);
      area.bottom = Math.max(area.bottom, y);
      for (let dy = -1; dy <= 1; dy += 1) {
        const from = Math.max(0, x - LETTER_GAP);
        const to = Math.min(width - 1, x + LETTER_GAP);
        for (let nx = from; nx <= to; nx += 1) {
          const next = (y + dy) * width + nx;
          if (isLeft[next] !== 1) continue;
          isLeft[next] = 0;
          queue.push(next);
        }
      }
    }
    areas.push(area);
  }
  return areas;
}

function isPrint(area: Area, open: Uint8Array, { width, height }: InkCells): boolean {
  const columns = area.right - area.left + 1;
  const rows = area.bottom - area.top + 1;
  if (rows < LEAST_HEIGHT || rows > MOST_HEIGHT || columns < rows * 0.5) return false;
  const isInside =
    area.left > width * MARGIN_SHARE &&
    area.right < width * (1 - MARGIN_SHARE) &&
    area.top > height * MARGIN_SHARE &&
    area.bottom < height * (1 - MARGIN_SHARE);
  if (!isInside) return false;
  let count = 0;
  for (let y = area.top; y <= area.bottom; y += 1) {
    for (let x = area.left; x <= area.right; x += 1) count += open[y * width + x] ?? 0;
  }
  const fill = count / (columns * rows);
  return fill >= LEAST_FILL && fill <= MOST_FILL;
}

function sizeOf({ left, right, top, bottom }: Area): number {
  return (right - left + 1) * (bottom - top + 1);
}

/** With room for what a cell does not show. */
function boxOf({ left, right, top, bottom }: Area, { cellPx }: InkCells): Box {
  return {
    x: (left - 1) * cellPx,
    y: (top - 1) * cellPx,
    width: (right - left + 3) * cellPx,
    height: (bottom - top + 3) * cellPx,
  };
}
