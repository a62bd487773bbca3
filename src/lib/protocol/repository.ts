import * as v from 'valibot';
import type { InventoryItem } from '#lib/domain/procedure.ts';
import type { Metadata, MetadataKey } from '#lib/domain/metadata.ts';
import type { AuditEntry } from './administration.ts';
import { PageLimit } from './paging.ts';
import type { Receipt } from './documents.ts';
import type { DocumentVersion } from './versions.ts';

/**
 * `GET /api/documents`, and the query string of the repository page. Empty strings count as absent.
 * `q` stands for a number, an owner or words, with or without diacritics.
 */
export const DocumentQuerySchema = v.object({
  q: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(200)), ''),
  procedureId: v.optional(v.union([v.literal(''), v.pipe(v.string(), v.uuid())]), ''),
  /** The unit and everything below it. */
  orgUnitId: v.optional(v.union([v.literal(''), v.pipe(v.string(), v.uuid())]), ''),
  /** Year of issue, `2024`. */
  year: v.optional(v.pipe(v.string(), v.regex(/^(?:\d{4})?$/u)), ''),
  state: v.optional(v.picklist(['', 'announced', 'received', 'stored']), ''),
  cursor: v.optional(v.pipe(v.string(), v.maxLength(200)), ''),
  limit: PageLimit,
});
export type DocumentQuery = v.InferOutput<typeof DocumentQuerySchema>;

/** `prior`: digitized before this system was used; the record is known, the file is not here. */
export type DocumentKind = 'scanned' | 'as-is' | 'prior';

export type DocumentSummary = {
  id: string;
  /** Mã kết quả số hóa; null until stored. */
  code: string | null;
  state: 'announced' | 'received' | 'stored';
  kind: DocumentKind;
  title: string;
  numberNotation: string;
  issuedOn: string;
  issuingAgency: string;
  ownerName: string;
  ownerIdentifier: string;
  abstract: string;
  procedureId: string;
  procedureName: string;
  orgUnitId: string;
  orgUnitName: string;
  pageCount: number;
  announcedAt: string;
  storedAt: string | null;
  /** False for `prior` records and for what has not arrived yet. */
  hasContent: boolean;
};

export type DocumentPage = {
  documents: DocumentSummary[];
  /** Goes back as `cursor`; null on the last page. */
  nextCursor: string | null;
  /** Exact up to 10,000; the count stops there. */
  total: number;
  isTotalCapped: boolean;
};

export type DocumentDetail = DocumentSummary & {
  fileName: string;
  sha256: string | null;
  sizeBytes: number | null;
  metadata: Metadata;
  /** What the engine read, apart from what was typed. */
  recognized: Partial<Record<MetadataKey, { value: string; confidence: number }>>;
  announcedBy: string;
  duplicateReason: string | null;
  receipt: Receipt | null;
  /** What its bytes were and are, oldest first; empty until it is stored. */
  versions: DocumentVersion[];
  inventoryItem: InventoryItem | null;
  /** Oldest first. */
  history: AuditEntry[];
};

/** Choices of the filters, within the person's scope. */
export type RepositoryFilters = {
  procedures: { id: string; code: string | null; name: string; field: string }[];
  orgUnits: OrgUnitOption[];
  /** Years of issue with documents, newest first. */
  years: number[];
};

/** In tree order; `depth` 0 is the person's own unit. */
export type OrgUnitOption = { id: string; name: string; levelName: string; depth: number };
