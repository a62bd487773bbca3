import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { TextLayer } from '#lib/domain/text-layer.ts';
import type { Batch, BatchDocument, BlobKey, Page, RejectedFile } from './model.ts';
import { storageError } from './storage-error.ts';
import type { ChangeEntry } from './undo-log.ts';

export type BlobRow = { key: BlobKey; batchId: string; blob: Blob };
export type TextLayerRow = { pageId: string; batchId: string; layer: TextLayer };
export type ChangeRow = {
  id?: number;
  batchId: string;
  label: string;
  at: string;
  isUndone: boolean;
  /** Writes of one step that follow each other are one change: all that was typed into a field. */
  step?: string;
  entry: ChangeEntry;
};

export interface BatchDatabaseSchema extends DBSchema {
  batches: { key: string; value: Batch; indexes: { byPerson: string } };
  documents: { key: string; value: BatchDocument; indexes: { byBatch: string } };
  pages: { key: string; value: Page; indexes: { byBatch: string } };
  rejectedFiles: { key: string; value: RejectedFile; indexes: { byBatch: string } };
  textLayers: { key: string; value: TextLayerRow; indexes: { byBatch: string } };
  blobs: { key: BlobKey; value: BlobRow; indexes: { byBatch: string } };
  changes: { key: number; value: ChangeRow; indexes: { byBatch: string } };
  /** What was fetched once for working without the server; parsed again when read. */
  kept: { key: string; value: unknown };
}

export type BatchDatabase = IDBPDatabase<BatchDatabaseSchema>;

export const BATCH_DATABASE_NAME = 'tram-so-hoa';
const VERSION = 1;

/** Opens (and on first use creates) the database of this PC's batches. Throws `STORAGE_FULL`. */
export async function openBatchDatabase(name = BATCH_DATABASE_NAME): Promise<BatchDatabase> {
  const database = await openDB<BatchDatabaseSchema>(name, VERSION, {
    upgrade(created) {
      created.createObjectStore('batches', { keyPath: 'id' }).createIndex('byPerson', 'personId');
      for (const store of ['documents', 'pages', 'rejectedFiles'] as const) {
        created.createObjectStore(store, { keyPath: 'id' }).createIndex('byBatch', 'batchId');
      }
      created
        .createObjectStore('textLayers', { keyPath: 'pageId' })
        .createIndex('byBatch', 'batchId');
      created.createObjectStore('blobs', { keyPath: 'key' }).createIndex('byBatch', 'batchId');
      created
        .createObjectStore('changes', { keyPath: 'id', autoIncrement: true })
        .createIndex('byBatch', 'batchId');
      created.createObjectStore('kept');
    },
    // A newer version of the station in another tab goes first; this one says so when it writes.
    blocking: () => database.close(),
  }).catch((error: unknown) => {
    throw storageError(error);
  });
  return database;
}
