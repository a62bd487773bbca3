import type { InkMap } from './ink-map.ts';

/** Width of the strips that are looked at by themselves: letterheads have two columns. */
const STRIP_CELLS = 130;
/** A row belongs to the body of the letters (from baseline to x-height) from this share of the fullest. */
const BODY_SHARE = 0.45;
/** The most that one piece of a line can say. */
const MOST_VOTE = 3;

/**
 * One vote per piece of text line, in log odds: positive where the accents, ascenders and the fuller
 * upper edge of the letters stand above, negative where the line stands on its head.
 */
export function lineVotes(print: InkMap, skewDegrees: number): number[] {
  const { width, height, data } = print;
  const slope = Math.tan((skewDegrees * Math.PI) / 180);
  const strips = Math.max(1, Math.round(width / STRIP_CELLS));
  const stripWidth = Math.floor(width / strips);
  const rows = new Float32Array(height);
  const shifts = Int32Array.from({ length: width }, (_, x) => Math.round((x - width / 2) * slope));
  const votes: number[] = [];
  for (let left = 0; left + stripWidth <= width; left += stripWidth) {
    rows.fill(0);
    for (let y = 0; y < height; y += 1) {
      const end = y * width + left + stripWidth;
      for (let i = y * width + left; i < end; i += 1) {
        if (data[i] !== 1) continue;
        const row = y - (shifts[i - y * width] ?? 0);
        if (row >= 0 && row < height) rows[row] = (rows[row] ?? 0) + 1;
      }
    }
    for (const line of linesOf(rows)) {
      const vote = voteOf(line, stripWidth);
      if (vote !== null) votes.push(vote);
    }
  }
  return votes;
}

/** Runs of rows with ink. */
function linesOf(rows: Float32Array): Float32Array[] {
  const lines: Float32Array[] = [];
  let start = -1;
  for (let y = 0; y <= rows.length; y += 1) {
    const isInk = (rows[y] ?? 0) > 0;
    if (isInk && start < 0) start = y;
    if (isInk || start < 0) continue;
    lines.push(rows.subarray(start, y));
    start = -1;
  }
  return lines;
}

/**
 * What a share of the line's ink says by where it lies, in log odds: outside the body by the
 * distance from it in quarters of its height (accents and ascenders are near, descenders fewer), in
 * the body by the distance from its edges. Fitted by logistic regression to drawn Vietnamese pages.
 */
const OUTSIDE = [20.1, 14.6, 1.6, 0, 0] as const;
const INSIDE = [-15.7, -2.5, 2.9] as const;

/** `null` when the rows are no line of print: a speck, a smudge, several lines at once. */
function voteOf(line: Float32Array, stripWidth: number): number | null {
  if (line.length < 7 || line.length > 45) return null;
  const peak = line.reduce((most, ink) => Math.max(most, ink), 0);
  if (peak < stripWidth * 0.06) return null;
  const top = line.findIndex((ink) => ink >= peak * BODY_SHARE);
  const bottom = line.findLastIndex((ink) => ink >= peak * BODY_SHARE);
  const body = bottom - top + 1;
  if (body < 3) return null;
  let total = 0;
  let vote = 0;
  for (let y = 0; y < line.length; y += 1) {
    const ink = line[y] ?? 0;
    total += ink;
    vote += ink * weightOf((y - top + 0.5) / body);
  }
  return Math.max(-MOST_VOTE, Math.min(MOST_VOTE, vote / total));
}

/** `place`: 0 at the upper edge of the body, 1 at its lower edge. */
function weightOf(place: number): number {
  // The row in the very middle says nothing: it is the same either way.
  if (Math.abs(place - 0.5) < 1e-6) return 0;
  const isUpper = place < 0.5;
  const depth = isUpper ? place : 1 - place;
  const weight =
    depth < 0
      ? OUTSIDE[Math.min(4, Math.floor(-depth * 4))]
      : INSIDE[depth < 0.17 ? 0 : depth < 0.34 ? 1 : 2];
  return (isUpper ? 1 : -1) * (weight ?? 0);
}
