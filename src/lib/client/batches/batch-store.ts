import type { TextLayer } from '#lib/domain/text-layer.ts';
import type { Batch, BatchDocument, BlobKey, Page, RejectedFile } from './model.ts';

export type BatchContent = {
  batch: Batch;
  documents: BatchDocument[];
  pages: Page[];
  rejectedFiles: RejectedFile[];
};

/** A page with what is stored for it. `image` is absent for pages of an as-is PDF: its file has them. */
export type NewPage = { page: Page; image?: Blob; thumbnail: Blob; textLayer?: TextLayer };

/** Beside a page that is in the stack already. */
export type StackPlace = { pageId: string; side: 'before' | 'after' };

/** Records as they shall be after the change; new pages of a change bring their bytes. */
export type BatchChange = {
  batch?: Batch;
  documents?: BatchDocument[];
  pages?: Page[];
  newPages?: NewPage[];
};

/** A change that undo can take back: the records before and after. */
export type RecordedChange = {
  id: number;
  batchId: string;
  /** Catalogue key of what was done, e.g. `rotatePage`. */
  label: string;
  at: string;
};

/** An edit of documents on top of what is stored, so that no other writer is overwritten. */
export type DocumentEdit = {
  batchId: string;
  label: string;
  documentIds: readonly string[];
  update: (document: BatchDocument) => BatchDocument;
  /** Edits of the same step that follow each other are taken back together. */
  step: string;
};

/** Records as they are now stored. */
export type WrittenRecords = {
  batch?: Batch;
  documents?: BatchDocument[];
  pages?: Page[];
  rejectedFiles?: RejectedFile[];
  /** Of rejected files that are no longer kept. */
  dismissedFileIds?: string[];
};

/**
 * Told to every open store of this browser after a write, also to those of other tabs. Without
 * `written` the batch has to be read anew.
 */
export type StoreNotice = { batchId: string; written?: WrittenRecords };

/**
 * The records of this PC's batches. One IndexedDB transaction per call: a call that returned is
 * durable, a call that threw changed nothing. A full quota throws `STORAGE_FULL`.
 */
export interface BatchStore {
  listBatches(personId: string): Promise<Batch[]>;
  createBatch(batch: Batch): Promise<void>;
  /** Name and removal of a batch; not undoable by `undo`. The order of its documents is left alone. */
  saveBatch(batch: Batch): Promise<void>;
  readBatch(batchId: string): Promise<BatchContent | undefined>;
  /** Only when every document is stored or removed, else `DOCUMENT_STATE_CONFLICT`; erases the batch from this PC. */
  closeBatch(batchId: string): Promise<void>;
  /** Erases a batch that the person removed, with all its blobs. Others: `DOCUMENT_STATE_CONFLICT`. */
  eraseRemovedBatch(batchId: string): Promise<void>;

  /**
   * Writes new pages with their bytes and the document they belong to, all or nothing. With
   * `expectedFileId` the file that was expected under this id has arrived.
   */
  addDocument(
    document: BatchDocument,
    pages: NewPage[],
    asIsFile?: Blob,
    expectedFileId?: string,
  ): Promise<void>;
  /**
   * Puts new pages into the document that has the page of the place, in this order; that document is
   * to be looked at again. `NOT_FOUND`; `DOCUMENT_STATE_CONFLICT` when its pages must stay as they are.
   */
  insertPages(pages: NewPage[], place: StackPlace): Promise<void>;
  /** Notes files about to be imported: if the tab dies, the batch says which never became pages. */
  expectFiles(files: readonly RejectedFile[]): Promise<void>;
  addRejectedFile(file: RejectedFile): Promise<void>;
  dismissRejectedFile(id: string): Promise<void>;

  /** Whole-record writes of progress (states, recognition, metadata, upload); not undoable. */
  saveDocument(document: BatchDocument): Promise<void>;
  /**
   * Reads, changes and writes one document in one transaction, so that two writers (tagging, upload
   * queue, recognition) never overwrite each other. Answers the written record.
   */
  updateDocument(
    documentId: string,
    update: (document: BatchDocument) => BatchDocument,
  ): Promise<BatchDocument | undefined>;
  savePage(page: Page, thumbnail?: Blob): Promise<void>;
  saveTextLayer(pageId: string, layer: TextLayer, page: Page, thumbnail?: Blob): Promise<void>;
  readTextLayers(pageIds: string[]): Promise<Map<string, TextLayer>>;
  saveSignedPdf(document: BatchDocument, pdf: Blob): Promise<void>;
  readBlob(key: BlobKey): Promise<Blob | undefined>;
  /** After `stored`: frees the blobs of a document, keeps its record and receipt. */
  releaseDocument(document: BatchDocument): Promise<void>;

  /** Writes the changed records and remembers the old ones for undo. */
  applyChange(label: string, batchId: string, changed: BatchChange): Promise<void>;
  /** Changes documents as `updateDocument` does and remembers it for undo. Answers the written records. */
  editDocuments(edit: DocumentEdit): Promise<BatchDocument[]>;
  /** `DOCUMENT_STATE_CONFLICT` when a document it touches is already on its way. */
  undo(batchId: string): Promise<RecordedChange | undefined>;
  redo(batchId: string): Promise<RecordedChange | undefined>;
  lastChanges(batchId: string): Promise<{ undo?: RecordedChange; redo?: RecordedChange }>;

  /** Calls back after every write to any batch, whoever wrote. Answers the way to stop. */
  subscribe(listener: (notice: StoreNotice) => void): () => void;
}
