import type { IDBPTransaction, StoreNames } from 'idb';
import { AppError } from '#lib/domain/app-error.ts';
import { isAtLeast } from '#lib/domain/document-state.ts';
import type { TextLayer } from '#lib/domain/text-layer.ts';
import {
  type BatchDatabase,
  type BatchDatabaseSchema,
  type ChangeRow,
  openBatchDatabase,
} from './batch-database.ts';
import type {
  BatchChange,
  BatchContent,
  BatchStore,
  NewPage,
  RecordedChange,
  StoreNotice,
} from './batch-store.ts';
import type { Batch, BatchDocument, BlobKey, Page, RejectedFile } from './model.ts';
import { storageError } from './storage-error.ts';
import { describeChange, reverse, type StoredRecords } from './undo-log.ts';

const CHANNEL = 'tram-so-hoa:batches';
/** Changes that can be taken back, per batch. */
const REMEMBERED_CHANGES = 200;

type StoreName = StoreNames<BatchDatabaseSchema>;
type Writing<Names extends StoreName> = IDBPTransaction<BatchDatabaseSchema, Names[], 'readwrite'>;
type Arranging = Writing<(typeof arrangingStores)[number]>;

const contentStores = ['batches', 'documents', 'pages', 'rejectedFiles'] as const;
const allOfABatch = [
  'documents',
  'pages',
  'rejectedFiles',
  'textLayers',
  'blobs',
  'changes',
] as const;
const arrangingStores = [
  'batches',
  'documents',
  'pages',
  'blobs',
  'textLayers',
  'changes',
  'rejectedFiles',
] as const;

/** The batches of this PC in IndexedDB; every write is flushed to disk before it counts. */
export class IndexedDbBatchStore implements BatchStore, Disposable {
  readonly #database: BatchDatabase;
  readonly #channel: BroadcastChannel;
  readonly #listeners = new Set<(notice: StoreNotice) => void>();

  static async open(name?: string): Promise<IndexedDbBatchStore> {
    return new IndexedDbBatchStore(await openBatchDatabase(name));
  }

