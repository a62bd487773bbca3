import type { BatchDocument, KeptProblem, UploadProgress } from '#lib/client/batches/model.ts';
import { AppError } from '#lib/domain/app-error.ts';
import { queueEntries, uploadWord, type QueueEntry } from './queue-entry.ts';
import { failureKind, retryDelayMs } from './retry-policy.ts';
import type { RepositoryTransport } from './repository-transport.ts';
import { markFailed, progressOf, sendDocument, type QueueStore } from './send-document.ts';
import { SendSchedule } from './send-schedule.ts';

export type UploadQueueOptions = {
  personId: string;
  store: QueueStore;
  transport: RepositoryTransport;
  /** Web Locks of the browser: only one tab sends. */
  locks: Pick<LockManager, 'request'>;
  /** Milliseconds. */
  now: () => number;
  /** 0–1 */
  random: () => number;
};

/** Two at a time: one document's bytes travel while the server checks the other. */
const PARALLEL_DOCUMENTS = 2;
/** Many pages are written while a batch is recognized; one look after them is enough. */
const REFRESH_AFTER_MS = 250;

/**
 * The signed documents of this person on this PC, on their way into the repository. One tab sends;
 * the others show the same state and take over when it closes. Everything is read from the batch
 * store, so a reload or a crash loses nothing.
 */
export class UploadQueue {
  entries: QueueEntry[] = $state.raw([]);
  isPaused = $state(false);
  /** The session ended: documents wait until the person signed in again. */
  needsSignIn = $state(false);
  /** The server did not answer; the instant (ms) of the next attempt. */
  nextAttemptAt: number | null = $state(null);

