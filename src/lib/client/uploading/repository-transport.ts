import type { Correction } from '#lib/protocol/corrections.ts';
import type { Announcement, DocumentStatus, Receipt } from '#lib/protocol/documents.ts';

export type SendOptions = {
  signal: AbortSignal;
  onProgress: (sentBytes: number) => void;
  /** Begin at the first byte even when an earlier upload could go on. */
  isFresh: boolean;
};

/**
 * The way to the repository. Every call may be repeated: the document id is the idempotency key.
 * All throw `AppError`.
 */
export interface RepositoryTransport {
  announce(announcement: Announcement, signal: AbortSignal): Promise<DocumentStatus>;
  /** Resolves when the server has every byte. That is `received`, never yet a success. */
  send(documentId: string, sha256: string, pdf: Blob, options: SendOptions): Promise<void>;
  /** The only call that decides: its answer says that the document is in the repository. */
  commit(documentId: string, signal: AbortSignal): Promise<Receipt>;
  /** What was proposed and what was accepted of a stored document, for the unit to learn from. */
  teach(correction: Correction, signal: AbortSignal): Promise<void>;
}
