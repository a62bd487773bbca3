/**
 * Whether a word can be a Vietnamese syllable: onset, rime and tone that the orthography allows
 * (Quốc ngữ; both ways to place the tone, `hòa` and `hoà`). Case does not matter.
 */
export function isSyllable(word: string): boolean {
  const { bare, tone, tones } = takeTone(word.toLowerCase());
  if (tones > 1) return false;
  for (const onset of onsetsOf(bare)) {
    const rime = bare.slice(onset.length);
    if (isRimeAfter(onset, rime) && (tone !== 'free' || !rime.match(STOP))) return true;
  }
  return false;
}

/** Syllables that stop short bear the acute or the dot below, and no other tone. */
const STOP = /(?:c|ch|p|t)$/u;
/** Grave, tilde, hook; the acute and the dot below are the tones of stopped syllables. */
const FREE_TONE = /[\u0300\u0303\u0309]/gu;
const STOPPED_TONE = /[\u0301\u0323]/gu;

/** `bare` keeps the marks that make other letters (ă â ê ô ơ ư đ) and loses the tone. */
function takeTone(word: string): { bare: string; tone: 'free' | 'stopped'; tones: number } {
  const parts = word.normalize('NFD');
  const stopped = parts.match(STOPPED_TONE)?.length ?? 0;
  const free = parts.match(FREE_TONE)?.length ?? 0;
  return {
    bare: parts.replace(FREE_TONE, '').replace(STOPPED_TONE, '').normalize('NFC'),
    tone: stopped > 0 ? 'stopped' : 'free',
    tones: stopped + free,
  };
}

const onsets = [
  ...['ngh', 'ng', 'nh', 'ch', 'gh', 'gi', 'kh', 'ph', 'qu', 'th', 'tr'],
  ...['b', 'c', 'd', 'đ', 'g', 'h', 'k', 'l', 'm', 'n', 'p', 'r', 's', 't', 'v', 'x', ''],
];

function onsetsOf(bare: string): string[] {
  return onsets.filter((onset) => bare.startsWith(onset));
}

/** Rimes by their vowels, with the endings that each can have. */
const endingsOf: Record<string, string> = {
  a: '- c ch i m n ng nh o p t u y',
  ă: 'c m n ng p t',
  â: 'c m n ng p t u y',
  e: '- c m n ng o p t',
  ê: '- ch m n nh p t u',
  i: '- a ch m n nh p t u',
  iê: 'c m n ng p t u',
  o: '- c i m n ng p t',
  oa: '- c ch i m n ng nh o p t y',
  oă: 'c m n ng t',
  oe: '- m n o t',
  oo: 'c ng',
  ô: '- c i m n ng p t',
  ơ: '- i m n p t',
  u: '- a c i m n ng p t y',
  uâ: 'n ng t y',
  uê: '- ch nh',
  uô: 'c i m n ng t',
  uơ: '-',
  uy: '- a ch n nh p t u',
  uyê: 'n t',
  ư: '- a c i m n ng t u',
  ươ: 'c i m n ng p t u',
  y: '- m n nh t',
  yê: 'm n ng t u',
};

const rimes = new Set(
  Object.entries(endingsOf).flatMap(([vowels, endings]) =>
    endings.split(' ').map((ending) => vowels + (ending === '-' ? '' : ending)),
  ),
);

/** `qu` carries the rounding itself: `quan` is q + oan. */
const roundedRimes = new Set(
  [...rimes]
    .filter((rime) => /^[aăâeêiơy]/u.test(rime) && !/^i[aê]/u.test(rime))
    .concat('ôc', 'yên', 'yêt'),
);

const isFront = (rime: string) => /^[eêiy]/u.test(rime);

function isRimeAfter(onset: string, rime: string): boolean {
  if (onset === 'qu') return roundedRimes.has(rime);
  if (!rimes.has(rime)) return false;
  switch (onset) {
    case 'k':
    case 'gh':
    case 'ngh':
      return isFront(rime);
    case 'c':
    case 'ng':
      return !isFront(rime);
    case 'g':
      return !/^[eêy]/u.test(rime);
    case 'p':
      // Loan words and names of peoples and places only: Pa, Pắc, Pó, Păng.
      return true;
    default:
      return onset === '' || !rime.startsWith('yê');
  }
}
