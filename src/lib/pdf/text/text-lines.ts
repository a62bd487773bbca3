import type { UprightRectangle } from '../signing/page-placement.ts';
import type { PageWord } from './page-words.ts';

/** Words that stand beside each other without a wide gap: a line, or the part of it in one column. */
export type TextLine = { text: string; rectangle: UprightRectangle };

/** Gaps in heights of the line: words further apart stand in different columns. */
const COLUMN_GAP = 1.6;
/** Pieces closer than this are one word. */
const WORD_GAP = 0.1;
/** Middles closer than this are one line. */
const SAME_LINE = 0.5;

/** From top to bottom, in a line from left to right. */
export function textLines(words: readonly PageWord[]): TextLine[] {
  const lines: PageWord[][] = [];
  const sorted = words
    .filter(({ text, rectangle }) => text.trim() !== '' && rectangle.width > 0)
    .sort((a, b) => middle(b) - middle(a));
  for (const word of sorted) {
    const line = lines.at(-1);
    const [first] = line ?? [];
    const height = Math.max(word.rectangle.height, first?.rectangle.height ?? 0);
    if (line && first && middle(first) - middle(word) < height * SAME_LINE) line.push(word);
    else lines.push([word]);
  }
  return lines.flatMap((line) => columnsOf(line.sort((a, b) => a.rectangle.x - b.rectangle.x)));
}

function columnsOf(words: readonly PageWord[]): TextLine[] {
  const columns: TextLine[] = [];
  for (const { text, rectangle } of words) {
    const last = columns.at(-1);
    const gap = last ? rectangle.x - (last.rectangle.x + last.rectangle.width) : Infinity;
    const height = Math.max(rectangle.height, last?.rectangle.height ?? 0);
    if (!last || gap > height * COLUMN_GAP) {
      columns.push({ text, rectangle });
      continue;
    }
    last.text += gap > height * WORD_GAP ? ` ${text}` : text;
    last.rectangle = around(last.rectangle, rectangle);
  }
  return columns;
}

function around(a: UprightRectangle, b: UprightRectangle): UprightRectangle {
  const x = Math.min(a.x, b.x);
  const y = Math.min(a.y, b.y);
  return {
    x,
    y,
    width: Math.max(a.x + a.width, b.x + b.width) - x,
    height: Math.max(a.y + a.height, b.y + b.height) - y,
  };
}

function middle({ rectangle }: PageWord): number {
  return rectangle.y + rectangle.height / 2;
}
