import type { IDBPTransaction, StoreNames } from 'idb';
import { AppError } from '#lib/domain/app-error.ts';
import type { BatchDatabase, BatchDatabaseSchema } from './batch-database.ts';
import type { StoreNotice, WrittenRecords } from './batch-store.ts';
import { storageError } from './storage-error.ts';

export type StoreName = StoreNames<BatchDatabaseSchema>;
export type Writing<Names extends StoreName> = IDBPTransaction<
  BatchDatabaseSchema,
  Names[],
  'readwrite'
>;

const CHANNEL = 'tram-so-hoa:batches';

/** Durable writes to the database of batches, told to everyone who watches, also in other tabs. */
export class BatchWrites implements Disposable {
  readonly #database: BatchDatabase;
  readonly #channel: BroadcastChannel;
  readonly #listeners = new Set<(notice: StoreNotice) => void>();

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
  }

  /** Answers the way to stop. */
  subscribe(listener: (notice: StoreNotice) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * One transaction, flushed to disk; on any error it is rolled back and nothing was written.
   * `written`: all records that the deed wrote, where those who watch need not read the batch anew.
   */
  async write<Names extends StoreName, Result>(
    batchId: string,
    stores: Names[],
    deed: (write: Writing<Names>) => Promise<Result>,
    written?: (result: Result) => WrittenRecords,
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
    const notice: StoreNotice = { batchId, ...(written && { written: written(result) }) };
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
