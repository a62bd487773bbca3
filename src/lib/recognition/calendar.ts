/** Letters that the engine takes for digits, and back. */
const misread: Record<string, string> = {
  o: '0',
  i: '1',
  l: '1',
  '|': '1',
  s: '5',
  z: '2',
  b: '6',
};

/** What a digit may have become in folded text. */
export const DIGIT = '[0-9oil|szb]';

/** Digits out of folded text; letters become the digits they are mistaken for. */
export function toDigits(folded: string): string {
  return folded.replace(/[oil|szb]/gu, (letter) => misread[letter] ?? letter);
}

export function hasMisreadDigit(folded: string): boolean {
  return /[oil|szb]/u.test(folded);
}

/** `yyyy-mm-dd` of an existing day between 1945 and 2100, else `null`. */
export function isoDate(day: string, month: string, year: string): string | null {
  const [d, m, y] = [Number(day), Number(month), Number(year)];
  const date = new Date(Date.UTC(y, m - 1, d));
  const isReal = date.getUTCDate() === d && date.getUTCMonth() === m - 1;
  if (!isReal || y < 1945 || y > 2100) return null;
  return date.toISOString().slice(0, 10);
}

/** The same day `count` years or months later; the last of the month where that day is missing. */
export function addTerm(isoDay: string, count: number, unit: 'year' | 'month'): string {
  const [year = 0, month = 1, day = 1] = isoDay.split('-').map(Number);
  const months = year * 12 + month - 1 + count * (unit === 'year' ? 12 : 1);
  const last = new Date(Date.UTC(Math.floor(months / 12), (months % 12) + 1, 0)).getUTCDate();
  return new Date(Date.UTC(Math.floor(months / 12), months % 12, Math.min(day, last)))
    .toISOString()
    .slice(0, 10);
}
