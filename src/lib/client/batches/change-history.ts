import type { IDBPObjectStore, StoreNames } from 'idb';
import { AppError } from '#lib/domain/app-error.ts';
import type { BatchDatabase, BatchDatabaseSchema, ChangeRow } from './batch-database.ts';
import type { BatchChange, DocumentEdit, RecordedChange } from './batch-store.ts';
import type { BatchDocument } from './model.ts';
import type { BatchWrites, Writing } from './batch-writes.ts';
import { putNewPage } from './put-new-page.ts';
import {
  describeChange,
  describeDocuments,
  joined,
  reverse,
  type StoredRecords,
} from './undo-log.ts';

/** Changes that can be taken back, per batch. */
const REMEMBERED_CHANGES = 500;

const changedStores = ['batches', 'documents', 'pages', 'blobs', 'textLayers', 'changes'] as const;
type Changing = Writing<(typeof changedStores)[number]>;
type Changes = IDBPObjectStore<
  BatchDatabaseSchema,
  ArrayLike<StoreNames<BatchDatabaseSchema>>,
  'changes',
  'readwrite'
>;
type Remembered = Omit<ChangeRow, 'id' | 'at' | 'isUndone'>;

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
      await Promise.all([
        this.#remember(write.objectStore('changes'), { batchId, label, entry }),
        changed.batch && write.objectStore('batches').put(changed.batch),
        ...documents.map((document) => write.objectStore('documents').put(document)),
        ...(changed.pages ?? []).map((page) => write.objectStore('pages').put(page)),
        ...newPages.map((page) => putNewPage(write, page)),
      ]);
    });
  }

  /** Edits documents on top of what is stored; an edit that changes nothing is none. */
  edit({ batchId, label, documentIds, update, step }: DocumentEdit): Promise<BatchDocument[]> {
    const written = (documents: BatchDocument[]) => ({ documents });
    const deed = async (write: Writing<'documents' | 'changes'>) => {
      const documents = write.objectStore('documents');
      const found = await Promise.all(documentIds.map((id) => documents.get(id)));
      const stored = found.filter((document) => document !== undefined);
      const changed = stored.map(update).filter((next, place) => next !== stored[place]);
      if (changed.length === 0) return [];
      await Promise.all(changed.map((document) => documents.put(document)));
      const before = new Map(stored.map((document) => [document.id, document]));
      const entry = { documents: describeDocuments(before, changed), pages: [] };
      await this.#remember(write.objectStore('changes'), { batchId, label, step, entry });
      return changed;
    };
    return this.#writes.write(batchId, ['documents', 'changes'], deed, written);
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

  /** Lengthens the last change where it is of the same step, else adds one. */
  async #remember(changes: Changes, change: Remembered): Promise<void> {
    const { batchId, step } = change;
    const rows = await changes.index('byBatch').getAll(batchId);
    const last = rows.at(-1);
    if (step !== undefined && last?.step === step && !last.isUndone) {
      await changes.put({ ...last, entry: joined(last.entry, change.entry) });
      return;
    }
    await forgetChanges(changes, rows);
    await changes.add({ ...change, at: new Date().toISOString(), isUndone: false });
  }
}

/** A new change ends what could be done again; the oldest changes are let go. */
async function forgetChanges(changes: Changes, rows: readonly ChangeRow[]): Promise<void> {
  const done = rows.filter((row) => !row.isUndone);
  const forgotten = [
    ...rows.filter((row) => row.isUndone),
    ...done.slice(0, Math.max(0, done.length - REMEMBERED_CHANGES + 1)),
  ];
  await Promise.all(
    forgotten.flatMap((row) => (row.id === undefined ? [] : changes.delete(row.id))),
  );
}

function nextToReverse(rows: ChangeRow[], direction: 'undo' | 'redo'): ChangeRow | undefined {
  return direction === 'undo'
    ? rows.findLast((row) => !row.isUndone)
    : rows.find((row) => row.isUndone);
}

function recorded(row: ChangeRow): RecordedChange {
  return { id: row.id ?? 0, batchId: row.batchId, label: row.label, at: row.at };
}
