import type { BatchContent } from '#lib/client/batches/batch-store.ts';
import type { BatchDocument, KeptProblem, UploadProgress } from '#lib/client/batches/model.ts';
import { isSignatureCurrent } from '#lib/client/assembling/content-key.ts';
import { AppError } from '#lib/domain/app-error.ts';
import { queueEntries, uploadWord, type QueueEntry } from './queue-entry.ts';
import { failureKind, retryDelayMs } from './retry-policy.ts';
import type { RepositoryTransport } from './repository-transport.ts';
import { markFailed, progressOf, sendDocument, type QueueStore } from './send-document.ts';

export type UploadQueueOptions = {
  personId: string;
  store: QueueStore;
  transport: RepositoryTransport;
  /** Web Locks of the browser: only one tab sends. */
  locks: Pick<LockManager, 'request'>;
  now: () => number;
  random: () => number;
};

/** Many pages are written while a batch is recognized; one look after them is enough. */
const REFRESH_AFTER_MS = 250;
/** Two at a time: one document's bytes travel while the server checks the other. */
const PARALLEL_DOCUMENTS = 2;

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
  /** The server did not answer; the instant of the next attempt. */
  nextAttemptAt: number | null = $state(null);

  readonly #options: UploadQueueOptions;
  readonly #stop = new AbortController();
  readonly #inFlight = new Set<string>();
  readonly #notBefore = new Map<string, number>();
  #documents = new Map<string, BatchDocument>();
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
    const unsubscribe = store.subscribe(() => this.#refreshSoon());
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
    this.#documents = new Map(known.flatMap(sendable).map((document) => [document.id, document]));
    this.entries = known.flatMap(queueEntries);
    this.#wakeUp();
  }

  /** Tries everything that waits at once: the network came back, the person signed in. */
  retryNow(): void {
    this.needsSignIn = false;
    this.#serverFailures = 0;
    this.nextAttemptAt = null;
    this.#notBefore.clear();
    this.#wakeUp();
  }

  async retry(documentId: string): Promise<void> {
    await this.#change(documentId, (document) => ({ ...document, upload: fresh(document) }));
  }

  async sendDespiteDuplicate(documentId: string, reason: string): Promise<void> {
    await this.#change(documentId, (document) => ({
      ...document,
      duplicateReason: reason.normalize('NFC').trim().slice(0, 500),
      upload: fresh(document),
    }));
  }

  /** The inventory item went to somebody else: the document is sent without one. */
  async sendWithoutInventoryItem(documentId: string): Promise<void> {
    await this.#change(documentId, (document) => ({
      ...document,
      inventoryItemId: null,
      upload: fresh(document),
    }));
  }

  pause(): void {
    this.isPaused = true;
  }

  resume(): void {
    this.isPaused = false;
    this.retryNow();
  }

  async #change(
    documentId: string,
    change: (document: BatchDocument) => BatchDocument,
  ): Promise<void> {
    await this.#options.store.updateDocument(documentId, change);
    this.#notBefore.delete(documentId);
    await this.refresh();
  }

  async #run(): Promise<void> {
    await this.#releaseLeftovers();
    await Promise.all(Array.from({ length: PARALLEL_DOCUMENTS }, () => this.#sendUntilStopped()));
  }

  async #sendUntilStopped(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      const document = this.#nextDocument();
      if (document) await this.#send(document);
      else await this.#sleep();
    }
  }

  #nextDocument(): BatchDocument | undefined {
    if (this.isPaused || this.needsSignIn) return undefined;
    const now = this.#options.now();
    if (this.nextAttemptAt !== null && this.nextAttemptAt > now) return undefined;
    return [...this.#documents.values()].find(
      (document) =>
        !this.#inFlight.has(document.id) &&
        (this.#notBefore.get(document.id) ?? 0) <= now &&
        !waitsForPerson(document),
    );
  }

  async #send(document: BatchDocument): Promise<void> {
    const { store, transport } = this.#options;
    this.#inFlight.add(document.id);
    try {
      const attempted = { ...document, upload: oneMoreAttempt(document) };
      await sendDocument(attempted, {
        store,
        transport,
        signal: this.#stop.signal,
        onProgress: (progress) => this.#show(document.id, progress),
      });
      this.#serverFailures = 0;
      this.nextAttemptAt = null;
      this.#documents.delete(document.id);
    } catch (error) {
      await this.#keepFailure(document, error).catch(console.error);
    } finally {
      this.#inFlight.delete(document.id);
      await this.refresh().catch(() => undefined);
    }
  }

  async #keepFailure(document: BatchDocument, error: unknown): Promise<void> {
    if (this.#stop.signal.aborted) return;
    const problem = problemOf(error);
    const attempts = progressOf(document).attempts + 1;
    const kind = failureKind(problem.code);
    const delay = retryDelayMs(attempts, this.#options.random());
    this.#notBefore.set(document.id, this.#options.now() + delay);
    if (kind === 'sign-in') this.needsSignIn = true;
    if (problem.code === 'SERVER_UNREACHABLE') this.#waitForServer();
    await markFailed(this.#options.store, document.id, problem, attempts);
  }

  #refreshSoon(): void {
    clearTimeout(this.#refreshTimer);
    this.#refreshTimer = setTimeout(() => void this.refresh(), REFRESH_AFTER_MS);
  }

  #waitForServer(): void {
    this.#serverFailures += 1;
    const delay = retryDelayMs(this.#serverFailures, this.#options.random());
    this.nextAttemptAt = this.#options.now() + delay;
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
    this.entries = this.entries.map((entry) => {
      if (entry.documentId !== documentId) return entry;
      const { problem: _past, ...rest } = entry;
      return { ...rest, progress };
    });
  }

  #wakeUp(): void {
    const { resolve } = this.#wake;
    this.#wake = Promise.withResolvers();
    resolve(undefined);
  }

  /** Until something changed or the earliest attempt is due. */
  async #sleep(): Promise<void> {
    const due = [this.nextAttemptAt ?? 0, ...this.#notBefore.values()];
    const ahead = due.map((at) => at - this.#options.now()).filter((ms) => ms > 0);
    const timer = ahead.length > 0 ? setTimeout(() => this.#wakeUp(), Math.min(...ahead)) : 0;
    await this.#wake.promise;
    clearTimeout(timer);
  }
}

function sendable(content: BatchContent): BatchDocument[] {
  return content.documents.filter(
    (document) =>
      document.signed !== undefined &&
      document.receipt === undefined &&
      !document.isRemoved &&
      isSignatureCurrent(document, content.pages),
  );
}

function waitsForPerson(document: BatchDocument): boolean {
  const problem = document.upload?.problem;
  return problem !== undefined && failureKind(problem.code) === 'person';
}

function fresh(document: BatchDocument): UploadProgress {
  const { problem: _past, ...progress } = progressOf(document);
  return { ...progress, phase: 'queued', attempts: 0 };
}

function oneMoreAttempt(document: BatchDocument): UploadProgress {
  const progress = progressOf(document);
  return { ...progress, attempts: progress.attempts + 1 };
}

/** A bug is told like a failed server: the document stays and is tried again. */
function problemOf(error: unknown): KeptProblem {
  if (error instanceof AppError) return { code: error.code, details: error.details };
  console.error(error);
  return { code: 'UPLOAD_INTERRUPTED', details: {} };
}
