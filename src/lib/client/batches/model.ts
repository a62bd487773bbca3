import type { ErrorCode } from '#lib/domain/app-error.ts';
import type { DocumentState } from '#lib/domain/document-state.ts';
import type { MetadataDraft } from '#lib/domain/metadata.ts';
import type { PageFrame } from '#lib/domain/text-layer.ts';
import type { ReadCode } from '#lib/imaging/codes/read-codes.ts';
import type { OrientationCandidate } from '#lib/imaging/orientation.ts';
import type { Receipt, SigningRecord } from '#lib/protocol/documents.ts';

/** A batch (lô quét) on this PC. Lives in IndexedDB until every document of it is stored. */
export type Batch = {
  id: string;
  /** The person whose batch it is; others on the same PC do not see it. */
  personId: string;
  name: string;
  createdAt: string;
  /** Document ids in the order of the stack. */
  documentIds: string[];
  /** Deleted by the person; can be brought back for a week (`REMOVED_BATCH_DAYS`), then erased. */
  removedAt?: string;
  separation?: SeparationSettings;
};

/** How the stack of a batch falls into documents. */
export type SeparationSettings = {
  /** Every document has so many pages; blank ones and separator sheets do not count. */
  pagesPerDocument?: number;
  /** Blank backs are left out of the archive file as soon as they are seen. */
  leavesOutBlankBacks?: boolean;
};

/** An error a person can read, kept with the record it concerns. */
export type KeptProblem = {
  code: ErrorCode;
  details: Record<string, string | number | readonly string[]>;
};

/** Where a document is on its way into the repository, as this PC knows it. */
export type UploadProgress = {
  /** `failed` is tried again by itself or by hand; nothing is lost. */
  phase: 'queued' | 'sending' | 'received' | 'stored' | 'failed';
  sentBytes: number;
  totalBytes: number;
  attempts: number;
  problem?: KeptProblem;
};

/** One result document of a batch. Its id becomes the id in the repository and the idempotency key. */
export type BatchDocument = {
  id: string;
  batchId: string;
  /** `scanned`: pages are images of ours; `as-is`: a PDF with text or signatures, never rewritten. */
  kind: 'scanned' | 'as-is';
  fileName: string;
  /** SHA-256 of the file it came from: the same file dropped twice is noticed. */
  fileSha256?: string;
  /** When it was imported; the time of scan that the signature shows. */
  importedAt?: string;
  /** Pages in order; pages marked removed stay listed until the batch is closed. */
  pageIds: string[];
  /** Only for `as-is`: why it is kept as it is. */
  asIsReason?: 'has-text' | 'has-signatures';
  state: DocumentState;
  metadata: MetadataDraft;
  procedureId: string | null;
  /** The inventory item it answers; `null` = none fits, `undefined` = not decided yet. */
  inventoryItemId?: string | null;
  /** Set when the official accepts the document on the tagging screen. */
  acceptedAt?: string;
  duplicateReason?: string;
  /** The signed PDF (blob `signed:<id>`), its digest and certificate. */
  signed?: {
    sha256: string;
    sizeBytes: number;
    pageCount: number;
    signedAt: string;
    certificateSha256: string;
    /** `contentKey` of the pages and text that were signed; another key now = to be signed again. */
    contentKey?: string;
    /** What the server keeps of how it was signed; left out where the file came signed. */
    record?: SigningRecord;
  };
  upload?: UploadProgress;
  receipt?: Receipt;
  problem?: KeptProblem;
  /** Removed from the batch by the official; can be brought back by undo until the batch is closed. */
  isRemoved: boolean;
};

export type SheetSide = 'front' | 'back';

/** Where a page comes from that was scanned through the bridge. */
export type ScanOrigin = {
  deviceName: string;
  /** Names this scan for ever (job and page): brought in again, it answers the page that exists. */
  id?: string;
  side?: SheetSide;
  /** The same sheet scanned with its note on; this page shows it without (TT 01/2023 Đ8 k2d). */
  noteTwinId?: string;
};

export type RecognitionState = 'waiting' | 'working' | 'done' | 'failed' | 'cancelled' | 'skipped';

/** One page image. It exists only after its bytes are in IndexedDB with their SHA-256. */
export type Page = {
  id: string;
  batchId: string;
  documentId: string;
  /**
   * Of the stored blob `page:<id>`: the imported bytes, the PDF's page image, or the PNG/JPEG made of
   * a TIFF page. Pages of an as-is PDF have no blob of their own: here the digest of their file.
   */
  sha256: string;
  mimeType: 'image/jpeg' | 'image/png' | 'application/pdf';
  /** Name of the file it came from and its 0-based place there. */
  fileName: string;
  indexInFile: number;
  /** Instant of the scan or import; the scan signature shows it (TT 01/2023 Đ8 k1). */
  importedAt?: string;
  frame: PageFrame;
  /** 0–1; 1 = turned by hand, recognition leaves it as it is. */
  orientationConfidence: number;
  /** The ways the page may lie, likeliest first; dropped once it was turned by hand. */
  orientations?: OrientationCandidate[];
  warnings: string[];
  isBlank: boolean;
  isRemoved: boolean;
  scan?: ScanOrigin;
  /** Left out: not looked for yet. */
  codes?: readonly ReadCode[];
  /**
   * A separator sheet, or its back: it belongs to no document and is listed with the stack. `false`:
   * the person said that it is none.
   */
  isSeparator?: boolean;
  /** A blank back that does not go into the archive file. */
  isLeftOut?: boolean;
  /** The person said that no document begins here. */
  joinsPrevious?: boolean;
  /** The station has once cut here by itself; taken back, it does not again. */
  wasCut?: boolean;
  /** It has once set the page aside or left it out by itself; taken back, it does not again. */
  wasSetAside?: boolean;
  /** Digest of the page image; bumped when the page is turned or replaced, so that stale OCR is noticed. */
  imageRevision: number;
  /** `imageRevision` the stored thumbnail shows; another number means it is made anew. */
  thumbnailRevision?: number;
  recognition: {
    state: RecognitionState;
    /** `imageRevision` the stored TextLayer belongs to. */
    imageRevision?: number;
    meanConfidence?: number;
    problem?: KeptProblem;
  };
};

/** Keys of stored blobs. */
export type BlobKey =
  `page:${string}` | `thumbnail:${string}` | `as-is:${string}` | `signed:${string}`;

/** A file that could not become pages; shown in the batch until dismissed. */
export type RejectedFile = {
  id: string;
  batchId: string;
  fileName: string;
  sizeBytes: number;
  problem: KeptProblem;
};
