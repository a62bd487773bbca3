/** Beginnings, vowels and endings of written Vietnamese syllables, without tone marks. */
const syllable =
  /^(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnpqrstvx])?(?:uyê|uya|iêu|yêu|oai|oay|oeo|uây|uôi|ươi|ươu|uyu|uêu|iê|yê|uô|ươ|oa|oă|oe|uâ|uê|uơ|uy|ai|ao|au|ay|âu|ây|eo|êu|ia|iu|oi|ôi|ơi|ua|ui|ưa|ưi|ưu|oo|ua|ue|[aăâeêioôơuưy])(?:ng|nh|ch|[cmnpt])?$/u;
const tones = /[\u0300\u0301\u0303\u0309\u0323]/gu;
const stopped = /(?:ch|[cpt])$/u;

/**
 * Whether a word can be one Vietnamese syllable: `nguÿýễn`, `rgô` and `đieu` with a lost hook are
 * none or other ones. Syllables that end in c, ch, p or t have one of two tones only.
 */
export function isSyllable(word: string): boolean {
  const spread = word.normalize('NFD').toLowerCase();
  const marks = spread.match(tones) ?? [];
  const plain = spread.replace(tones, '').normalize('NFC');
  if (marks.length > 1 || !syllable.test(plain)) return false;
  return !stopped.test(plain) || /[\u0301\u0323]/u.test(marks[0] ?? '');
}

/** How many words are letters but no syllable; abbreviations in capitals are none of them. */
export function oddWords(text: string): number {
  return text
    .split(/[\s\-–/,.;:"()“”]+/u)
    .filter((word) => /^\p{L}+$/u.test(word) && !/^\p{Lu}+$/u.test(word))
    .filter((word) => !isSyllable(word)).length;
}
