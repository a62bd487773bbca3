import type { RecognizedField } from '#lib/domain/metadata.ts';
import { DIGIT, hasMisreadDigit, isoDate, toDigits } from '../calendar.ts';
import { fieldFrom, wordsBetween, type DocumentText, type Fragment } from '../document-text.ts';

const day = `(${DIGIT}{1,2})`;
const year = `(${DIGIT}{4})`;
/** `Minh Hải An, ngày 14 tháng 02 năm 2023`, on folded text. */
const dateLine = new RegExp(
  `(^|[^a-z])n[gq]?a[yvi]\\s*${day}\\s*[t1]h?[aeuo][nm]?[gq]?\\s*${day}\\s*na[mn]\\s*${year}(?![0-9])`,
  'u',
);
/** The place before it: a name and a comma; laws have their dates without one. */
const placeBefore = /^\P{L}{0,3}\p{L}[\p{L}\s.-]{1,45}[,.;]\s*$/u;

/**
 * The date of issue: the date line right under the motto of page 1, else the one above the signer
 * (certificates). Dates inside sentences are those of other documents.
 */
export function findIssueDate(text: DocumentText): RecognizedField | undefined {
  const [first = [], ...others] = text.pages;
  const heading = first.filter((fragment) => fragment.top < 0.35 && fragment.centreX > 0.4);
  const elsewhere = [first, ...others]
    .reverse()
    .flatMap((page) => page.filter((fragment) => fragment.centreX > 0.5 && fragment.top >= 0.35));
  for (const fragment of heading) {
    const field = readDate(fragment, 1);
    if (field) return field;
  }
  for (const fragment of elsewhere) {
    const field = /,\s*n/u.test(fragment.folded) ? readDate(fragment, 0.98) : undefined;
    if (field) return field;
  }
  return undefined;
}

function readDate(fragment: Fragment, trust: number): RecognizedField | undefined {
  const match = dateLine.exec(fragment.folded);
  const [whole, before, d, m, y] = match ?? [];
  if (!match || !whole || d === undefined || m === undefined || y === undefined) return undefined;
  const start = match.index + (before?.length ?? 0);
  const rest = fragment.folded.slice(match.index + whole.length);
  const place = fragment.text.slice(0, start);
  // A date line is a line of its own.
  if (/[a-z]{3}/u.test(rest) || (place.trim() !== '' && !placeBefore.test(place))) return undefined;
  const value = isoDate(toDigits(d), toDigits(m), toDigits(y));
  if (value === null) return undefined;
  const words = wordsBetween(fragment, start, match.index + whole.length);
  const certainty = trust * (hasMisreadDigit(d + m + y) ? 0.8 : 1) * (place.trim() ? 1 : 0.9);
  return fieldFrom(value, words, certainty);
}