  readonly #options: UploadQueueOptions;
  readonly #schedule = new SendSchedule();
  readonly #stop = new AbortController();
  #serverFailures = 0;
  #wake = Promise.withResolvers<undefined>();
  #refreshTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: UploadQueueOptions) {
    this.#options = options;
  }

  get waitingCount(): number {
    return this.entries.filter((entry) => uploadWord(entry.progress) !== 'stored').length;
  }

  /** Documents that somebody must decide about. */
  get troubledCount(): number {
    return this.entries.filter(
      (entry) => entry.problem && failureKind(entry.problem.code) === 'person',
    ).length;
  }

  /** Begins to send as soon as no other tab does; answers the function that ends it. */
  start(): () => void {
    const { locks, personId, store } = this.#options;
    const unsubscribe = store.subscribe(() => {
      clearTimeout(this.#refreshTimer);
      this.#refreshTimer = setTimeout(() => void this.refresh(), REFRESH_AFTER_MS);
    });
    void this.refresh();
    const lock = `upload-queue:${personId}`;
    locks.request(lock, { signal: this.#stop.signal }, () => this.#run()).catch(() => undefined);
    return () => {
      unsubscribe();
      clearTimeout(this.#refreshTimer);
      this.#stop.abort();
      this.#wake.resolve(undefined);
    };
  }

  /** Reads the batches again; call after documents were signed. */
  async refresh(): Promise<void> {
    const { store, personId } = this.#options;
    const batches = await store.listBatches(personId);
    const contents = await Promise.all(batches.map((batch) => store.readBatch(batch.id)));
    const known = contents.filter((content) => content !== undefined);
    this.#schedule.replace(known);
    this.entries = known.flatMap(queueEntries);
    this.#wakeUp();
  }

  /** Tries everything that waits at once: the network came back, the person signed in. */
  retryNow(): void {
    this.needsSignIn = false;
    this.#serverFailures = 0;
    this.nextAttemptAt = null;
    this.#schedule.hurry();
    this.#wakeUp();
  }

  async retry(documentId: string): Promise<void> {
    await this.#change(documentId, (document) => document);
  }

  async sendDespiteDuplicate(documentId: string, reason: string): Promise<void> {
    const duplicateReason = reason.normalize('NFC').trim().slice(0, 500);
    await this.#change(documentId, (document) => ({ ...document, duplicateReason }));
  }

  /** The inventory item went to somebody else: the document is sent without one. */
  async sendWithoutInventoryItem(documentId: string): Promise<void> {
    await this.#change(documentId, (document) => ({ ...document, inventoryItemId: null }));
  }

  pause(): void {
    this.isPaused = true;
  }

  resume(): void {
    this.isPaused = false;
    this.retryNow();
  }

  /** A person decided: the document begins anew, without its problem. */
  async #change(
    documentId: string,
    change: (document: BatchDocument) => BatchDocument,
  ): Promise<void> {
    await this.#options.store.updateDocument(documentId, (document) => ({
      ...change(document),
      upload: { ...progressOf(document), phase: 'queued', attempts: 0 },
    }));
    this.#schedule.hurry(documentId);
    await this.refresh();
  }

  async #run(): Promise<void> {
    await this.#releaseLeftovers();
    await Promise.all(Array.from({ length: PARALLEL_DOCUMENTS }, () => this.#sendUntilStopped()));
  }

  async #sendUntilStopped(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      const document = this.#isResting ? undefined : this.#schedule.next(this.#options.now());
      if (document) await this.#send(document);
      else await this.#sleep();
    }
  }

  get #isResting(): boolean {
    const { nextAttemptAt } = this;
    const isServerAway = nextAttemptAt !== null && nextAttemptAt > this.#options.now();
    return this.isPaused || this.needsSignIn || isServerAway;
  }

  async #send(document: BatchDocument): Promise<void> {
    const { store, transport } = this.#options;
    const progress = progressOf(document);
    const attempts = progress.attempts + 1;
    this.#schedule.begin(document.id);
    try {
      const attempted = { ...document, upload: { ...progress, attempts } };
      await sendDocument(attempted, {
        store,
        transport,
        signal: this.#stop.signal,
        onProgress: (shown) => this.#show(document.id, shown),
      });
      this.#serverFailures = 0;
      this.nextAttemptAt = null;
    } catch (error) {
      await this.#keepFailure(document.id, problemOf(error), attempts).catch(console.error);
    } finally {
      this.#schedule.end(document.id);
      await this.refresh().catch(console.error);
    }
  }

  async #keepFailure(documentId: string, problem: KeptProblem, attempts: number): Promise<void> {
    if (this.#stop.signal.aborted) return;
    const { now, random, store } = this.#options;
    this.#schedule.postpone(documentId, now() + retryDelayMs(attempts, random()));
    if (problem.code === 'NOT_SIGNED_IN') this.needsSignIn = true;
    if (problem.code === 'SERVER_UNREACHABLE') {
      this.#serverFailures += 1;
      this.nextAttemptAt = now() + retryDelayMs(this.#serverFailures, random());
    }
    await markFailed(store, documentId, problem, attempts);
  }

  /** A crash between receipt and release left bytes behind that the repository already has. */
  async #releaseLeftovers(): Promise<void> {
    const { store, personId } = this.#options;
    for (const batch of await store.listBatches(personId)) {
      const content = await store.readBatch(batch.id);
      for (const document of content?.documents ?? []) {
        if (!document.receipt || !(await store.readBlob(`signed:${document.id}`))) continue;
        await store.releaseDocument(document);
      }
    }
  }

  #show(documentId: string, progress: UploadProgress): void {
    this.entries = this.entries.map((entry) =>
      entry.documentId === documentId ? { ...entry, progress, problem: undefined } : entry,
    );
  }

  #wakeUp(): void {
    const { resolve } = this.#wake;
    this.#wake = Promise.withResolvers();
    resolve(undefined);
  }

  /** Until something changed or the earliest attempt is due. */
  async #sleep(): Promise<void> {
    const now = this.#options.now();
    const due = [this.nextAttemptAt, this.#schedule.nextDue(now)].filter((at) => at !== null);
    const ahead = due.filter((at) => at > now);
    const timer =
      ahead.length > 0 ? setTimeout(() => this.#wakeUp(), Math.min(...ahead) - now) : undefined;
    await this.#wake.promise;
    clearTimeout(timer);
  }
}

/** A bug is told like an interruption: the document stays and is tried again. */
function problemOf(error: unknown): KeptProblem {
  if (error instanceof AppError) return { code: error.code, details: error.details };
  console.error(error);
  return { code: 'UPLOAD_INTERRUPTED', details: {} };
}
