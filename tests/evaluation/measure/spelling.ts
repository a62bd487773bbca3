import { normalizeText } from '#lib/domain/fold.ts';

const toneMarks = /[\u0300\u0301\u0303\u0309\u0323]/u;

/**
 * Case aside and with the tone on the second vowel of open `oa`, `oe`, `uy` moved to the first: both
 * spellings are right, and papers of different years have either.
 */
export function spelledAlike(text: string): string {
  return withOneTonePlace(normalizeText(text)).toLocaleLowerCase('vi');
}

/** `hoà`, `uỷ` → `hòa`, `ủy`; signs of quoting and dashes as a keyboard has them. */
export function withOneTonePlace(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[“”„]/gu, '"')
    .replace(/[’‘]/gu, "'")
    .replace(/[–—−]/gu, '-')
    .normalize('NFD')
    .replace(
      /(?<!q)([ou])([aey])([\u0300\u0301\u0303\u0309\u0323])(?!\p{L}|\p{M})/giu,
      (whole, first: string, second: string, tone: string) =>
        isOpenPair(first + second) && toneMarks.test(tone) ? `${first}${tone}${second}` : whole,
    )
    .normalize('NFC');
}

function isOpenPair(vowels: string): boolean {
  return ['oa', 'oe', 'uy'].includes(vowels.toLowerCase());
}
