import type { TextLine, Word } from '#lib/domain/text-layer.ts';
import { isSyllable } from './syllables.ts';

/** At this confidence a word is as likely guessed as read. */
const GUESSED = 40;
/** What a word counts that no Vietnamese syllable, number or notation explains. */
const IMPLAUSIBLE_SHARE = 0.5;

/**
 * How much was read, in characters: each word counts by its length and its confidence, and less
 * when it cannot be Vietnamese. Signs that were guessed count against the reading.
 */
export function legibility(lines: readonly TextLine[]): number {
  return lines.flatMap((line) => line.words).reduce((sum, word) => sum + worth(word), 0);
}

/** Share of its characters that a reading must be worth: the other side shining through has less. */
const LEGIBLE_SHARE = 0.25;

/** Whether anything was read at all, rather than strokes, dust, or print in mirror writing. */
export function isLegible(lines: readonly TextLine[]): boolean {
  const characters = lines
    .flatMap((line) => line.words)
    .reduce((sum, word) => sum + word.text.length, 0);
  return legibility(lines) > characters * LEGIBLE_SHARE;
}

function worth(word: Word): number {
  const length = word.text.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
  const certainty = (word.confidence - GUESSED) / (100 - GUESSED);
  if (length === 0) return Math.min(0, certainty) * word.text.length;
  if (certainty <= 0) return certainty * length * 0.5;
  return certainty * length * (isPlausible(word.text) ? 1 : IMPLAUSIBLE_SHARE);
}

/** A Vietnamese syllable, a number, or capitals as in notations: nothing that looks like noise. */
export function isPlausible(text: string): boolean {
  const parts = text.split(/[^\p{L}\p{N}]+/u).filter((part) => part !== '');
  return parts.every(
    (part) =>
      isSyllable(part) || /^\p{N}+\p{L}?$/u.test(part) || /^\p{Lu}{1,9}\p{N}{0,2}$/u.test(part),
  );
}

/** Mean confidence of a line, weighted by characters; 0 without words. */
export function lineConfidence(line: TextLine): number {
  let weight = 0;
  let sum = 0;
  for (const { text, confidence } of line.words) {
    weight += text.length;
    sum += text.length * confidence;
  }
  return weight === 0 ? 0 : sum / weight;
}
