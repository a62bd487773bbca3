import type { Box } from './text-layer.ts';

/**
 * The fields of a digitized result: the minimum of TT 01/2023/TT-VPCP Đ9 k2, then dossier code,
 * signer and position. Values are NFC text; dates are ISO `yyyy-mm-dd`; `expiresOn` may be `permanent`.
 */
export const metadataKeys = [
  'paperTypeCode',
  'ownerIdentifier',
  'ownerName',
  'title',
  'numberNotation',
  'issuedOn',
  'issuingAgency',
  'abstract',
  'expiresOn',
  'scope',
  'dossierCode',
  'signerName',
  'signerPosition',
] as const;
export type MetadataKey = (typeof metadataKeys)[number];

export type Metadata = Record<MetadataKey, string>;

export const PERMANENT = 'permanent';

export type RecognizedField = {
  value: string;
  /** 0–1 */
  confidence: number;
  /** Where it stands; absent when the value was derived (catalogue, term). */
  place?: { pageIndex: number; box: Box };
  alternatives?: string[];
  /** `code`: from a QR on the page; left out: from its print. */
  source?: 'code';
  /** Why it is proposed, where earlier documents of the unit say so. */
  learned?: {
    kind: 'usual-value' | 'usual-place' | 'usual-misreading';
    /** Accepted documents. */
    cases: number;
    /** What had been read; empty where nothing was. */
    instead: string;
  };
};

/** What was recognized and what the official typed are kept apart. */
export type FieldDraft = {
  recognized?: RecognizedField;
  typed?: string;
  isConfirmed: boolean;
  /**
   * 0–1: how certain it is that the paper does not have this field, where none was recognized. From
   * `SURE_CONFIDENCE` on an empty field asks nothing; left out means that it may be unreadable.
   */
  absentConfidence?: number;
};
export type MetadataDraft = Record<MetadataKey, FieldDraft>;

/** At and above this a recognized field counts as sure and does not take the focus. */
export const SURE_CONFIDENCE = 0.9;

export function emptyDraft(): MetadataDraft {
  const entries = metadataKeys.map((key) => [key, { isConfirmed: false }] as const);
  return Object.fromEntries(entries) as MetadataDraft;
}

/** The value that counts: typed, else recognized, else empty. */
export function fieldValue(field: FieldDraft): string {
  return field.typed ?? field.recognized?.value ?? '';
}

export function metadataOf(draft: MetadataDraft): Metadata {
  const entries = metadataKeys.map((key) => [key, fieldValue(draft[key])] as const);
  return Object.fromEntries(entries) as Metadata;
}

/** Needs a look: nobody confirmed or typed it, and the engine is not sure. */
export function isDoubtful(field: FieldDraft): boolean {
  if (field.isConfirmed || field.typed !== undefined) return false;
  return (field.recognized?.confidence ?? 0) < SURE_CONFIDENCE;
}
