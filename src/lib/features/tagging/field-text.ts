import { PERMANENT, type MetadataKey } from '#lib/domain/metadata.ts';
import { foldDiacritics } from '#lib/domain/fold.ts';
import { formatDate } from '#lib/i18n/format.ts';
import { parseTypedDate } from '#lib/ui/typed-date.ts';

/** What stands in the box for a stored value: dates as dd/MM/yyyy, the permanent term in words. */
export function shownText(key: MetadataKey, value: string, permanent: string): string {
  if (value === PERMANENT && key === 'expiresOn') return permanent;
  return isDateKey(key) ? formatDate(value) : value;
}

/**
 * The value of what was typed. A date that cannot be read is kept as it was typed, so that nothing
 * is lost and the rule can name it; `v`, `vv` and `vĩnh viễn` stand for the permanent term.
 */
export function valueOfText(key: MetadataKey, text: string): string {
  if (!isDateKey(key)) return text;
  if (key === 'expiresOn' && isPermanentWord(text)) return PERMANENT;
  return parseTypedDate(text) ?? text;
}

/**
 * The value of words picked on the page: a date as the paper spells it (*ngày 14 tháng 02 năm 2023*),
 * a number without the *Số:* before it, an identifier without what stands around its digits.
 */
export function pickedValue(key: MetadataKey, text: string): string {
  if (isDateKey(key)) {
    const [, day, month, year] = spelledDate.exec(foldDiacritics(text)) ?? [];
    const spelled = year === undefined ? text : `${day}/${month}/${year}`;
    return valueOfText(key, trimmed(spelled));
  }
  if (key === 'numberNotation') return trimmed(text.replace(/^\s*s[ốo]\s*[:.]\s*/iu, ''));
  if (key === 'ownerIdentifier') return /\d[\d\s.-]*\d/u.exec(text)?.[0] ?? text;
  return trimmed(text);
}

const spelledDate = /(\d{1,2})\s*thang\s*(\d{1,2})\s*nam\s*(\d{4})/u;

/** Without the marks that end a sentence or a line. */
function trimmed(text: string): string {
  return text.replace(/^[\s,;:.]+|[\s,;:.]+$/gu, '');
}

export function isDateKey(key: MetadataKey): key is 'issuedOn' | 'expiresOn' {
  return key === 'issuedOn' || key === 'expiresOn';
}

function isPermanentWord(text: string): boolean {
  return ['v', 'vv', 'vinh vien', 'permanent', 'p'].includes(foldDiacritics(text));
}
