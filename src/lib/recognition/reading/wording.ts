import { normalizeText } from '#lib/domain/fold.ts';
import { foldInPlace } from '../vietnamese.ts';
import { administrativeWording } from './administrative-wording.ts';

/** Two neighbouring syllables as they are spelled, in small letters. */
export type Pair = {
  first: string;
  second: string;
  /** Both begin with a capital, as names of people and places do. */
  isName: boolean;
  /** A compound of administrative Vietnamese, not just neighbours in some title. */
  isCompound: boolean;
};

/** They stand beside anything and say nothing about the marks of their neighbours. */
const functionWords = new Set('và của các những theo được cho trong trên tại về là'.split(' '));

/**
 * Which syllables stand beside which: the wording of administration, and what the unit's own
 * catalogue knows (procedures, agencies, places, people).
 */
export class Wording {
  readonly #byFolded = new Map<string, Pair[]>();

  constructor(knownWords: readonly string[] = []) {
    for (const phrase of administrativeWording) this.#learn(phrase, true);
    for (const phrase of knownWords) this.#learn(normalizeText(phrase), false);
  }

  /** The pairs whose letters are those of the two words, marks and case aside. */
  pairsLike(first: string, second: string): readonly Pair[] {
    return this.#byFolded.get(keyOf(first, second)) ?? [];
  }

  has(first: string, second: string): boolean {
    return this.pairsLike(first, second).some(
      (pair) => pair.first === first.toLowerCase() && pair.second === second.toLowerCase(),
    );
  }

  #learn(phrase: string, isCompound: boolean): void {
    // Capitals tell nothing about names, and pairs do not reach across punctuation.
    for (const part of phrase.split(/[^\p{L} ]+/u)) {
      const words = part.split(' ').filter((word) => word !== '');
      words.slice(1).forEach((second, i) => this.#learnPair(words[i] ?? '', second, isCompound));
    }
  }

  #learnPair(first: string, second: string, isCompound: boolean): void {
    const pair = {
      first: first.toLowerCase(),
      second: second.toLowerCase(),
      isName: isCapitalized(first) && isCapitalized(second),
      isCompound,
    };
    if (functionWords.has(pair.first) || functionWords.has(pair.second)) return;
    const key = keyOf(first, second);
    const known = this.#byFolded.get(key) ?? [];
    const same = known.find((other) => other.first === pair.first && other.second === pair.second);
    if (same) {
      same.isName ||= pair.isName;
      same.isCompound ||= isCompound;
    } else this.#byFolded.set(key, [...known, pair]);
  }
}

export function isCapitalized(word: string): boolean {
  return /^\p{Lu}/u.test(word);
}

function keyOf(first: string, second: string): string {
  return `${foldInPlace(first)} ${foldInPlace(second)}`;
}
