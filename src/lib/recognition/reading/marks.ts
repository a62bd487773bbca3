/** What small print blurs: the shape of the vowel and the tone on it, each on its own. */
const toneMarks = /[\u0300\u0301\u0303\u0309\u0323]/gu;

/**
 * How many of a syllable's marks differ between two spellings of the same letters: the tone counts
 * one, each letter of another shape (o ô ơ, a ă â, d đ …) one. `Infinity` for other letters.
 */
export function markDistance(a: string, b: string): number {
  const left = takeApart(a);
  const right = takeApart(b);
  if (left.letters.length !== right.letters.length) return Infinity;
  let distance = left.tone === right.tone ? 0 : 1;
  for (const [i, letter] of left.letters.entries()) {
    const other = right.letters[i] ?? '';
    if (letter === other) continue;
    if (baseOf(letter) !== baseOf(other)) return Infinity;
    distance += 1;
  }
  return distance;
}

function takeApart(syllable: string): { letters: string[]; tone: string } {
  const parts = syllable.toLowerCase().normalize('NFD');
  return {
    letters: [...parts.replace(toneMarks, '').normalize('NFC')],
    tone: parts.match(toneMarks)?.join('') ?? '',
  };
}

function baseOf(letter: string): string {
  if (letter === 'đ' || letter === 'ð') return 'd';
  return letter.normalize('NFD').charAt(0);
}
