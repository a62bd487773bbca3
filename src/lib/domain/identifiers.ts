/** Kinds of owner identifier that a paper in this field carries. */
export const identifierKinds = [
  'citizen-id',
  'identity-card',
  'tax-code',
  'dependent-tax-code',
  'passport',
  'agency-code',
] as const;
export type IdentifierKind = (typeof identifierKinds)[number];

/**
 * CCCD: 12 digits (Law on Identification 26/2023 Đ12). CMND: 9 digits. Tax code: 10 digits, a branch
 * adds `-` and 3 (TT 105/2020/TT-BTC Đ5). Agency code: QĐ 20/2020/QĐ-TTg Đ4, at most 35 characters.
 * Passport numbers of other countries differ; one letter or two and 6–8 digits covers most.
 */
const identifierPatterns = {
  'citizen-id': /^\d{12}$/u,
  'identity-card': /^\d{9}$/u,
  'tax-code': /^\d{10}$/u,
  'dependent-tax-code': /^\d{10}-\d{3}$/u,
  passport: /^[A-Z]{1,2}\d{6,8}$/u,
  'agency-code': /^(?=.{3,35}$)[A-Y]\d{2}(?:\.\d{1,3}){0,6}$/u,
} as const satisfies Record<IdentifierKind, RegExp>;

/** `079 203 001 234` → `079203001234`; `0100109106 001` → `0100109106-001`; letters in capitals. */
export function normalizeIdentifier(text: string): string {
  const compact = text
    .normalize('NFC')
    .replace(/[–—−]/gu, '-')
    .replace(/\s+/gu, ' ')
    .trim()
    .toUpperCase();
  const branch = /^(\d{10})[ -]?(\d{3})$/u.exec(compact.replace(/\./gu, ''));
  if (branch) return `${branch[1]}-${branch[2]}`;
  if (/^[A-Y]\d{2}\./u.test(compact)) return compact.replace(/ /gu, '');
  return compact.replace(/[ .]/gu, '');
}

/** The kind that the text has the shape of after `normalizeIdentifier`, or `null`. */
export function identifierKind(text: string): IdentifierKind | null {
  const identifier = normalizeIdentifier(text);
  return identifierKinds.find((kind) => identifierPatterns[kind].test(identifier)) ?? null;
}

/**
 * Dossier code of TT 01/2018/TT-VPCP Đ19: `H99.12-230201-0007`, with a six-digit date of receipt;
 * also the older agency form `000.00.12.H99-…` and the longer ordinals of newer practice.
 */
export function isDossierCode(text: string): boolean {
  const match =
    /^(?:\d{3}(?:\.\d{2,3}){0,3}\.)?[A-Y]\d{2}(?:\.\d{1,3}){0,4}-(\d{2})(\d{2})(\d{2})-\d{3,6}$/u.exec(
      text.normalize('NFC').replace(/\s+/gu, '').toUpperCase(),
    );
  if (!match) return false;
  return isCalendarDate(`20${match[1]}-${match[2]}-${match[3]}`);
}

/**
 * Number and notation of NĐ 30/2020 PL I, `05/GP-SVHTTDL`, `12/2025/QĐ-UBND`, `123/SVHTTDL-QLVH`.
 * Spaces around the signs do not count.
 */
export function isNumberNotation(text: string): boolean {
  const compact = text.normalize('NFC').replace(/\s+/gu, '').replace(/[–—−]/gu, '-');
  return /^\d{1,6}[a-zA-Z]?\/(?:\d{4}\/)?\p{Lu}[\p{L}\d.&]*(?:-\p{Lu}[\p{L}\d.&]*)*$/u.test(
    compact,
  );
}

/** `yyyy-mm-dd` that exists in the calendar. */
export function isCalendarDate(text: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/u.exec(text);
  if (!match) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === text;
}
