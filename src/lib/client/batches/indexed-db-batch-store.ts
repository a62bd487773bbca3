import { AppError } from '#lib/domain/app-error.ts';
import { isAtLeast } from '#lib/domain/document-state.ts';
import type { TextLayer } from '#lib/domain/text-layer.ts';
import { arrangementObstacle, reopened } from './arrangement.ts';
import { type BatchDatabase, openBatchDatabase } from './batch-database.ts';
import type {
  BatchChange,
  BatchContent,
  BatchStore,
  DocumentEdit,
  NewPage,
  RecordedChange,
  StackPlace,
  StoreNotice,
} from './batch-store.ts';
import { BatchWrites } from './batch-writes.ts';
import { ChangeHistory } from './change-history.ts';
import type { Batch, BatchDocument, BlobKey, Page, RejectedFile } from './model.ts';
import { putBlob, putNewPage } from './put-new-page.ts';

const contentStores = ['batches', 'documents', 'pages', 'rejectedFiles'] as const;
const allOfABatch = [
  'documents',
  'pages',
  'rejectedFiles',
  'textLayers',
  'blobs',
  'changes',
] as const;
/** The batches of this PC in IndexedDB; every write is flushed to disk before it counts. */
export class IndexedDbBatchStore implements BatchStore, Disposable {
  readonly #database: BatchDatabase;
  readonly #writes: BatchWrites;
  readonly #history: ChangeHistory;

  static async open(name?: string): Promise<IndexedDbBatchStore> {
    return new IndexedDbBatchStore(await openBatchDatabase(name));
  }

  constructor(database: BatchDatabase) {
    this.#database = database;
    this.#writes = new BatchWrites(database);
    this.#history = new ChangeHistory(database, this.#writes);
  }

  [Symbol.dispose](): void {
    this.#writes[Symbol.dispose]();
    this.#database.close();
  }

  subscribe(listener: (notice: StoreNotice) => void): () => void {
    return this.#writes.subscribe(listener);
  }

  async listBatches(personId: string): Promise<Batch[]> {
    const batches = await this.#database.getAllFromIndex('batches', 'byPerson', personId);
    return batches.sort((a, b) => b.createdAt.localeCompare(a.createdAt));
  }

