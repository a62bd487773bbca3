import type { Box, TextLayer, TextLine, Word } from '#lib/domain/text-layer.ts';
import { documentText } from './document-text.ts';
import { findCapacity } from './fields/signer.ts';
import { unionBox } from './document-text.ts';
import { isTitleCase } from './vietnamese.ts';
import { meanConfidence } from './to-text-layer.ts';

/** How far below the position the name stands at most, and how wide the column is, of the page. */
const DEPTH = 0.18;
const WIDTH = 0.36;

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
 * The layer with the second reading of a zone in the place of the first, if that shows more
 * legible letters. `second` is in pixels of the zone.
 */
export function replaceZone(layer: TextLayer, zone: Box, second: TextLayer): TextLayer {
  const inside = layer.lines
    .flatMap((line) => line.words)
    .filter((word) => isInside(word.box, zone));
  const replacement = second.lines.map((line) => moved(line, zone));
  if (legibleLetters(replacement.flatMap((line) => line.words)) <= legibleLetters(inside))
    return layer;

  const kept = layer.lines.map((line) => withoutZone(line, zone));
  const firstHit = layer.lines.findIndex((line) =>
    line.words.some((word) => isInside(word.box, zone)),
  );
  const at = firstHit < 0 ? kept.length : firstHit + (kept[firstHit] === null ? 0 : 1);
  const lines = [...kept.slice(0, at), ...replacement, ...kept.slice(at)].filter(
    (line) => line !== null,
  );
  return { ...layer, lines, meanConfidence: meanConfidence(lines) };
}

function isInside(box: Box, zone: Box): boolean {
  const x = box.x + box.width / 2;
  const y = box.y + box.height / 2;
  return x >= zone.x && x < zone.x + zone.width && y >= zone.y && y < zone.y + zone.height;
}

function withoutZone(line: TextLine, zone: Box): TextLine | null {
  const words = line.words.filter((word) => !isInside(word.box, zone));
  if (words.length === line.words.length) return line;
  if (words.length === 0) return null;
  return { ...line, words, box: unionBox(words.map((word) => word.box)) };
}

function moved(line: TextLine, { x, y }: Box): TextLine {
  const shift = (box: Box): Box => ({ ...box, x: box.x + x, y: box.y + y });
  const { x0, y0, x1, y1 } = line.baseline;
  return {
    words: line.words.map((word) => ({ ...word, box: shift(word.box) })),
    box: shift(line.box),
    baseline: { x0: x0 + x, y0: y0 + y, x1: x1 + x, y1: y1 + y },
  };
}

/** Letters in words read well; strokes of pen and seal come out as signs and doubtful letters. */
function legibleLetters(words: readonly Word[]): number {
  return words
    .filter((word) => word.confidence >= 70)
    .reduce((sum, word) => sum + (word.text.match(/\p{L}/gu)?.length ?? 0) * word.confidence, 0);
}
