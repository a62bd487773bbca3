import type { Box, TextLayer, TextLine } from '#lib/domain/text-layer.ts';
import { unionBox } from '../document-text.ts';
import { isPlausible, lineConfidence } from './legibility.ts';

/** A line below this is worth another look at its place. */
const DOUBTFUL_LINE = 80;
/** The letterhead with number and date takes the top of the first page (NĐ 30/2020 PL I). */
const HEADER_SHARE = 0.3;
/** Names, numbers and dates stand there: less doubt is borne. */
const DOUBTFUL_HEADER_LINE = 88;
/** Room around a line: its accents and the letters that were missed at its ends. */
const ROOM = 0.35;

/** Where lines were read with doubt: one box for each run of neighbouring lines. */
export function doubtfulPlaces(layer: TextLayer): Box[] {
  const places: Box[] = [];
  let run: TextLine[] = [];
  for (const line of layer.lines) {
    const last = run.at(-1);
    if (!isDoubtful(line, layer)) continue;
    if (last && !isNext(last, line)) {
      places.push(placeOf(run, layer));
      run = [];
    }
    run.push(line);
  }
  if (run.length > 0) places.push(placeOf(run, layer));
  return places;
}

function isDoubtful(line: TextLine, layer: TextLayer): boolean {
  const isHeader = line.box.y < layer.heightPx * HEADER_SHARE;
  const least = isHeader ? DOUBTFUL_HEADER_LINE : DOUBTFUL_LINE;
  if (lineConfidence(line) < least) return true;
  return line.words.some((word) => word.confidence < 60 && !isPlausible(word.text));
}

function isNext(upper: TextLine, lower: TextLine): boolean {
  const height = Math.max(upper.box.height, lower.box.height);
  const gap = lower.box.y - (upper.box.y + upper.box.height);
  return gap < height && gap > -height * 0.7 && sharesColumn(upper.box, lower.box);
}

function sharesColumn(a: Box, b: Box): boolean {
  return Math.min(a.x + a.width, b.x + b.width) > Math.max(a.x, b.x);
}

function placeOf(lines: readonly TextLine[], page: TextLayer): Box {
  const box = unionBox(lines.map((line) => line.box));
  const room = Math.round((lines[0]?.box.height ?? 0) * ROOM);
  const x = Math.max(0, Math.floor(box.x - room * 2));
  const y = Math.max(0, Math.floor(box.y - room));
  return {
    x,
    y,
    width: Math.min(page.widthPx, Math.ceil(box.x + box.width + room * 2)) - x,
    height: Math.min(page.heightPx, Math.ceil(box.y + box.height + room)) - y,
  };
}
