import * as v from 'valibot';
import { metadataKeys, type MetadataKey } from '#lib/domain/metadata.ts';

const Sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/u));
const fieldEntries = Object.fromEntries(
  metadataKeys.map((key) => [key, v.pipe(v.string(), v.maxLength(2000))]),
) as Record<
  MetadataKey,
  v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.MaxLengthAction<string, 2000, undefined>]>
>;

export const MetadataSchema = v.strictObject(fieldEntries);

export const RecognizedFieldSchema = v.object({
  value: v.pipe(v.string(), v.maxLength(2000)),
  confidence: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
});

/** What the bridge said of a batch: batch, source, token, certificate, hash of its log entry. */
export const BridgeReceiptSchema = v.record(
  v.pipe(v.string(), v.maxLength(60)),
  v.union([v.pipe(v.string(), v.maxLength(1000)), v.number(), v.boolean()]),
);
export type BridgeReceipt = v.InferOutput<typeof BridgeReceiptSchema>;

/** `accepted-unknown`: neither CRL nor OCSP answered, and the signer decided to sign. */
export const RevocationDecision = v.picklist(['good', 'accepted-unknown']);

/** How a scan was signed on the PC of the official. */
export const SigningRecordSchema = v.strictObject({
  revocation: RevocationDecision,
  receipt: BridgeReceiptSchema,
});
export type SigningRecord = v.InferOutput<typeof SigningRecordSchema>;

/** `POST /api/documents`: says what is coming. The id is made by the page and is the idempotency key. */
export const AnnouncementSchema = v.strictObject({
  documentId: v.pipe(v.string(), v.uuid()),
  /** `scanned`: built by us from page images; `as-is`: a PDF that already had text or signatures. */
  kind: v.picklist(['scanned', 'as-is']),
  fileName: v.pipe(v.string(), v.maxLength(255)),
  /** Lower-case hex of the signed PDF that will be uploaded. */
  sha256: Sha256,
  /** SHA-256 of every page as it was imported, in order: finds the same bytes scanned again. */
  sourceSha256: v.pipe(v.array(Sha256), v.maxLength(1000)),
  sizeBytes: v.pipe(v.number(), v.integer(), v.minValue(1)),
  pageCount: v.pipe(v.number(), v.integer(), v.minValue(1)),
  procedureId: v.pipe(v.string(), v.uuid()),
  inventoryItemId: v.nullable(v.pipe(v.string(), v.uuid())),
  metadata: MetadataSchema,
  /** What the engine read, kept apart from what was typed. */
  recognized: v.record(v.picklist(metadataKeys), RecognizedFieldSchema),
  fullText: v.pipe(v.string(), v.maxLength(2_000_000)),
  /** Reason typed by the official when a duplicate was named and is sent all the same. */
  duplicateReason: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(500))),
  /** Left out: the file came with its signatures. */
  signing: v.optional(SigningRecordSchema),
});
export type Announcement = v.InferOutput<typeof AnnouncementSchema>;

export const SignatureSummarySchema = v.object({
  /** TT 15/2025/TT-BKHCN Đ6: what a checking program must show, in the order of the article. */
  isValid: v.boolean(),
  issuer: v.string(),
  subject: v.string(),
  managingUnit: v.string(),
  signedAt: v.nullable(v.string()),
  isIntact: v.boolean(),
  isTrusted: v.boolean(),
  wasValidAtSigning: v.boolean(),
  notBefore: v.string(),
  notAfter: v.string(),
  certificateSha256: v.string(),
  isDemo: v.boolean(),
});
export type SignatureSummary = v.InferOutput<typeof SignatureSummarySchema>;

/** What the server answers once the document is in the repository; the same answer every time. */
export const ReceiptSchema = v.object({
  documentId: v.string(),
  /** Mã kết quả số hóa. */
  code: v.string(),
  sha256: v.string(),
  sizeBytes: v.number(),
  pageCount: v.number(),
  storedAt: v.string(),
  auditHash: v.string(),
  inventoryItemId: v.nullable(v.string()),
  /** Whether the rate moved by this document. */
  isCounted: v.boolean(),
  signatures: v.array(SignatureSummarySchema),
});
export type Receipt = v.InferOutput<typeof ReceiptSchema>;

/** Answer of `POST /api/documents` and `GET /api/documents/{id}/status`. */
export const DocumentStatusSchema = v.object({
  documentId: v.string(),
  state: v.picklist(['announced', 'received', 'stored']),
  receipt: v.nullable(ReceiptSchema),
});
export type DocumentStatus = v.InferOutput<typeof DocumentStatusSchema>;

/** `POST /api/documents/duplicates`. */
export const DuplicateQuerySchema = v.strictObject({
  documents: v.pipe(
    v.array(
      v.object({
        documentId: v.string(),
        sourceSha256: v.array(Sha256),
        numberNotation: v.string(),
        issuingAgency: v.string(),
        /** ISO, or empty while it is not known: numbers begin anew every year. */
        issuedOn: v.string(),
      }),
    ),
    v.maxLength(500),
  ),
});
export const DuplicateAnswerSchema = v.object({
  duplicates: v.array(
    v.object({
      documentId: v.string(),
      reason: v.picklist(['same-bytes', 'same-number']),
      existing: v.object({
        documentId: v.string(),
        code: v.string(),
        numberNotation: v.string(),
        ownerName: v.string(),
        storedAt: v.string(),
      }),
    }),
  ),
});
export type DuplicateAnswer = v.InferOutput<typeof DuplicateAnswerSchema>;

/** `GET /api/catalogue`: what tagging needs offline: procedures, agencies, still-due inventory of the own scope. */
export const CatalogueSchema = v.object({
  procedures: v.array(
    v.object({
      id: v.string(),
      code: v.nullable(v.string()),
      name: v.string(),
      field: v.string(),
      resultKind: v.string(),
    }),
  ),
  agencies: v.array(v.object({ id: v.string(), name: v.string(), notation: v.string() })),
});
export type Catalogue = v.InferOutput<typeof CatalogueSchema>;

/** `POST /api/inventory/candidates`: the due items that could fit; ranked with reasons on the PC. */
export const CandidateQuerySchema = v.strictObject({
  numberNotation: v.string(),
  ownerName: v.string(),
  ownerIdentifier: v.string(),
  dossierCode: v.string(),
  issuedOn: v.string(),
  procedureId: v.nullable(v.string()),
  /** Free words typed by the official; folded on the server. */
  search: v.string(),
});
export type CandidateQuery = v.InferOutput<typeof CandidateQuerySchema>;
export const CandidateAnswerSchema = v.object({
  items: v.array(
    v.object({
      id: v.string(),
      orgUnitId: v.string(),
      procedureId: v.string(),
      numberNotation: v.string(),
      issuedOn: v.string(),
      ownerName: v.string(),
      ownerIdentifier: v.string(),
      dossierCode: v.string(),
      state: v.picklist(['due', 'digitized', 'exempt']),
    }),
  ),
});
