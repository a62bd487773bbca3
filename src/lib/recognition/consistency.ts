import type { Passage, PlacedWord } from './document-text.ts';
import { knownPair } from './phrasebook.ts';
import { foldInPlace } from './vietnamese.ts';

/** Words read worse than this are compared with the rest of the document. */
const DOUBTFUL = 90;

/**
 * Repairs diacritics by the document itself: a doubtful word takes the spelling that the same pair
 * of words has elsewhere, read well (`thu hôi` at 76 beside `thu hồi` at 96). Nothing else is
 * changed: letters, digits and words that stand once stay as they were read, and so does what was
 * read well, for a document may rightly have `hàng tháng` and `hằng tháng`.
 */
export function wordRepair(flow: Passage): (words: readonly PlacedWord[]) => PlacedWord[] {
  const spellings = new Map<string, PlacedWord>();
  flow.words.forEach((word, i) => {
    if (word.confidence < DOUBTFUL) return;
    for (const key of pairKeys(flow.words[i - 1], word, flow.words[i + 1])) {
      const known = spellings.get(key);
      if (!known || known.confidence < word.confidence) spellings.set(key, word);
    }
  });
  return (words) =>
    byPhrasebook(
      words.map((word, i) => {
        if (word.confidence >= DOUBTFUL) return word;
        const keys = pairKeys(words[i - 1], word, words[i + 1]);
        const known = keys.map((key) => spellings.get(key)).find((found) => found !== undefined);
        return known ? respelled(word, known) : word;
      }),
    );
}

/** Pairs that have one spelling only get it, however surely they were read otherwise. */
function byPhrasebook(words: readonly PlacedWord[]): PlacedWord[] {
  const spelled = [...words];
  for (let i = 0; i + 1 < spelled.length; i += 1) {
    const [first, second] = [spelled[i], spelled[i + 1]];
    if (!first || !second || /[.,;:)]$/u.test(first.text)) continue;
    const pair = knownPair(plainLetters(first), plainLetters(second));
    if (!pair) continue;
    spelled[i] = respelled(first, { ...first, text: pair[0] });
    spelled[i + 1] = respelled(second, { ...second, text: pair[1] });
  }
  return spelled;
}

/** Either place of the tone mark is left as it was printed: `hóa`, `hoá`. */
const tonePlaces = /[oòóỏõọuùúủũụ][aàáảãạeèéẻẽẹyỳýỷỹỵ]$/iu;

function plainLetters(word: PlacedWord): string {
  return word.text.replace(/[^\p{L}]/gu, '');
}

function pairKeys(before: PlacedWord | undefined, word: PlacedWord, after: PlacedWord | undefined) {
  const own = plain(word);
  if (own === '' || /\d/u.test(own)) return [];
  const keys = [];
  if (before) keys.push(`${plain(before)} ${own}<`);
  if (after) keys.push(`>${own} ${plain(after)}`);
  return keys;
}

function plain(word: PlacedWord): string {
  return foldInPlace(word.text).replace(/[^a-z0-9]/gu, '');
}

/** The letters of `known` in the case and with the signs of `word`. */
function respelled(word: PlacedWord, known: PlacedWord): PlacedWord {
  const letters = [...known.text.replace(/[^\p{L}]/gu, '')];
  const isPlain = letters.length === [...word.text.replace(/[^\p{L}]/gu, '')].length;
  if (!isPlain || isSameButTonePlace(word.text, known.text)) return word;
  const text = word.text.replace(/\p{L}/gu, (letter) => {
    const next = letters.shift() ?? letter;
    return /\p{Lu}/u.test(letter) ? next.toUpperCase() : next.toLowerCase();
  });
  return { ...word, text, confidence: Math.max(word.confidence, known.confidence - 3) };
}

function isSameButTonePlace(a: string, b: string): boolean {
  const bare = (text: string) =>
    text
      .toLowerCase()
      .normalize('NFD')
      .replace(/[^\p{L}\p{Mn}]/gu, '');
  const sorted = (text: string) => [...bare(text)].sort().join('');
  return tonePlaces.test(a.replace(/[^\p{L}]+$/u, '')) && sorted(a) === sorted(b);
}
