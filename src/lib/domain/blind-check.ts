import { normalizeText } from './fold.ts';
import { normalizeIdentifier } from './identifiers.ts';
import type { MetadataKey } from './metadata.ts';

/** What became of a document that was drawn for a second look. */
export const checkStates = ['waiting', 'agreed', 'differing', 'resolved'] as const;
export type CheckState = (typeof checkStates)[number];

/** Whose value stands in the end, as a third person decided. */
export const checkChoices = ['first', 'second', 'other'] as const;
export type CheckChoice = (typeof checkChoices)[number];

/**
 * Whether two people read the same on the paper. Diacritics always count, they make another name;
 * capitals, spaces and kinds of dashes do not, and in running text punctuation does not either.
 */
export function isSameReading(key: MetadataKey, first: string, second: string): boolean {
  return comparable(key, first) === comparable(key, second);
}

function comparable(key: MetadataKey, value: string): string {
  const text = normalizeText(value).toLowerCase().replace(/[–—−]/gu, '-');
  switch (key) {
    case 'numberNotation':
      return text.replace(/\s+/gu, '').replace(/^0+(?=\d)/u, '');
    case 'dossierCode':
      return text.replace(/\s+/gu, '');
    case 'ownerIdentifier':
      return normalizeIdentifier(text);
    case 'paperTypeCode':
    case 'issuedOn':
    case 'expiresOn':
      return text;
    default:
      return normalizeText(text.replace(/[^\p{L}\p{N}]+/gu, ' '));
  }
}

/**
 * Whether a document is drawn. `draw` is a number in [0, 1) that nobody outside the server can
 * foresee and that is always the same for this document.
 */
export function isDrawn(draw: number, ratePercent: number): boolean {
  return draw < ratePercent / 100;
}
