import { DIGIT, hasMisreadDigit, isoDate, toDigits } from '../calendar.ts';
import {
  fieldFrom,
  weighed,
  wordsBetween,
  type DocumentText,
  type Fragment,
  type ReadField,
} from '../document-text.ts';

const day = `(${DIGIT}{1,2})`;
const year = `(${DIGIT}{4})`;
const ngay = 'n[gq]?a[yvi]';
const thang = '[t1]h?[aeuo][nm]?[gq]?';
/** `Minh Hải An, ngày 14 tháng 02 năm 2023`, on folded text. */
const dateLine = new RegExp(
  `(^|[^a-z])${ngay}\\s*${day}\\s*${thang}\\s*${day}\\s*na[mn]\\s*${year}(?![0-9])`,
  'u',
);
/** `Hà Nội, ngày 7/4/1997` */
const shortDateLine = new RegExp(
  `(^|[^a-z])${ngay}\\s*${day}\\s*[/.-]\\s*${day}\\s*[/.-]\\s*${year}(?![0-9])`,
  'u',
);
/** The place before it: a name and a comma; laws have their dates without one. */
const placeBefore = /^\P{L}{0,3}\p{L}[\p{L}\s.-]{1,45}[,.;]\s*$/u;
/** Day or month left open, to be written by hand. */
const openDate = new RegExp(`${ngay}[^a-z0-9]{1,30}${thang}|${thang}[^a-z0-9]{2,30}na[mn]`, 'u');

/** Other dates of the document: of laws, applications, identity cards. */
const dateInText = new RegExp(
  `${ngay}\\s+(\\d{1,2})\\s*(?:thang|/|-)\\s*(\\d{1,2})\\s*(?:nam|/|-)\\s*(\\d{4})(?!\\d)`,
  'gu',
);

/** Share of the page in which the letterhead's date stands. */
const LETTERHEAD = 0.35;

/**
 * The date of issue: the date line right under the motto of page 1, else the one above the signer
 * (certificates). Dates inside sentences are those of other documents. `today` is `yyyy-mm-dd`.
 */
export function findIssueDate(text: DocumentText, today?: string): ReadField | undefined {
  const field = dateOfLetterhead(text) ?? dateAboveSigner(text);
  return field && compared(field, text, today);
}

/** Whether the date line is there and was left to be written by hand. */
export function hasOpenDate({ pages: [first = []] }: DocumentText): boolean {
  return first.some(
    ({ top, centreX, folded }) =>
      top < LETTERHEAD && centreX > 0.5 && /^[^,]{2,40},/u.test(folded) && openDate.test(folded),
  );
}

function dateOfLetterhead({ pages: [first = []] }: DocumentText): ReadField | undefined {
  const lines = first.filter((line) => line.top < LETTERHEAD && line.centreX > 0.4);
  return firstOf(lines, (line) => readDate(line, 0.98));
}

function dateAboveSigner({ pages }: DocumentText): ReadField | undefined {
  const lines = pages
    .flatMap((page, i) => page.filter((line) => i > 0 || line.top >= LETTERHEAD))
    .filter((line) => line.centreX > 0.5)
    .toSorted((a, b) => b.pageIndex - a.pageIndex);
  return firstOf(lines, (line) => (isDateLine(line) ? readDate(line, 0.97) : undefined));
}

/** With its place and a comma, or nothing else in the line. */
function isDateLine({ folded, width }: Fragment): boolean {
  return /,\s*n/u.test(folded) || (/^\P{L}{0,3}n[gq]?a[yvi]/u.test(folded) && width < 0.4);
}

function readDate(fragment: Fragment, trust: number): ReadField | undefined {
  const match = dateLine.exec(fragment.folded) ?? shortDateLine.exec(fragment.folded);
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
  const doubts = (hasMisreadDigit(d + m + y) ? 1 : 0) + (place.trim() ? 0 : 1);
  return weighed(fieldFrom(value, words, trust), { doubts });
}

/**
 * Against the rest of the document: annexes repeat the date; nothing that it rests on is younger
 * than itself; nobody signs tomorrow.
 */
function compared(field: ReadField, { flow }: DocumentText, today: string | undefined): ReadField {
  const others = [...flow.folded.matchAll(dateInText)]
    .map(([, d = '', m = '', y = '']) => isoDate(d, m, y))
    .filter((date) => date !== null);
  const same = others.filter((date) => date === field.value).length;
  const grounds = [
    ...flow.folded.matchAll(/can cu[^;]{0,160}?ngay (\d{1,2}) thang (\d{1,2}) nam (\d{4})/gu),
  ]
    .map(([, d = '', m = '', y = '']) => isoDate(d, m, y))
    .filter((date) => date !== null);
  const isTooEarly = grounds.some((date) => date > field.value);
  const isInFuture = today !== undefined && field.value > today;
  return weighed(field, {
    // Its own line is one of them, unless letters stood for digits in it.
    support: same > 1 ? 1 : 0,
    doubts: isTooEarly ? 1 : 0,
    conflicts: isInFuture ? 1 : 0,
  });
}

function firstOf<Value>(
  lines: readonly Fragment[],
  read: (line: Fragment) => Value | undefined,
): Value | undefined {
  for (const line of lines) {
    const value = read(line);
    if (value !== undefined) return value;
  }
  return undefined;
}
