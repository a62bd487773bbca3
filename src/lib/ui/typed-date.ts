/**
 * ISO date of what an official types: `9/2/2025`, `09-02-2025`, `09.02.25`, `09022025`, or ISO.
 * Two-digit years are 19xx from 50 on, else 20xx. Empty stays empty; null when it is no real date.
 */
export function parseTypedDate(text: string): string | null {
  const typed = text.trim();
  if (typed === '') return '';
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/u.exec(typed);
  if (iso) return isoDate(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const parts =
    /^(\d{1,2})\s*[/.\-\s]\s*(\d{1,2})\s*[/.\-\s]\s*(\d{4}|\d{2})$/u.exec(typed) ??
    /^(\d{2})(\d{2})(\d{4}|\d{2})$/u.exec(typed);
  if (parts === null) return null;
  const year = Number(parts[3]);
  const fullYear = parts[3]?.length === 4 ? year : year >= 50 ? 1900 + year : 2000 + year;
  return isoDate(fullYear, Number(parts[2]), Number(parts[1]));
}

function isoDate(year: number, month: number, day: number): string | null {
  if (year < 1900 || year > 2199 || month < 1 || month > 12) return null;
  const date = new Date(Date.UTC(year, month - 1, day));
  if (date.getUTCDate() !== day) return null;
  return date.toISOString().slice(0, 10);
}
