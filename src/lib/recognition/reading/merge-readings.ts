import type { Box, TextLine } from '#lib/domain/text-layer.ts';
import { legibility } from './legibility.ts';

/** A second reading must be this much better to take the place of the first. */
const CLEARLY_BETTER = 1.02;
/** Characters that a place must gain at least. */
const LEAST_GAIN = 0.4;
/** Lines are of one place when they share this much of the lower one's height. */
const SHARED_HEIGHT = 0.5;

/**
 * The better of two readings of the same frame for every place of the page: lines of both that
 * cover each other make one place, which is taken whole from one of them. Lines that only the
 * second reading has come in where they stand, if they are legible.
 */
export function mergeReadings(first: readonly TextLine[], second: readonly TextLine[]): TextLine[] {
  const chosen = placesOf(first, second).map((place) => ({
    order: orderOf(place, first),
    lines: isSecondBetter(place) ? place.second : place.first,
  }));
  return chosen.sort((a, b) => a.order - b.order).flatMap(({ lines }) => lines);
}

type Place = { first: TextLine[]; second: TextLine[] };

function isSecondBetter({ first, second }: Place): boolean {
  if (second.length === 0) return false;
  const own = legibility(first);
  return legibility(second) > own + Math.max(Math.abs(own) * (CLEARLY_BETTER - 1), LEAST_GAIN);
}

/** Lines of both readings, put together where they cover each other, directly or by a third. */
function placesOf(first: readonly TextLine[], second: readonly TextLine[]): Place[] {
  const places: Place[] = first.map((line) => ({ first: [line], second: [] }));
  for (const line of second) {
    const hit = places.filter((place) => place.first.some((other) => isSamePlace(line, other)));
    const [home, ...others] = hit;
    if (!home) {
      places.push({ first: [], second: [line] });
      continue;
    }
    home.second.push(line);
    for (const other of others) {
      home.first.push(...other.first);
      home.second.push(...other.second);
      places.splice(places.indexOf(other), 1);
    }
  }
  return places;
}

function isSamePlace(a: TextLine, b: TextLine): boolean {
  const shared = overlap(a.box.y, a.box.height, b.box.y, b.box.height);
  if (shared < SHARED_HEIGHT * Math.min(a.box.height, b.box.height)) return false;
  return a.words.some(({ box }) => b.words.some((word) => sharesWidth(box, word.box)));
}

function sharesWidth(a: Box, b: Box): boolean {
  return overlap(a.x, a.width, b.x, b.width) > 0.3 * Math.min(a.width, b.width);
}

function overlap(a: number, lengthA: number, b: number, lengthB: number): number {
  return Math.min(a + lengthA, b + lengthB) - Math.max(a, b);
}

/** Where a place stands among the lines of the first reading. */
function orderOf(place: Place, first: readonly TextLine[]): number {
  const [own] = place.first;
  if (own) return first.indexOf(own);
  const box = place.second[0]?.box;
  if (!box) return first.length;
  const above = first.findLastIndex(
    (line) =>
      line.box.y + line.box.height / 2 <= box.y + box.height / 2 &&
      overlap(line.box.x, line.box.width, box.x, box.width) > 0,
  );
  return above + 0.5;
}
