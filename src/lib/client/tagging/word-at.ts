import type { Box, TextLayer, TextLine } from '#lib/domain/text-layer.ts';
import { normalizeText } from '#lib/domain/fold.ts';

/** Text that a click or a drag over the page picks up. */
export type PickedText = { text: string; box: Box };

/** The word under a point of the page frame; a touch beside it counts. */
export function wordAt(layer: TextLayer, point: { x: number; y: number }): PickedText | null {
  for (const line of layer.lines) {
    if (!contains(line.box, point)) continue;
    const word = line.words.find(({ box }) => contains(box, point));
    if (word) return { text: normalizeText(word.text), box: word.box };
  }
  return null;
}

/** The words whose middle lies in a rectangle, in reading order. */
export function wordsIn(layer: TextLayer, area: Box): PickedText | null {
  const words = layer.lines.flatMap((line) => wordsOfLine(line, area));
  if (words.length === 0) return null;
  return {
    text: normalizeText(words.map((word) => word.text).join(' ')),
    box: words.map((word) => word.box).reduce(union),
  };
}

function wordsOfLine(line: TextLine, area: Box) {
  return line.words.filter(({ box }) =>
    contains(area, { x: box.x + box.width / 2, y: box.y + box.height / 2 }),
  );
}

function contains(box: Box, point: { x: number; y: number }): boolean {
  const slack = 2;
  return (
    point.x >= box.x - slack &&
    point.y >= box.y - slack &&
    point.x <= box.x + box.width + slack &&
    point.y <= box.y + box.height + slack
  );
}

function union(a: Box, b: Box): Box {
  const x = Math.min(a.x, b.x);
  const y = Math.min(a.y, b.y);
  return {
    x,
    y,
    width: Math.max(a.x + a.width, b.x + b.width) - x,
    height: Math.max(a.y + a.height, b.y + b.height) - y,
  };
}
