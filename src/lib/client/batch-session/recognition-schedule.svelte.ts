import { SvelteMap } from 'svelte/reactivity';
import type { KeptProblem, Page } from '#lib/client/batches/model.ts';
import type {
  PageToRecognize,
  RecognitionEvent,
  RecognizedPage,
} from '#lib/client/recognition/recognition-pool.ts';
import { AppError } from '#lib/domain/app-error.ts';

/** The part of `RecognitionPool` that a batch uses. */
export interface PageRecognizer {
  readonly remainingMs: number | null;
  recognize(page: PageToRecognize, options?: { priority?: number }): Promise<RecognizedPage>;
  cancel(pageId: string): void;
  pause(): void;
  resume(): void;
  subscribe(listener: (event: RecognitionEvent) => void): () => void;
}

/** What the schedule needs of the batch, and where results go. */
export type RecognitionTarget = {
  /** Pages that are shown, in the order of the stack. */
  pages(): Page[];
  readImage(pageId: string): Promise<Blob>;
  /** Keeps the text, unless the page was turned or replaced meanwhile. */
  keepText(imageRevision: number, recognized: RecognizedPage): Promise<void>;
  savePages(pages: readonly Page[], change: (page: Page) => Page): Promise<void>;
  /** Reading stopped for a reason that is not the page's. */
  onProblem(problem: KeptProblem): void;
};

export type RecognitionCounts = {
  toRead: number;
  done: number;
  failed: number;
  cancelled: number;
};

/** Reads every page of a batch that has no up-to-date text, by itself; pause, cancel and retry. */
export class RecognitionSchedule {
  isPaused = $state(false);
  /** Seconds until all pages are read; `null` before the pace is known. */
  remainingSeconds = $state<number | null>(null);
  /** Pages handed to the pool, with the revision they had; `progress` is 0–1 once they are read. */
  readonly #open = new SvelteMap<string, { revision: number; progress: number | null }>();
  readonly #pool: PageRecognizer;
  readonly #target: RecognitionTarget;
  readonly #unsubscribe: () => void;
  #isClosed = false;

  constructor(pool: PageRecognizer, target: RecognitionTarget) {
    this.#pool = pool;
    this.#target = target;
    this.#unsubscribe = pool.subscribe((event) => this.#follow(event));
    pool.resume();
  }

  get counts(): RecognitionCounts {
    const states = this.#target.pages().map((page) => page.recognition.state);
    const count = (wanted: string) => states.filter((state) => state === wanted).length;
    return {
      toRead: states.length - count('skipped'),
      done: count('done'),
      failed: count('failed'),
      cancelled: count('cancelled'),
    };
  }

  get isWorking(): boolean {
    const { toRead, done, failed, cancelled } = this.counts;
    return done + failed + cancelled < toRead;
  }

  /** 0–1 while the page is being read, else `null`. */
  progressOf(pageId: string): number | null {
    return this.#open.get(pageId)?.progress ?? null;
  }

  /** Hands every page that waits to the pool; safe to call after any change. */
  feed(): void {
    if (this.#isClosed) return;
    const waiting = this.#target
      .pages()
      .filter(({ recognition }) => ['waiting', 'working'].includes(recognition.state));
    for (const id of [...this.#open.keys()]) {
      if (!waiting.some((page) => page.id === id)) this.#withdraw(id);
    }
    for (const page of waiting) {
      if (!this.#isOpen(page.id, page.imageRevision)) void this.#read(page);
    }
  }

  pause(): void {
    this.isPaused = true;
    this.#pool.pause();
  }

  resume(): void {
    this.isPaused = false;
    this.#pool.resume();
    this.feed();
  }

  /** Leaves every unread page without text; what is read stays. */
  async cancel(): Promise<void> {
    const unread = this.#target
      .pages()
      .filter(({ recognition }) => ['waiting', 'working'].includes(recognition.state));
    for (const page of unread) this.#withdraw(page.id);
    await this.#target.savePages(unread, (page) => ({
      ...page,
      recognition: { state: 'cancelled' },
    }));
    this.resume();
  }

  /** Reads again what failed or was cancelled, or exactly these pages. */
  async retry(pageIds?: readonly string[]): Promise<void> {
    const again = this.#target
      .pages()
      .filter((page) =>
        pageIds
          ? pageIds.includes(page.id)
          : ['failed', 'cancelled'].includes(page.recognition.state),
      );
    await this.#target.savePages(again, (page) => ({ ...page, recognition: { state: 'waiting' } }));
    this.resume();
  }

  close(): void {
    this.#isClosed = true;
    this.#unsubscribe();
    for (const id of [...this.#open.keys()]) this.#withdraw(id);
  }

  async #read(page: Page): Promise<void> {
    const revision = page.imageRevision;
    this.#open.set(page.id, { revision, progress: null });
    try {
      const recognized = await this.#pool.recognize(
        {
          pageId: page.id,
          image: () => this.#target.readImage(page.id),
          frame: page.frame,
          orientationConfidence: page.orientationConfidence,
          isBlank: page.isBlank,
          ...(page.orientations && { orientations: page.orientations }),
        },
        // The person looks at a page that was turned by hand: it goes first.
        { priority: page.orientationConfidence === 1 ? 1 : 0 },
      );
      if (this.#isOpen(page.id, revision)) await this.#target.keepText(revision, recognized);
    } catch (error) {
      if (this.#isOpen(page.id, revision)) await this.#fail(page, error);
    } finally {
      if (this.#isOpen(page.id, revision)) this.#forget(page.id);
    }
  }

  async #fail(page: Page, error: unknown): Promise<void> {
    if (error instanceof DOMException && error.name === 'AbortError') return;
    if (!(error instanceof AppError)) console.error(error);
    const problem =
      error instanceof AppError
        ? { code: error.code, details: { ...error.details } }
        : { code: 'OCR_ENGINE_FAILED' as const, details: {} };
    if (problem.code === 'STORAGE_FULL') {
      // The page is as good as before; it is read again when there is room.
      this.pause();
      this.#target.onProblem(problem);
      return;
    }
    await this.#target.savePages([page], (current) => ({
      ...current,
      recognition: { state: 'failed', problem },
    }));
  }

  #isOpen(pageId: string, revision: number): boolean {
    return !this.#isClosed && this.#open.get(pageId)?.revision === revision;
  }

  #withdraw(pageId: string): void {
    this.#forget(pageId);
    this.#pool.cancel(pageId);
  }

  #forget(pageId: string): void {
    this.#open.delete(pageId);
    if (this.#open.size === 0) this.remainingSeconds = null;
  }

  #follow(event: RecognitionEvent): void {
    const open = this.#open.get(event.pageId);
    if (!open) return;
    const progress = event.state === 'working' ? event.progress : null;
    this.#open.set(event.pageId, { ...open, progress });
    const ms = this.#pool.remainingMs;
    this.remainingSeconds = ms === null ? null : Math.ceil(ms / 1000);
  }
}
