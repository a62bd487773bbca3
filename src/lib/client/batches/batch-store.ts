import type { TextLayer } from '#lib/domain/text-layer.ts';
import type { Batch, BatchDocument, BlobKey, Page, RejectedFile } from './model.ts';

export type BatchContent = {
  batch: Batch;
  documents: BatchDocument[];
  pages: Page[];
  rejectedFiles: RejectedFile[];
};

/** A change that undo can take back: the records before and after. */
export type RecordedChange = {
  id: number;
  batchId: string;
  /** Catalogue key of what was done, e.g. `rotatePage`. */
  label: string;
  at: string;
};

/**
 * The records of this PC's batches. One IndexedDB transaction per call: a call that returned is
 * durable, a call that threw changed nothing. A full quota throws `STORAGE_FULL`.
 */
export interface BatchStore {
  listBatches(personId: string): Promise<Batch[]>;
  createBatch(batch: Batch): Promise<void>;
  readBatch(batchId: string): Promise<BatchContent | undefined>;
  /** Only when every document is stored or removed; removes all blobs of the batch. */
  closeBatch(batchId: string): Promise<void>;

  /** Writes new pages with their bytes and the document they belong to, all or nothing. */
  addDocument(
    document: BatchDocument,
    pages: { page: Page; image: Blob; thumbnail: Blob }[],
    asIsFile?: Blob,
  ): Promise<void>;
  addRejectedFile(file: RejectedFile): Promise<void>;
  dismissRejectedFile(id: string): Promise<void>;

  /** Whole-record writes of progress (states, recognition, metadata, upload); not undoable. */
  saveDocument(document: BatchDocument): Promise<void>;
  /**
   * Reads the newest record, changes it and writes it in one transaction. For writers that hold no
   * lock on the batch (the upload queue): nobody's change is lost. `undefined` when it is gone.
   */
  updateDocument(
    documentId: string,
    change: (current: BatchDocument) => BatchDocument,
  ): Promise<BatchDocument | undefined>;
  /**
   * Tells which batch changed by `updateDocument`, in this tab or another; answers the function that
   * ends it. An open session re-reads `upload`, `receipt` and `state` of the document then.
   */
  watch(listener: (change: { batchId: string; documentId: string }) => void): () => void;
  savePage(page: Page, thumbnail?: Blob): Promise<void>;
  saveTextLayer(pageId: string, layer: TextLayer, page: Page): Promise<void>;
  readTextLayers(pageIds: string[]): Promise<Map<string, TextLayer>>;
  saveSignedPdf(document: BatchDocument, pdf: Blob): Promise<void>;
  readBlob(key: BlobKey): Promise<Blob | undefined>;
  /** After `stored`: frees the blobs of a document, keeps its record and receipt. */
  releaseDocument(document: BatchDocument): Promise<void>;

  /** Writes the changed records and remembers the old ones for undo. */
  applyChange(
    label: string,
    batchId: string,
    changed: { batch?: Batch; documents?: BatchDocument[]; pages?: Page[] },
  ): Promise<void>;
  undo(batchId: string): Promise<RecordedChange | undefined>;
  redo(batchId: string): Promise<RecordedChange | undefined>;
  lastChanges(batchId: string): Promise<{ undo?: RecordedChange; redo?: RecordedChange }>;
}
