import type { InkCells } from './ink-cells.ts';

/** Straight runs of so many cells that are no wider than this, for the most part, are rules. */
const LEAST_LENGTH = 14;
const MOST_WIDTH = 2;
const THIN_SHARE = 0.5;

/** The way along a run of cells and the way across it, as steps in the map. */
type Direction = { along: number; length: number; across: number; count: number };

/**
 * Takes the rules of tables and forms out of a map of ink, in place: they tie cells together, and what
 * stands in a cell would not look like print.
 */
export function wipeRules(open: Uint8Array, { width, height }: InkCells): void {
  const rules = [
    ...rulesAlong(open, { along: 1, length: width, across: width, count: height }),
    ...rulesAlong(open, { along: width, length: height, across: 1, count: width }),
  ];
  for (const cell of rules) open[cell] = 0;
}

function rulesAlong(open: Uint8Array, direction: Direction): number[] {
  const { along, length, across, count } = direction;
  const rules: number[] = [];
  for (let line = 0; line < count; line += 1) {
    let run: number[] = [];
    for (let i = 0; i <= length; i += 1) {
      const cell = line * across + i * along;
      if (i < length && open[cell] === 1) {
        run.push(cell);
        continue;
      }
      if (isRule(open, run, across)) rules.push(...run);
      run = [];
    }
  }
  return rules;
}

function isRule(open: Uint8Array, run: readonly number[], across: number): boolean {
  if (run.length < LEAST_LENGTH) return false;
  const thin = run.filter((cell) => widthAt(open, cell, across) <= MOST_WIDTH);
  return thin.length >= run.length * THIN_SHARE;
}

/** Inked cells across a run, no further than it takes to tell that it is no rule. */
function widthAt(open: Uint8Array, cell: number, across: number): number {
  let width = 1;
  for (let i = 1; i <= MOST_WIDTH && open[cell + i * across] === 1; i += 1) width += 1;
  for (let i = 1; i <= MOST_WIDTH && open[cell - i * across] === 1; i += 1) width += 1;
  return width;
}