  constructor(database: BatchDatabase) {
    this.#database = database;
    this.#channel = new BroadcastChannel(`${CHANNEL}:${database.name}`);
    this.#channel.addEventListener('message', (event: MessageEvent<StoreNotice>) =>
      this.#tell(event.data),
    );
  }

  [Symbol.dispose](): void {
    this.#listeners.clear();
    this.#channel.close();
    this.#database.close();
  }

  subscribe(listener: (notice: StoreNotice) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async listBatches(personId: string): Promise<Batch[]> {
    const batches = await this.#database.getAllFromIndex('batches', 'byPerson', personId);
    return batches.sort((a, b) => b.createdAt.localeCompare(a.createdAt));
  }

  async createBatch(batch: Batch): Promise<void> {
    await this.#write(batch.id, ['batches'], (write) => write.objectStore('batches').add(batch));
  }

  async saveBatch(batch: Batch): Promise<void> {
    await this.#write(batch.id, ['batches'], async (write) => {
      const stored = await write.objectStore('batches').get(batch.id);
      if (!stored) throw new AppError('NOT_FOUND');
      await write.objectStore('batches').put({ ...batch, documentIds: stored.documentIds });
    });
  }

  async readBatch(batchId: string): Promise<BatchContent | undefined> {
    const read = this.#database.transaction([...contentStores], 'readonly');
    const [batch, documents, pages, rejectedFiles] = await Promise.all([
      read.objectStore('batches').get(batchId),
      read.objectStore('documents').index('byBatch').getAll(batchId),
      read.objectStore('pages').index('byBatch').getAll(batchId),
      read.objectStore('rejectedFiles').index('byBatch').getAll(batchId),
    ]);
    return batch && { batch, documents, pages, rejectedFiles };
  }

  async closeBatch(batchId: string): Promise<void> {
    await this.#erase(batchId, (_batch, documents) =>
      documents.every((document) => document.isRemoved || isAtLeast(document.state, 'stored')),
    );
  }

  async eraseRemovedBatch(batchId: string): Promise<void> {
    await this.#erase(batchId, (batch) => batch.removedAt !== undefined);
  }

  async addDocument(
    document: BatchDocument,
    pages: NewPage[],
    asIsFile?: Blob,
    expectedFileId?: string,
  ): Promise<void> {
    await this.#write(document.batchId, [...arrangingStores], async (write) => {
      const batch = await write.objectStore('batches').get(document.batchId);
      if (!batch) throw new AppError('NOT_FOUND');
      await Promise.all([
        write.objectStore('documents').add(document),
        write
          .objectStore('batches')
          .put({ ...batch, documentIds: [...batch.documentIds, document.id] }),
        asIsFile && this.#putBlob(write, document.batchId, `as-is:${document.id}`, asIsFile),
        ...pages.map((page) => this.#putNewPage(write, page)),
        expectedFileId && write.objectStore('rejectedFiles').delete(expectedFileId),
      ]);
    });
  }

  async expectFiles(files: readonly RejectedFile[]): Promise<void> {
    const [first] = files;
    if (!first) return;
    await this.#write(first.batchId, ['rejectedFiles'], (write) =>
      Promise.all(files.map((file) => write.objectStore('rejectedFiles').put(file))),
    );
  }

  async addRejectedFile(file: RejectedFile): Promise<void> {
    await this.#write(file.batchId, ['rejectedFiles'], (write) =>
      write.objectStore('rejectedFiles').put(file),
    );
  }

  async dismissRejectedFile(id: string): Promise<void> {
    const file = await this.#database.get('rejectedFiles', id);
    if (!file) return;
    await this.#write(file.batchId, ['rejectedFiles'], (write) =>
      write.objectStore('rejectedFiles').delete(id),
    );
  }

  async saveDocument(document: BatchDocument): Promise<void> {
    await this.#write(document.batchId, ['documents'], (write) =>
      write.objectStore('documents').put(document),
    );
  }

  async updateDocument(
    documentId: string,
    update: (document: BatchDocument) => BatchDocument,
  ): Promise<BatchDocument | undefined> {
    const known = await this.#database.get('documents', documentId);
    if (!known) return undefined;
    return this.#write(known.batchId, ['documents'], async (write) => {
      const current = await write.objectStore('documents').get(documentId);
      if (!current) return undefined;
      const next = update(current);
      if (next !== current) await write.objectStore('documents').put(next);
      return next;
    });
  }

  async savePage(page: Page, thumbnail?: Blob): Promise<void> {
    await this.#write(page.batchId, ['pages', 'blobs'], (write) =>
      Promise.all([
        write.objectStore('pages').put(page),
        thumbnail && this.#putBlob(write, page.batchId, `thumbnail:${page.id}`, thumbnail),
      ]),
    );
  }

  async saveTextLayer(
    pageId: string,
    layer: TextLayer,
    page: Page,
    thumbnail?: Blob,
  ): Promise<void> {
    await this.#write(page.batchId, ['pages', 'textLayers', 'blobs'], (write) =>
      Promise.all([
        write.objectStore('textLayers').put({ pageId, batchId: page.batchId, layer }),
        write.objectStore('pages').put(page),
        thumbnail && this.#putBlob(write, page.batchId, `thumbnail:${pageId}`, thumbnail),
      ]),
    );
  }

  async readTextLayers(pageIds: string[]): Promise<Map<string, TextLayer>> {
    const read = this.#database.transaction('textLayers', 'readonly');
    const rows = await Promise.all(pageIds.map((id) => read.store.get(id)));
    return new Map(
      rows.filter((row) => row !== undefined).map((row) => [row.pageId, row.layer] as const),
    );
  }

  async saveSignedPdf(document: BatchDocument, pdf: Blob): Promise<void> {
    await this.#write(document.batchId, ['documents', 'blobs'], (write) =>
      Promise.all([
        write.objectStore('documents').put(document),
        this.#putBlob(write, document.batchId, `signed:${document.id}`, pdf),
      ]),
    );
  }

  async readBlob(key: BlobKey): Promise<Blob | undefined> {
    return (await this.#database.get('blobs', key))?.blob;
  }

  async releaseDocument(document: BatchDocument): Promise<void> {
    await this.#write(document.batchId, ['documents', 'blobs', 'textLayers'], (write) => {
      const blobs = write.objectStore('blobs');
      return Promise.all([
        write.objectStore('documents').put(document),
        blobs.delete(`as-is:${document.id}`),
        blobs.delete(`signed:${document.id}`),
        ...document.pageIds.map((id) => blobs.delete(`page:${id}`)),
        ...document.pageIds.map((id) => write.objectStore('textLayers').delete(id)),
      ]);
    });
  }

  async applyChange(label: string, batchId: string, changed: BatchChange): Promise<void> {
    const newPages = changed.newPages ?? [];
    const documents = changed.documents ?? [];
    const pages = [...(changed.pages ?? []), ...newPages.map((each) => each.page)];
    if (!changed.batch && documents.length === 0 && pages.length === 0) return;
    await this.#write(batchId, [...arrangingStores], async (write) => {
      const stored = await this.#storedRecords(write, batchId);
      const entry = describeChange(stored, {
        ...(changed.batch && { batch: changed.batch }),
        documents,
        pages,
      });
      await this.#forgetChanges(write, batchId);
      await Promise.all([
        changed.batch && write.objectStore('batches').put(changed.batch),
        ...documents.map((document) => write.objectStore('documents').put(document)),
        ...(changed.pages ?? []).map((page) => write.objectStore('pages').put(page)),
        ...newPages.map((page) => this.#putNewPage(write, page)),
        write.objectStore('changes').add({
          batchId,
          label,
          at: new Date().toISOString(),
          isUndone: false,
          entry,
        }),
      ]);
    });
  }

  undo(batchId: string): Promise<RecordedChange | undefined> {
    return this.#reverse(batchId, 'undo');
  }

  redo(batchId: string): Promise<RecordedChange | undefined> {
    return this.#reverse(batchId, 'redo');
  }

  async lastChanges(batchId: string): Promise<{ undo?: RecordedChange; redo?: RecordedChange }> {
    const rows = await this.#database.getAllFromIndex('changes', 'byBatch', batchId);
    const undo = nextToReverse(rows, 'undo');
    const redo = nextToReverse(rows, 'redo');
    return {
      ...(undo && { undo: recorded(undo) }),
      ...(redo && { redo: recorded(redo) }),
    };
  }

  async readKept(key: string): Promise<unknown> {
    return this.#database.get('kept', key);
  }

  async keep(key: string, value: unknown): Promise<void> {
    await this.#database.put('kept', value, key);
  }

  #reverse(batchId: string, direction: 'undo' | 'redo'): Promise<RecordedChange | undefined> {
    return this.#write(batchId, [...arrangingStores], async (write) => {
      const rows = await write.objectStore('changes').index('byBatch').getAll(batchId);
      const row = nextToReverse(rows, direction);
      if (!row) return undefined;
      const reversal = reverse(row.entry, direction, await this.#storedRecords(write, batchId));
      await Promise.all([
        reversal.batch && write.objectStore('batches').put(reversal.batch),
        ...reversal.documents.map((document) => write.objectStore('documents').put(document)),
        ...reversal.pages.map((page) => write.objectStore('pages').put(page)),
        ...reversal.deletedDocumentIds.map((id) => write.objectStore('documents').delete(id)),
        ...reversal.deletedPageIds.map((id) => write.objectStore('pages').delete(id)),
        write
          .objectStore('changes')
          .put({ ...row, isUndone: direction === 'undo', entry: reversal.entry }),
      ]);
      return recorded(row);
    });
  }

  async #storedRecords(write: Arranging, batchId: string): Promise<StoredRecords> {
    const [batch, documents, pages] = await Promise.all([
      write.objectStore('batches').get(batchId),
      write.objectStore('documents').index('byBatch').getAll(batchId),
      write.objectStore('pages').index('byBatch').getAll(batchId),
    ]);
    if (!batch) throw new AppError('NOT_FOUND');
    return {
      batch,
      documents: new Map(documents.map((document) => [document.id, document])),
      pages: new Map(pages.map((page) => [page.id, page])),
    };
  }

  /** A new change ends what could be done again; the oldest changes are let go. */
  async #forgetChanges(write: Arranging, batchId: string): Promise<void> {
    const changes = write.objectStore('changes');
    const rows = await changes.index('byBatch').getAll(batchId);
    const done = rows.filter((row) => !row.isUndone);
    const forgotten = [
      ...rows.filter((row) => row.isUndone),
      ...done.slice(0, Math.max(0, done.length - REMEMBERED_CHANGES + 1)),
    ];
    await Promise.all(
      forgotten.flatMap((row) => (row.id === undefined ? [] : changes.delete(row.id))),
    );
  }

  #putNewPage(write: Arranging, { page, image, thumbnail, textLayer }: NewPage): Promise<unknown> {
    const { id, batchId } = page;
    return Promise.all([
      write.objectStore('pages').put(page),
      image && this.#putBlob(write, batchId, `page:${id}`, image),
      this.#putBlob(write, batchId, `thumbnail:${id}`, thumbnail),
      textLayer && write.objectStore('textLayers').put({ pageId: id, batchId, layer: textLayer }),
    ]);
  }

  #putBlob<Names extends StoreName>(
    write: Writing<Names | 'blobs'>,
    batchId: string,
    key: BlobKey,
    blob: Blob,
  ): Promise<unknown> {
    return write.objectStore('blobs').put({ key, batchId, blob });
  }

  async #erase(
    batchId: string,
    mayGo: (batch: Batch, documents: BatchDocument[]) => boolean,
  ): Promise<void> {
    await this.#write(batchId, ['batches', ...allOfABatch], async (write) => {
      const batch = await write.objectStore('batches').get(batchId);
      if (!batch) return;
      const documents = await write.objectStore('documents').index('byBatch').getAll(batchId);
      if (!mayGo(batch, documents)) throw new AppError('DOCUMENT_STATE_CONFLICT');
      await write.objectStore('batches').delete(batchId);
      for (const name of allOfABatch) {
        const store = write.objectStore(name);
        for (const key of await store.index('byBatch').getAllKeys(batchId)) {
          await store.delete(key);
        }
      }
    });
  }

  /** One transaction, flushed to disk; on any error it is rolled back and nothing was written. */
  async #write<Names extends StoreName, Result>(
    batchId: string,
    stores: Names[],
    deed: (write: Writing<Names>) => Promise<Result>,
  ): Promise<Result> {
    const write = this.#database.transaction(stores, 'readwrite', { durability: 'strict' });
    const done = write.done.then(
      () => undefined,
      (error: unknown) => ({ error }),
    );
    let result: Result;
    try {
      result = await deed(write);
    } catch (error) {
      abortQuietly(write);
      await done;
      throw storageError(error instanceof AppError ? error : (write.error ?? error));
    }
    const ended = await done;
    if (ended) throw storageError(write.error ?? ended.error);
    const notice = { batchId };
    this.#channel.postMessage(notice);
    this.#tell(notice);
    return result;
  }

  #tell(notice: StoreNotice): void {
    for (const listener of this.#listeners) listener(notice);
  }
}

function abortQuietly(write: { abort(): void }): void {
  try {
    write.abort();
  } catch {
    // The failed request has ended it already.
  }
}

function nextToReverse(rows: ChangeRow[], direction: 'undo' | 'redo'): ChangeRow | undefined {
  return direction === 'undo'
    ? rows.findLast((row) => !row.isUndone)
    : rows.find((row) => row.isUndone);
}

function recorded(row: ChangeRow): RecordedChange {
  return { id: row.id ?? 0, batchId: row.batchId, label: row.label, at: row.at };
}
