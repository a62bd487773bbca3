import type { Box, TextLayer, TextLine, Word } from '#lib/domain/text-layer.ts';
import { documentText, unionBox } from './document-text.ts';
import { findCapacity } from './fields/signer.ts';
import { isTitleCase } from './vietnamese.ts';
import { partOfLine } from './reading/line-part.ts';
import { mergeReadings } from './reading/merge-readings.ts';
import { meanConfidence } from './to-text-layer.ts';

/** How far below the position the name stands at most, and how wide the column is, of the page. */
const DEPTH = 0.18;
const WIDTH = 0.36;
/** Words read worse than this among seal and signature are taken for strokes. */
const LEGIBLE = 70;
/** And so even in a line by itself. */
const STROKE = 35;

/** Where position, seal, signature and name of the one who signs stand; `null` where nobody does. */
export function signatureZone(layer: TextLayer): Box | null {
  const [page = []] = documentText([layer]).pages;
  const capacity = findCapacity(page);
  if (!capacity) return null;
  const lines = unionBox(capacity.lines.map((line) => line.box));
  const lineHeight = capacity.lines[0]?.box.height ?? 0;
  const width = Math.max(layer.widthPx * WIDTH, lines.width * 1.1);
  const x = Math.max(0, Math.round(lines.x + lines.width / 2 - width / 2));
  const y = Math.max(0, Math.round(lines.y - lineHeight * 0.6));
  const right = Math.min(layer.widthPx, Math.round(x + width));
  const bottom = Math.min(
    layer.heightPx,
    Math.round(lines.y + lines.height + layer.heightPx * DEPTH),
  );
  return { x, y, width: right - x, height: bottom - y };
}

/** Not when everything there was read clearly and ends with a name. */
export function isWorthReadingAgain(layer: TextLayer, zone: Box): boolean {
  const words = layer.lines
    .flatMap((line) => line.words)
    .filter((word) => isInside(word.box, zone));
  if (words.some((word) => word.confidence < 85)) return true;
  const last = layer.lines
    .map((line) => line.words.filter((word) => isInside(word.box, zone)))
    .findLast((line) => line.length > 0);
  return !last || last.length < 2 || !isTitleCase(last.map((word) => word.text).join(' '));
}

/**
 * The layer with the lines of a second reading where they are the better ones; what was read there
 * first and is not legible goes, for strokes of pen and seal come out as doubtful signs.
 */
export function replaceZone(layer: TextLayer, zone: Box, second: readonly TextLine[]): TextLayer {
  const isWithin = (word: Word) => isInside(word.box, zone);
  const inside = layer.lines
    .map((line) => partOfLine(line, isWithin))
    .filter((line) => line !== null);
  const printed = second
    .map((line) => partOfLine(line, (word) => word.confidence >= STROKE))
    .filter((line) => line !== null);
  const merged = mergeReadings(inside, printed);
  if (merged.every((line) => inside.includes(line))) return layer;

  const signed = merged
    .map((line) =>
      inside.includes(line) ? partOfLine(line, (word) => word.confidence >= LEGIBLE) : line,
    )
    .filter((line) => line !== null)
    .sort((a, b) => a.box.y + a.box.height - (b.box.y + b.box.height));
  const first = layer.lines.findIndex((line) => line.words.every(isWithin));
  const rest = layer.lines.map((line) => partOfLine(line, (word) => !isWithin(word)));
  const at = first < 0 ? rest.length : first;
  const lines = [...rest.slice(0, at + 1), ...signed, ...rest.slice(at + 1)].filter(
    (line) => line !== null,
  );
  return { ...layer, lines, meanConfidence: meanConfidence(lines) };
}

function isInside(box: Box, zone: Box): boolean {
  const x = box.x + box.width / 2;
  const y = box.y + box.height / 2;
  return x >= zone.x && x < zone.x + zone.width && y >= zone.y && y < zone.y + zone.height;
}

/** A line read in a part of the page, as it stands on the page. */
export function movedBy(line: TextLine, { x, y }: { x: number; y: number }): TextLine {
  const shift = (box: Box): Box => ({ ...box, x: box.x + x, y: box.y + y });
  const { x0, y0, x1, y1 } = line.baseline;
  return {
    words: line.words.map((word) => ({ ...word, box: shift(word.box) })),
    box: shift(line.box),
    baseline: { x0: x0 + x, y0: y0 + y, x1: x1 + x, y1: y1 + y },
  };
}
