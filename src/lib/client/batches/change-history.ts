import { AppError } from '#lib/domain/app-error.ts';
import type { BatchDatabase, ChangeRow } from './batch-database.ts';
import type { BatchChange, RecordedChange } from './batch-store.ts';
import type { BatchWrites, Writing } from './batch-writes.ts';
import { putNewPage } from './put-new-page.ts';
import { describeChange, reverse, type StoredRecords } from './undo-log.ts';

/** Changes that can be taken back, per batch. */
const REMEMBERED_CHANGES = 200;

const changedStores = ['batches', 'documents', 'pages', 'blobs', 'textLayers', 'changes'] as const;
type Changing = Writing<(typeof changedStores)[number]>;

/** Changes of batches that undo takes back and redo makes again, kept beside the records. */
export class ChangeHistory {
  readonly #database: BatchDatabase;
  readonly #writes: BatchWrites;

  constructor(database: BatchDatabase, writes: BatchWrites) {
    this.#database = database;
    this.#writes = writes;
  }

  /** Writes the changed records and remembers the old ones. A change of nothing is none. */
  async apply(label: string, batchId: string, changed: BatchChange): Promise<void> {
    const newPages = changed.newPages ?? [];
    const documents = changed.documents ?? [];
    const pages = [...(changed.pages ?? []), ...newPages.map((each) => each.page)];
    if (!changed.batch && documents.length === 0 && pages.length === 0) return;
    await this.#writes.write(batchId, [...changedStores], async (write) => {
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
        ...newPages.map((page) => putNewPage(write, page)),
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

  async last(batchId: string): Promise<{ undo?: RecordedChange; redo?: RecordedChange }> {
    const rows = await this.#database.getAllFromIndex('changes', 'byBatch', batchId);
    const undo = nextToReverse(rows, 'undo');
    const redo = nextToReverse(rows, 'redo');
    return {
      ...(undo && { undo: recorded(undo) }),
      ...(redo && { redo: recorded(redo) }),
    };
  }

  reverse(batchId: string, direction: 'undo' | 'redo'): Promise<RecordedChange | undefined> {
    return this.#writes.write(batchId, [...changedStores], async (write) => {
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

  async #storedRecords(write: Changing, batchId: string): Promise<StoredRecords> {
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
  async #forgetChanges(write: Changing, batchId: string): Promise<void> {
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
}

function nextToReverse(rows: ChangeRow[], direction: 'undo' | 'redo'): ChangeRow | undefined {
  return direction === 'undo'
    ? rows.findLast((row) => !row.isUndone)
    : rows.find((row) => row.isUndone);
}

function recorded(row: ChangeRow): RecordedChange {
  return { id: row.id ?? 0, batchId: row.batchId, label: row.label, at: row.at };
}
