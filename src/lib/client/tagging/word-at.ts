import type { Box, Point, TextLayer, TextLine, Word } from '#lib/domain/text-layer.ts';
import { normalizeText } from '#lib/domain/fold.ts';

/** Text that a click or a drag over the page picks up, with the places of its words. */
export type PickedText = { text: string; boxes: readonly Box[] };

/** The word under a point of the page frame; a touch beside it counts. */
export function wordAt(layer: TextLayer, point: Point): PickedText | null {
  const place = placeAt(layer, point);
  const word = place && layer.lines[place.line]?.words[place.word];
  return word ? picked([word]) : null;
}

/**
 * From the word under one point to the word under another, in reading order, as text is selected in a
 * letter; a column beside them is left out. `null` where one of the points is on no word.
 */
export function wordsBetween(layer: TextLayer, from: Point, to: Point): PickedText | null {
  const [first, last] = [placeAt(layer, from), placeAt(layer, to)].toSorted(inReadingOrder);
  if (!first || !last) return null;
  const ends = [layer.lines[first.line], layer.lines[last.line]].flatMap((line) => line ?? []);
  const words = layer.lines.slice(first.line, last.line + 1).flatMap((line, place) => {
    if (!ends.some((end) => isAbove(end.box, line.box))) return [];
    const start = place === 0 ? first.word : 0;
    const end = place === last.line - first.line ? last.word + 1 : line.words.length;
    return line.words.slice(start, end);
  });
  return picked(words);
}

/** The words whose middle lies in a rectangle, in reading order. */
export function wordsIn(layer: TextLayer, area: Box): PickedText | null {
  const words = layer.lines.flatMap((line) => wordsOfLine(line, area));
  return words.length === 0 ? null : picked(words);
}

function picked(words: readonly Word[]): PickedText {
  return {
    text: normalizeText(words.map((word) => word.text).join(' ')),
    boxes: words.map((word) => word.box),
  };
}

type Place = { line: number; word: number };

function placeAt(layer: TextLayer, point: Point): Place | null {
  for (const [line, { box, words }] of layer.lines.entries()) {
    if (!contains(box, point)) continue;
    const word = words.findIndex((each) => contains(each.box, point));
    if (word >= 0) return { line, word };
  }
  return null;
}

function inReadingOrder(a: Place | null, b: Place | null): number {
  if (!a || !b) return 0;
  return a.line - b.line || a.word - b.word;
}

/** Whether one box lies over or under the other, rather than beside it. */
function isAbove(box: Box, other: Box): boolean {
  return box.x < other.x + other.width && other.x < box.x + box.width;
}

function wordsOfLine(line: TextLine, area: Box) {
  return line.words.filter(({ box }) =>
    contains(area, { x: box.x + box.width / 2, y: box.y + box.height / 2 }),
  );
}

function contains(box: Box, point: Point): boolean {
  const slack = 2;
  return (
    point.x >= box.x - slack &&
    point.y >= box.y - slack &&
    point.x <= box.x + box.width + slack &&
    point.y <= box.y + box.height + slack
  );
}
