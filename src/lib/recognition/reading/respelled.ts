import type { Word } from '#lib/domain/text-layer.ts';

/** A correction is never surer than this, nor surer than the engine was by far. */
const CORRECTED_CONFIDENCE = 88;

/** A word put right; what was read stays with it as `asRead`. */
export function respelled(word: Word, text: string): Word {
  const confidence = Math.min(CORRECTED_CONFIDENCE, Math.max(word.confidence, 70));
  return { ...word, text, confidence, asRead: word.asRead ?? word.text };
}

/** One word of two that were run together, at `at` characters; its box is parted by their share. */
export function parted(word: Word, at: number): [Word, Word] {
  const { x, width } = word.box;
  const left = width * (at / word.text.length);
  return [
    { ...word, text: word.text.slice(0, at), box: { ...word.box, width: left } },
    { ...word, text: word.text.slice(at), box: { ...word.box, x: x + left, width: width - left } },
  ];
}
