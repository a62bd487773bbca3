import { foldDiacritics } from '#lib/domain/fold.ts';

/** A stretch of text, matched or not; the parts join to the whole text. */
export type TextPart = { text: string; isMatch: boolean };

/**
 * Where the words of a search stand in a text, without regard to diacritics and case: at the
 * beginning of words, and short ones (under three letters) only as whole words.
 */
export function matchWords(text: string, query: string): TextPart[] {
  const words = foldDiacritics(query)
    .split(' ')
    .filter((word) => word !== '');
  const letters = [...text.normalize('NFC')];
  if (words.length === 0 || letters.length === 0) return [{ text, isMatch: false }];
  const folded = letters.map(foldLetter);
  const isMatched = new Array<boolean>(letters.length).fill(false);
  for (const word of words) markWord(folded, word, isMatched);
  return join(letters, isMatched);
}

/** One letter stays one letter, so that places in the folded text are places in the text. */
function foldLetter(letter: string): string {
  return /\s/u.test(letter) ? ' ' : foldDiacritics(letter).slice(0, 1) || letter;
}

function markWord(folded: readonly string[], word: string, isMatched: boolean[]): void {
  const text = folded.join('');
  if (text.length !== folded.length) return;
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) {
    const end = at + word.length;
    const isWhole = !isWordSign(text.charAt(end));
    const isStart = !isWordSign(text.charAt(at - 1));
    if (isStart && (isWhole || word.length > 2)) isMatched.fill(true, at, end);
  }
}

function isWordSign(sign: string): boolean {
  return /[\p{L}\p{N}]/u.test(sign);
}

function join(letters: readonly string[], isMatched: readonly boolean[]): TextPart[] {
  const parts: TextPart[] = [];
  letters.forEach((letter, index) => {
    const last = parts.at(-1);
    const isMatch = isMatched[index] === true;
    if (last !== undefined && last.isMatch === isMatch) last.text += letter;
    else parts.push({ text: letter, isMatch });
  });
  return parts;
}
