import { foldDiacritics, foldNumberNotation } from './fold.ts';
import type { Metadata } from './metadata.ts';

/** What tells one issued paper from another: numbers begin anew every 1 January (NĐ 30/2020 Đ15). */
export type NumberIdentity = {
  numberFolded: string;
  agencyFolded: string;
  /** `2024`; empty while the issue date is not known. */
  issueYear: string;
};

export function numberIdentity(
  metadata: Pick<Metadata, 'numberNotation' | 'issuingAgency' | 'issuedOn'>,
): NumberIdentity {
  return {
    numberFolded: foldNumberNotation(metadata.numberNotation),
    agencyFolded: foldDiacritics(metadata.issuingAgency),
    issueYear: /^\d{4}(?=-)/u.exec(metadata.issuedOn)?.[0] ?? '',
  };
}

/** The same identity as text; empty when a part of it is not known. */
export function numberKey(identity: NumberIdentity): string {
  const parts = [identity.numberFolded, identity.agencyFolded, identity.issueYear];
  return parts.includes('') ? '' : parts.join('|');
}
