import { sql, type RawBuilder } from 'kysely';
import { foldDiacritics, normalizeText } from '#lib/domain/fold.ts';

/** PostgreSQL refuses a tsvector above 1 MB; a document of 500 pages stays far below this. */
const MAX_WORDS = 20_000;
const MAX_WORD_LENGTH = 60;

/** Distinct words of a text: runs of letters and digits. Numbers with signs have columns of their own. */
export function distinctWords(text: string): string[] {
  const words = new Set<string>();
  for (const [word] of text.matchAll(/[\p{L}\p{M}\p{N}]+/gu)) {
    words.add(word.slice(0, MAX_WORD_LENGTH));
    if (words.size === MAX_WORDS) break;
  }
  return [...words];
}

/** Words without diacritics, as stored for searching. */
export function foldedVector(...texts: string[]): RawBuilder<string> {
  return vector(distinctWords(foldDiacritics(texts.join(' '))));
}

/** Words as they are written, lower case: ranks exact diacritics first. */
export function exactVector(...texts: string[]): RawBuilder<string> {
  return vector(distinctWords(normalizeText(texts.join(' ')).toLowerCase()));
}

/** Every word must occur, the last one may be a beginning; null when the text holds no word. */
export function foldedQuery(text: string): RawBuilder<string> | null {
  return wordsQuery(distinctWords(foldDiacritics(text)));
}

export function exactQuery(text: string): RawBuilder<string> | null {
  return wordsQuery(distinctWords(normalizeText(text).toLowerCase()));
}

function vector(words: string[]): RawBuilder<string> {
  return sql<string>`array_to_tsvector(${words}::text[])`;
}

function wordsQuery(words: string[]): RawBuilder<string> | null {
  const last = words.length - 1;
  if (last < 0) return null;
  const terms = words.map((word, index) => (index === last ? `'${word}':*` : `'${word}'`));
  return sql<string>`${terms.join(' & ')}::tsquery`;
}
