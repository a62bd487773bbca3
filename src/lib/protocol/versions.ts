import * as v from 'valibot';
import {
  copyForms,
  signatureLevels,
  signingProfileKinds,
  type SignatureLevel,
} from '#lib/domain/signing-profile.ts';
import { BridgeReceiptSchema, RevocationDecision, SignatureSummarySchema } from './documents.ts';
import { PageLimit } from './paging.ts';

const Sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/u));

/** Most that one signature or extension may append: certificates, CRLs, an image, timestamps. */
export const MAX_APPENDED_BYTES = 32 * 1024 * 1024;

/**
 * Query of `POST /api/documents/{id}/versions`. The body (`application/octet-stream`) is what was
 * appended to the version `baseSha256`, and nothing else: earlier bytes are never sent again, so they
 * cannot be changed. The same request sent again gets the same answer.
 */
export const NewVersionQuerySchema = v.object({
  baseSha256: Sha256,
  profile: v.picklist(signingProfileKinds),
  /** SAO Y, SAO LỤC, TRÍCH SAO; for the profile `copy` only. */
  copyForm: v.optional(v.picklist(copyForms)),
  /** What the page made: `B-B` also where the profile asks for more but the TSA did not answer. */
  level: v.picklist(['B-B', 'B-T']),
  revocation: RevocationDecision,
});
export type NewVersionQuery = v.InferOutput<typeof NewVersionQuerySchema>;

/** Header of the same request: what the bridge said of this batch, JSON in base64url. */
export const BRIDGE_RECEIPT_HEADER = 'bridge-receipt';
export { BridgeReceiptSchema, type BridgeReceipt } from './documents.ts';

/** One state of a stored document's bytes; each begins with all bytes of the one before. */
export const DocumentVersionSchema = v.object({
  documentId: v.string(),
  /** 1 is what was stored first. */
  ordinal: v.number(),
  what: v.picklist(['original', 'signature', 'extension']),
  sha256: v.string(),
  sizeBytes: v.number(),
  baseSha256: v.nullable(v.string()),
  profile: v.nullable(v.picklist(signingProfileKinds)),
  copyForm: v.nullable(v.picklist(copyForms)),
  signerName: v.nullable(v.string()),
  certificateSha256: v.nullable(v.string()),
  /** The lowest of its signatures; null when it is not known or one is older than PAdES. */
  level: v.nullable(v.picklist(signatureLevels)),
  signatures: v.array(SignatureSummarySchema),
  bridgeReceipt: v.nullable(BridgeReceiptSchema),
  actorName: v.string(),
  at: v.string(),
});
export type DocumentVersion = v.InferOutput<typeof DocumentVersionSchema>;
/** `GET /api/documents/{id}/versions`, oldest first. */
export const DocumentVersionsSchema = v.object({ versions: v.array(DocumentVersionSchema) });

/** `GET /api/documents/{id}/content`; no version means the current one. */
export const ContentQuerySchema = v.object({
  version: v.optional(v.pipe(v.string(), v.regex(/^[1-9]\d{0,5}$/u), v.transform(Number))),
  download: v.optional(v.string()),
});

/** `POST /api/documents/{id}/extension`; B-LTA on a document that has it renews its timestamp. */
export const ExtensionRequestSchema = v.strictObject({
  level: v.picklist(['B-T', 'B-LT', 'B-LTA']),
});
export type ExtensionLevel = v.InferOutput<typeof ExtensionRequestSchema>['level'];

export const certifyingStates = ['waiting', 'certified', 'level-low'] as const;
/** No signature of the agency yet; it has one; its level is below what the profile asks for. */
export type CertifyingState = (typeof certifyingStates)[number];

/** Query of the page *Sao y & ký cơ quan*: stored documents of the own scope. */
export const CertifiableQuerySchema = v.object({
  q: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(200)), ''),
  state: v.optional(v.picklist(certifyingStates), 'waiting'),
  /** This one alone: reached from the document itself. */
  documentId: v.optional(v.union([v.literal(''), v.pipe(v.string(), v.uuid())]), ''),
  cursor: v.optional(v.pipe(v.string(), v.maxLength(200)), ''),
  limit: PageLimit,
});
export type CertifiableQuery = v.InferOutput<typeof CertifiableQuerySchema>;

export type CertifiableDocument = {
  id: string;
  code: string;
  title: string;
  numberNotation: string;
  issuedOn: string;
  ownerName: string;
  orgUnitName: string;
  pageCount: number;
  storedAt: string;
  /** Of the current version. */
  sha256: string;
  sizeBytes: number;
  version: number;
  level: SignatureLevel | null;
  isCertified: boolean;
};

export type CertifiablePage = {
  documents: CertifiableDocument[];
  nextCursor: string | null;
  /** Exact up to 10,000; the count stops there. */
  total: number;
  isTotalCapped: boolean;
};
