import type { Box, TextLine } from '#lib/domain/text-layer.ts';
import { unionBox } from '../document-text.ts';

/** Share of the lower one's height that pieces of one printed line have in common. */
const SAME_ROW = 0.6;
/** Heights of the line between pieces that still belong together: cells of a table. */
const WIDEST_GAP = 12;

/** Lines with further pieces: each goes into the line it continues, or comes after those above it. */
export function joinLines(lines: readonly TextLine[], pieces: readonly TextLine[]): TextLine[] {
  const joined = [...lines];
  for (const piece of pieces) {
    const at = joined.findIndex((line) => isContinued(line, piece));
    const line = joined[at];
    if (line) joined[at] = together(line, piece);
    else joined.splice(placeFor(piece, joined), 0, piece);
  }
  return joined;
}

function isContinued(line: TextLine, piece: TextLine): boolean {
  const shared =
    Math.min(bottomOf(line.box), bottomOf(piece.box)) - Math.max(line.box.y, piece.box.y);
  const height = Math.min(line.box.height, piece.box.height);
  if (shared < height * SAME_ROW) return false;
  const isFree = line.words.every(({ box }) => gapBetween(box, piece.box) >= 0);
  const gap = Math.min(...line.words.map(({ box }) => gapBetween(box, piece.box)));
  return isFree && gap <= height * WIDEST_GAP;
}

/** Negative where they overlap. */
function gapBetween(a: Box, b: Box): number {
  return Math.max(a.x - (b.x + b.width), b.x - (a.x + a.width));
}

function together(line: TextLine, piece: TextLine): TextLine {
  const words = [...line.words, ...piece.words].sort((a, b) => a.box.x - b.box.x);
  const box = unionBox(words.map((word) => word.box));
  const { x0, y0, x1, y1 } = line.baseline;
  const slope = x1 === x0 ? 0 : (y1 - y0) / (x1 - x0);
  const heightAt = (x: number) => y0 + (x - x0) * slope;
  const right = box.x + box.width;
  return {
    words,
    box,
    baseline: { x0: box.x, y0: heightAt(box.x), x1: right, y1: heightAt(right) },
  };
}

function placeFor(piece: TextLine, lines: readonly TextLine[]): number {
  const middle = piece.box.y + piece.box.height / 2;
  const isAbove = ({ box }: TextLine) =>
    box.y + box.height / 2 <= middle &&
    Math.min(box.x + box.width, piece.box.x + piece.box.width) > Math.max(box.x, piece.box.x);
  return lines.findLastIndex(isAbove) + 1;
}

function bottomOf({ y, height }: Box): number {
  return y + height;
}
