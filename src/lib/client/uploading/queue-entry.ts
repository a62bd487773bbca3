import type { BatchContent } from '#lib/client/batches/batch-store.ts';
import type { BatchDocument, KeptProblem, UploadProgress } from '#lib/client/batches/model.ts';
import type { UploadState } from '#lib/domain/document-state.ts';
import { fieldValue } from '#lib/domain/metadata.ts';
import { isSignatureCurrent } from '#lib/client/assembling/content-key.ts';
import { progressOf } from './send-document.ts';

/** One line of the queue screen. */
export type QueueEntry = {
  documentId: string;
  batchId: string;
  batchName: string;
  title: string;
  numberNotation: string;
  fileName: string;
  sizeBytes: number;
  signedAt: string;
  progress: UploadProgress;
  problem?: KeptProblem | undefined;
  /** Mã kết quả số hóa, once stored. */
  code?: string;
};

/** The signed documents of a batch: those on their way and those already stored. */
export function queueEntries(content: BatchContent): QueueEntry[] {
  return documentsToShow(content).map((document) => {
    const progress = progressOf(document);
    return {
      documentId: document.id,
      batchId: document.batchId,
      batchName: content.batch.name,
      title: fieldValue(document.metadata.title),
      numberNotation: fieldValue(document.metadata.numberNotation),
      fileName: document.fileName,
      sizeBytes: document.signed?.sizeBytes ?? 0,
      signedAt: document.signed?.signedAt ?? '',
      progress,
      problem: document.upload?.problem,
      ...(document.receipt ? { code: document.receipt.code } : {}),
    };
  });
}

/** Signed, and neither removed nor changed since: a changed document must be signed again first. */
function documentsToShow(content: BatchContent): BatchDocument[] {
  if (content.batch.removedAt !== undefined) return [];
  return content.documents.filter((document) => {
    if (!document.signed || document.isRemoved) return false;
    return document.receipt !== undefined || isSignatureCurrent(document, content.pages);
  });
}

const words = {
  queued: 'waiting',
  sending: 'waiting',
  failed: 'waiting',
  received: 'received',
  stored: 'stored',
} as const satisfies Record<UploadProgress['phase'], UploadState>;

/** The word a person reads; `stored` only after the commit answered. */
export function uploadWord(progress: UploadProgress): UploadState {
  return words[progress.phase];
}
