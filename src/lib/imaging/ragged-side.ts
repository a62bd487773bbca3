import type { InkMap } from './ink-map.ts';

/** Lines that end this close to each other, in cells, end at the same margin. */
const SAME_MARGIN = 3;
const LEAST_LINE_HEIGHT = 6;

/**
 * How much more often neighbouring lines begin at the same place than they end there, −1 … 1:
 * print begins at the left margin and its last lines end anywhere, so a page on its head is the
 * other way round.
 */
export function raggedSide(print: InkMap, skewDegrees: number): number {
  const ends = lineEnds(print, skewDegrees);
  if (ends.length < 2) return 0;
  let difference = 0;
  for (let i = 1; i < ends.length; i += 1) {
    const [line, before] = [ends[i], ends[i - 1]];
    if (!line || !before) continue;
    if (Math.abs(line.left - before.left) <= SAME_MARGIN) difference += 1;
    if (Math.abs(line.right - before.right) <= SAME_MARGIN) difference -= 1;
  }
  return difference / (ends.length - 1);
}

function lineEnds(print: InkMap, skewDegrees: number): { left: number; right: number }[] {
  const { width, height, data } = print;
  const slope = Math.tan((skewDegrees * Math.PI) / 180);
  const ink = new Int32Array(height);
  const left = new Int32Array(height).fill(width);
  const right = new Int32Array(height).fill(-1);
  const shifts = Int32Array.from({ length: width }, (_, x) => Math.round((x - width / 2) * slope));
  for (let i = data.indexOf(1); i >= 0; i = data.indexOf(1, i + 1)) {
    const y = Math.floor(i / width);
    const x = i - y * width;
    const row = y - (shifts[x] ?? 0);
    if (row < 0 || row >= height) continue;
    ink[row] = (ink[row] ?? 0) + 1;
    if (x < (left[row] ?? 0)) left[row] = x;
    if (x > (right[row] ?? 0)) right[row] = x;
  }
  const ends: { left: number; right: number }[] = [];
  for (let y = 0; y < height; y += 1) {
    const from = y;
    while (y < height && (ink[y] ?? 0) > 1) y += 1;
    if (y - from < LEAST_LINE_HEIGHT) continue;
    ends.push({
      left: left.subarray(from, y).reduce((a, b) => Math.min(a, b), width),
      right: right.subarray(from, y).reduce((a, b) => Math.max(a, b), -1),
    });
  }
  return ends;
}
