import type { BatchStore } from './batch-store.ts';
import { type BatchSummary, summarizeBatch } from './batch-summary.ts';
import type { Batch } from './model.ts';
import {
  askForPersistence,
  readStorageCapacity,
  type StorageCapacity,
} from './storage-capacity.ts';

/** A batch that the person deleted can be brought back for so long. */
export const REMOVED_BATCH_DAYS = 7;
const DAY_MS = 86_400_000;

type Options = { store: BatchStore; personId: string; newId: () => string; now: () => Date };

/** The batches of a person on this PC, newest first; follows what other tabs and the queue write. */
export class BatchShelf {
  batches = $state.raw<readonly BatchSummary[]>([]);
  removed = $state.raw<readonly Batch[]>([]);
  capacity = $state.raw<StorageCapacity | null>(null);
  isRead = $state(false);
  readonly #options: Options;
  #isReading = false;
  #isStale = false;

  constructor(options: Options) {
    this.#options = options;
  }

  /** Reads, erases what was deleted long ago, and follows changes until the answer is called. */
  open(): () => void {
    const stop = this.#options.store.subscribe(() => void this.#read());
    void this.#eraseOld().then(() => this.#read());
    return stop;
  }

  async create(name: string): Promise<Batch> {
    const { store, personId, newId, now } = this.#options;
    const batch: Batch = {
      id: newId(),
      personId,
      name: name.normalize('NFC'),
      createdAt: now().toISOString(),
      documentIds: [],
    };
    await store.createBatch(batch);
    await askForPersistence();
    return batch;
  }

  async rename(batch: Batch, name: string): Promise<void> {
    await this.#options.store.saveBatch({ ...batch, name: name.normalize('NFC') });
  }

  async remove(batch: Batch): Promise<void> {
    const removedAt = this.#options.now().toISOString();
    await this.#options.store.saveBatch({ ...batch, removedAt });
  }

  async restore(batch: Batch): Promise<void> {
    const restored = { ...batch };
    delete restored.removedAt;
    await this.#options.store.saveBatch(restored);
  }

  async close(batch: Batch): Promise<void> {
    await this.#options.store.closeBatch(batch.id);
  }

  async #read(): Promise<void> {
    this.#isStale = true;
    if (this.#isReading) return;
    this.#isReading = true;
    try {
      while (this.#isStale) {
        this.#isStale = false;
        await this.#readOnce();
      }
    } finally {
      this.#isReading = false;
    }
  }

  async #readOnce(): Promise<void> {
    const { store, personId } = this.#options;
    const batches = await store.listBatches(personId);
    const kept = batches.filter((batch) => batch.removedAt === undefined);
    const contents = await Promise.all(kept.map((batch) => store.readBatch(batch.id)));
    this.batches = contents.flatMap((content) => (content ? [summarizeBatch(content)] : []));
    this.removed = batches.filter((batch) => batch.removedAt !== undefined);
    this.capacity = await readStorageCapacity();
    this.isRead = true;
  }

  async #eraseOld(): Promise<void> {
    const { store, personId, now } = this.#options;
    const limit = now().getTime() - REMOVED_BATCH_DAYS * DAY_MS;
    for (const batch of await store.listBatches(personId)) {
      if (batch.removedAt === undefined || Date.parse(batch.removedAt) > limit) continue;
      await store.eraseRemovedBatch(batch.id);
    }
  }
}
