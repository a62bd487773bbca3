import type { TextLayer } from '#lib/domain/text-layer.ts';
import { editDistance, similarity } from '#lib/recognition/vietnamese.ts';
import type { PageTruth } from '../truth.ts';
import { withOneTonePlace } from './spelling.ts';

/**
 * Character errors of one page. `words`: equal words pair off first, then each true word takes the
 * read word most like it, and what is left over on either side counts in full; columns may so be read
 * in any order. `blocks`: each true block against the stretch of the read text most like it, by plain
 * Levenshtein; garbage elsewhere does not count. `strict`: the whole page against the whole read text,
 * by plain Levenshtein, in whichever true order is nearer: column by column or row by row.
 *
 * Leaders (`.....`, `-----`) are no text. In `words` handwriting costs nothing, neither what was not
 * read of it nor what was read of it in one piece with the print that it touches.
 */
export type CharacterErrors = {
  characters: number;
  words: number;
  blocks: number;
  strict: number;
  wordCount: number;
  /** True words that were read exactly. */
  wordsRead: number;
};

export function measureCharacters(truth: PageTruth, layer: TextLayer): CharacterErrors {
  const printed: PrintedWord[] = [];
  const handwritten: string[] = [];
  const blocks = new Map<number, string[]>();
  for (const line of truth.lines) {
    for (const [i, word] of line.words.entries()) {
      const text = withOneTonePlace(word.text);
      if (isLeader(text)) continue;
      const touchesHandwriting = [line.words[i - 1], line.words[i + 1]].some(
        (beside) => beside?.isHandwritten === true,
      );
      if (word.isHandwritten) handwritten.push(text);
      else printed.push({ text, touchesHandwriting });
      if (!word.isHandwritten) blocks.set(line.block, [...(blocks.get(line.block) ?? []), text]);
    }
  }
  const read = layer.lines
    .flatMap((line) => line.words.map((word) => withOneTonePlace(word.text)))
    .filter((text) => !isLeader(text));
  const flow = read.join(' ');
  let inBlocks = 0;
  for (const words of blocks.values()) inBlocks += distanceToStretch(words.join(' '), flow);
  const paired = pairWords(printed, [...read], handwritten);
  return {
    characters: printed.reduce((sum, { text }) => sum + text.length, 0),
    ...paired,
    blocks: inBlocks,
    strict: Math.min(
      levenshtein([...blocks.values()].flat().join(' '), flow),
      levenshtein(rowByRow(truth), flow),
    ),
    wordCount: printed.length,
  };
}

/** Printed words as an engine that knows no columns meets them. */
function rowByRow(truth: PageTruth): string {
  const rows: { y: number; height: number; words: { x: number; text: string }[] }[] = [];
  const placed = truth.lines
    .flatMap((line) => line.words)
    .filter((word) => !word.isHandwritten && !isLeader(word.text))
    .toSorted((a, b) => a.box[1] - b.box[1]);
  for (const { text, box } of placed) {
    const [x, y, , height] = box;
    const row = rows.at(-1);
    const word = { x, text: withOneTonePlace(text) };
    if (row && y - row.y < row.height * 0.45) row.words.push(word);
    else rows.push({ y, height, words: [word] });
  }
  return rows
    .flatMap((row) => row.words.toSorted((a, b) => a.x - b.x).map((word) => word.text))
    .join(' ');
}

function isLeader(text: string): boolean {
  return /^[.…_·=~*-]{3,}$/u.test(text) || /^[.…·]{2,}$/u.test(text);
}

type PrintedWord = { text: string; touchesHandwriting: boolean };

function pairWords(
  wanted: readonly PrintedWord[],
  read: string[],
  handwritten: readonly string[],
): { words: number; wordsRead: number } {
  const missing = wanted.filter(({ text }) => !removeOne(read, text));
  for (const word of handwritten) removeOne(read, word);
  const pairs = missing
    .flatMap((word, i) => read.map((text, j) => ({ i, j, score: similarity(word.text, text) })))
    .filter(({ score }) => score > 0.3)
    .sort((a, b) => b.score - a.score);
  const freeWords = new Set(missing.keys());
  const freeTexts = new Set(read.keys());
  let errors = 0;
  for (const { i, j } of pairs) {
    if (!freeWords.has(i) || !freeTexts.has(j)) continue;
    const { text = '', touchesHandwriting = false } = missing[i] ?? {};
    const measure = touchesHandwriting ? distanceToStretch : editDistance;
    errors += measure(text, read[j] ?? '');
    freeWords.delete(i);
    freeTexts.delete(j);
  }
  for (const i of freeWords) errors += missing[i]?.text.length ?? 0;
  for (const j of freeTexts) errors += read[j]?.length ?? 0;
  return { words: errors, wordsRead: wanted.length - missing.length };
}

function removeOne(words: string[], word: string): boolean {
  const at = words.indexOf(word);
  if (at >= 0) words.splice(at, 1);
  return at >= 0;
}

/** Least edits that turn `text` into some stretch of `whole` (Sellers' algorithm). */
export function distanceToStretch(text: string, whole: string): number {
  return lastRow(text, whole, true).reduce((least, value) => Math.min(least, value), text.length);
}

export function levenshtein(a: string, b: string): number {
  return lastRow(a, b, false).at(-1) ?? a.length;
}

function lastRow(a: string, b: string, isFreeStart: boolean): Int32Array {
  let row = Int32Array.from({ length: b.length + 1 }, (_, j) => (isFreeStart ? 0 : j));
  let next = new Int32Array(b.length + 1);
  for (let i = 1; i <= a.length; i += 1) {
    const letter = a.charCodeAt(i - 1);
    next[0] = i;
    for (let j = 1; j <= b.length; j += 1) {
      const changed = (row[j - 1] ?? 0) + (b.charCodeAt(j - 1) === letter ? 0 : 1);
      const longer = Math.min(row[j] ?? 0, next[j - 1] ?? 0) + 1;
      next[j] = changed < longer ? changed : longer;
    }
    [row, next] = [next, row];
  }
  return row;
}
