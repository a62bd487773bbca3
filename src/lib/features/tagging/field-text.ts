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

export function isDateKey(key: MetadataKey): key is 'issuedOn' | 'expiresOn' {
  return key === 'issuedOn' || key === 'expiresOn';
}

function isPermanentWord(text: string): boolean {
  return ['v', 'vv', 'vinh vien', 'permanent', 'p'].includes(foldDiacritics(text));
}