  async createBatch(batch: Batch): Promise<void> {
    await this.#writes.write(batch.id, ['batches'], (write) =>
      write.objectStore('batches').add(batch),
    );
  }

  async saveBatch(batch: Batch): Promise<void> {
    await this.#writes.write(batch.id, ['batches'], async (write) => {
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
    await this.#writes.write(
      document.batchId,
      ['batches', 'documents', 'pages', 'blobs', 'textLayers', 'rejectedFiles'],
      async (write) => {
        const batch = await write.objectStore('batches').get(document.batchId);
        if (!batch) throw new AppError('NOT_FOUND');
        const grown = { ...batch, documentIds: [...batch.documentIds, document.id] };
        await Promise.all([
          write.objectStore('documents').add(document),
          write.objectStore('batches').put(grown),
          asIsFile && putBlob(write, document.batchId, `as-is:${document.id}`, asIsFile),
          ...pages.map((page) => putNewPage(write, page)),
          expectedFileId && write.objectStore('rejectedFiles').delete(expectedFileId),
        ]);
        return grown;
      },
      (batch) => ({
        batch,
        documents: [document],
        pages: pages.map(({ page }) => page),
        ...(expectedFileId !== undefined && { dismissedFileIds: [expectedFileId] }),
      }),
    );
  }

  async insertPages(pages: NewPage[], { pageId, side }: StackPlace): Promise<void> {
    const batchId = pages[0]?.page.batchId;
    if (batchId === undefined) return;
    await this.#writes.write(
      batchId,
      ['documents', 'pages', 'blobs', 'textLayers'],
      async (write) => {
        const neighbour = await write.objectStore('pages').get(pageId);
        const document =
          neighbour && (await write.objectStore('documents').get(neighbour.documentId));
        if (!document || document.batchId !== batchId) throw new AppError('NOT_FOUND');
        if (arrangementObstacle(document)) throw new AppError('DOCUMENT_STATE_CONFLICT');
        const pageIds = [...document.pageIds];
        const at = pageIds.indexOf(pageId) + (side === 'after' ? 1 : 0);
        pageIds.splice(at, 0, ...pages.map(({ page }) => page.id));
        const grown = reopened({ ...document, pageIds, isRemoved: false });
        const placed = pages.map((each) => ({
          ...each,
          page: { ...each.page, documentId: document.id },
        }));
        await Promise.all([
          write.objectStore('documents').put(grown),
          ...placed.map((each) => putNewPage(write, each)),
        ]);
        return { documents: [grown], pages: placed.map(({ page }) => page) };
      },
      (written) => written,
    );
  }

  async expectFiles(files: readonly RejectedFile[]): Promise<void> {
    const [first] = files;
    if (!first) return;
    await this.#writes.write(
      first.batchId,
      ['rejectedFiles'],
      (write) => Promise.all(files.map((file) => write.objectStore('rejectedFiles').put(file))),
      () => ({ rejectedFiles: [...files] }),
    );
  }

  async addRejectedFile(file: RejectedFile): Promise<void> {
    await this.#writes.write(
      file.batchId,
      ['rejectedFiles'],
      (write) => write.objectStore('rejectedFiles').put(file),
      () => ({ rejectedFiles: [file] }),
    );
  }

  async dismissRejectedFile(id: string): Promise<void> {
    const file = await this.#database.get('rejectedFiles', id);
    if (!file) return;
    await this.#writes.write(
      file.batchId,
      ['rejectedFiles'],
      (write) => write.objectStore('rejectedFiles').delete(id),
      () => ({ dismissedFileIds: [id] }),
    );
  }

  async saveDocument(document: BatchDocument): Promise<void> {
    await this.#writes.write(
      document.batchId,
      ['documents'],
      (write) => write.objectStore('documents').put(document),
      () => ({ documents: [document] }),
    );
  }

  async updateDocument(
    documentId: string,
    update: (document: BatchDocument) => BatchDocument,
  ): Promise<BatchDocument | undefined> {
    const known = await this.#database.get('documents', documentId);
    if (!known) return undefined;
    return this.#writes.write(
      known.batchId,
      ['documents'],
      async (write) => {
        const current = await write.objectStore('documents').get(documentId);
        if (!current) return undefined;
        const next = update(current);
        if (next !== current) await write.objectStore('documents').put(next);
        return next;
      },
      (next) => (next ? { documents: [next] } : {}),
    );
  }

  async savePage(page: Page, thumbnail?: Blob): Promise<void> {
    await this.#writes.write(
      page.batchId,
      ['pages', 'blobs'],
      (write) =>
        Promise.all([
          write.objectStore('pages').put(page),
          thumbnail && putBlob(write, page.batchId, `thumbnail:${page.id}`, thumbnail),
        ]),
      () => ({ pages: [page] }),
    );
  }

  async saveTextLayer(
    pageId: string,
    layer: TextLayer,
    page: Page,
    thumbnail?: Blob,
  ): Promise<void> {
    await this.#writes.write(
      page.batchId,
      ['pages', 'textLayers', 'blobs'],
      (write) =>
        Promise.all([
          write.objectStore('textLayers').put({ pageId, batchId: page.batchId, layer }),
          write.objectStore('pages').put(page),
          thumbnail && putBlob(write, page.batchId, `thumbnail:${pageId}`, thumbnail),
        ]),
      () => ({ pages: [page] }),
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
    await this.#writes.write(document.batchId, ['documents', 'blobs'], (write) =>
      Promise.all([
        write.objectStore('documents').put(document),
        putBlob(write, document.batchId, `signed:${document.id}`, pdf),
      ]),
    );
  }

  async readBlob(key: BlobKey): Promise<Blob | undefined> {
    return (await this.#database.get('blobs', key))?.blob;
  }

  async releaseDocument(document: BatchDocument): Promise<void> {
    await this.#writes.write(document.batchId, ['documents', 'blobs', 'textLayers'], (write) => {
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

  applyChange(label: string, batchId: string, changed: BatchChange): Promise<void> {
    return this.#history.apply(label, batchId, changed);
  }

  editDocuments(edit: DocumentEdit): Promise<BatchDocument[]> {
    return this.#history.edit(edit);
  }

  undo(batchId: string): Promise<RecordedChange | undefined> {
    return this.#history.reverse(batchId, 'undo');
  }

  redo(batchId: string): Promise<RecordedChange | undefined> {
    return this.#history.reverse(batchId, 'redo');
  }

  lastChanges(batchId: string): Promise<{ undo?: RecordedChange; redo?: RecordedChange }> {
    return this.#history.last(batchId);
  }

  async readKept(key: string): Promise<unknown> {
    return this.#database.get('kept', key);
  }

  async keep(key: string, value: unknown): Promise<void> {
    await this.#database.put('kept', value, key);
  }

  async #erase(
    batchId: string,
    mayGo: (batch: Batch, documents: BatchDocument[]) => boolean,
  ): Promise<void> {
    await this.#writes.write(batchId, ['batches', ...allOfABatch], async (write) => {
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
}
