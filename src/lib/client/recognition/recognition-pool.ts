import { AppError } from '#lib/domain/app-error.ts';
import type { PageFrame, TextLayer } from '#lib/domain/text-layer.ts';
import { ImagingPool } from '#lib/client/imaging/imaging-pool.ts';
import { Wording } from '#lib/recognition/reading/wording.ts';
import { recognizePage, type PageToRead } from '#lib/recognition/recognize-page.ts';
import { startTesseract, type RecognitionEngine } from './tesseract-engine.ts';

export type PageToRecognize = PageToRead & {
  pageId: string;
  /** The image as it was imported, or how to get it when its turn comes. */
  image: Blob | (() => Promise<Blob>);
};

export type RecognizedPage = {
  pageId: string;
  layer: TextLayer;
  /** The frame the text stands in: that of the request unless the page lay another way. */
  frame: PageFrame;
};

export type RecognitionEvent = {
  pageId: string;
  state: 'waiting' | 'working' | 'done' | 'failed' | 'cancelled';
  /** 0–1 of this page. */
  progress: number;
};

export type RecognitionPoolOptions = {
  size?: number;
  imaging?: ImagingPool;
  startEngine?: () => Promise<RecognitionEngine>;
  /** Names and titles of the unit's catalogue, asked once per page; what they say is put right. */
  knownWords?: () => Promise<readonly string[]>;
  /** Pages after which an engine is replaced, for its memory only grows. */
  pagesPerEngine?: number;
};

type Job = {
  page: PageToRecognize;
  priority: number;
  order: number;
  attempts: number;
  isCancelled: boolean;
  startedAt: number;
  resolve: (page: RecognizedPage) => void;
  reject: (error: unknown) => void;
};
type Slot = { engine: Promise<RecognitionEngine> | null; job: Job | null; pagesRead: number };

const noWords: readonly string[] = [];
const MAX_WORKERS = 4;
/** The heap of an engine keeps the size that its largest page needed; 60 pages take minutes. */
const PAGES_PER_ENGINE = 60;
/** A page of A3 at 400 dpi or more swells the heap at once. */
const LARGE_PAGE_PX = 30e6;

/**
 * Keeps OCR engines warm and feeds them pages, highest priority first. `recognize` rejects with
 * `OCR_ENGINE_FAILED` after a second engine died on the page, with what the imaging pool rejects
 * with, and with an `AbortError` when the page was cancelled. Asking again for a page retries it.
 */
export class RecognitionPool implements Disposable {
  readonly #slots: Slot[];
  readonly #queue: Job[] = [];
  readonly #listeners = new Set<(event: RecognitionEvent) => void>();
  readonly #imaging: ImagingPool;
  readonly #ownsImaging: boolean;
  readonly #startEngine: () => Promise<RecognitionEngine>;
  readonly #knownWords: () => Promise<readonly string[]>;
  readonly #pagesPerEngine: number;
  #wording: { of: readonly string[]; wording: Wording } | null = null;
  #orders = 0;
  #isPaused = false;
  #isClosed = false;
  #meanPageMs = 0;

  constructor({
    size,
    imaging,
    startEngine = startTesseract,
    knownWords = () => Promise.resolve(noWords),
    pagesPerEngine = PAGES_PER_ENGINE,
  }: RecognitionPoolOptions = {}) {
    const wanted = size ?? Math.min(navigator.hardwareConcurrency || 1, MAX_WORKERS);
    this.#slots = Array.from({ length: Math.max(1, wanted) }, () => ({
      engine: null,
      job: null,
      pagesRead: 0,
    }));
    this.#imaging = imaging ?? new ImagingPool();
    this.#ownsImaging = imaging === undefined;
    this.#startEngine = startEngine;
    this.#knownWords = knownWords;
    this.#pagesPerEngine = pagesPerEngine;
  }

  get size(): number {
    return this.#slots.length;
  }

  get isPaused(): boolean {
    return this.#isPaused;
  }

  /** Pages that wait or are being read. */
  get openCount(): number {
    return this.#queue.length + this.#slots.filter((slot) => slot.job !== null).length;
  }

  /** Milliseconds until the queue is empty, by the pages read so far; `null` before the first. */
  get remainingMs(): number | null {
    if (this.#meanPageMs === 0) return null;
    return Math.ceil(this.openCount / this.size) * this.#meanPageMs;
  }

  /** Loads the engines ahead of the first page. */
  async warmUp(): Promise<void> {
    await Promise.all(this.#slots.map((slot) => this.#engineOf(slot)));
  }

  /** Reads a page; a request for a page that is still open takes the place of the former one. */
  recognize(page: PageToRecognize, { priority = 0 } = {}): Promise<RecognizedPage> {
    if (this.#isClosed) return Promise.reject(cancelledError());
    this.cancel(page.pageId);
    return new Promise((resolve, reject) => {
      const order = ++this.#orders;
      const job = { page, priority, order, attempts: 0, isCancelled: false, startedAt: 0 };
      this.#enqueue({ ...job, resolve, reject });
    });
  }

  /** Takes no further page; what is being read is read to its end. */
  pause(): void {
    this.#isPaused = true;
  }

  resume(): void {
    this.#isPaused = false;
    this.#feed();
  }

  /** Takes the page out of the queue, or ends the engine that reads it. */
  cancel(pageId: string): void {
    const index = this.#queue.findIndex((job) => job.page.pageId === pageId);
    const waiting = index >= 0 ? this.#queue.splice(index, 1)[0] : undefined;
    const slot = this.#slots.find((candidate) => candidate.job?.page.pageId === pageId);
    const job = waiting ?? slot?.job;
    if (!job || job.isCancelled) return;
    job.isCancelled = true;
    if (slot?.job === job) this.#endEngine(slot);
    this.#tell(job, 'cancelled', 0);
    job.reject(cancelledError());
  }

  cancelAll(): void {
    const working = this.#slots.map((slot) => slot.job).filter((job) => job !== null);
    for (const job of [...this.#queue, ...working]) this.cancel(job.page.pageId);
  }

  /** Calls back on every step of every page; returns how to stop that. */
  subscribe(listener: (event: RecognitionEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  [Symbol.dispose](): void {
    this.#isClosed = true;
    this.cancelAll();
    for (const slot of this.#slots) this.#endEngine(slot);
    if (this.#ownsImaging) this.#imaging[Symbol.dispose]();
    this.#listeners.clear();
  }

  #enqueue(job: Job): void {
    this.#queue.push(job);
    this.#queue.sort((a, b) => b.priority - a.priority || a.order - b.order);
    this.#tell(job, 'waiting', 0);
    this.#feed();
  }

  #feed(): void {
    if (this.#isPaused || this.#isClosed) return;
    for (const slot of this.#slots) {
      if (slot.job !== null) continue;
      const job = this.#queue.shift();
      if (!job) return;
      slot.job = job;
      void this.#work(slot, job);
    }
  }

  async #work(slot: Slot, job: Job): Promise<void> {
    job.attempts += 1;
    job.startedAt = performance.now();
    this.#tell(job, 'working', 0);
    try {
      const result = await this.#read(slot, job);
      if (job.isCancelled) return;
      this.#learnPace(performance.now() - job.startedAt);
      this.#tell(job, 'done', 1);
      job.resolve({ pageId: job.page.pageId, ...result });
    } catch (error) {
      if (!job.isCancelled) this.#recover(job, error);
    } finally {
      slot.job = null;
      this.#renewEngine(slot, job);
      this.#feed();
    }
  }

  /** Memory of a WebAssembly module never shrinks: only a fresh one gives it back. */
  #renewEngine(slot: Slot, { page: { frame } }: Job): void {
    slot.pagesRead += 1;
    const isSwollen = frame.sourceWidthPx * frame.sourceHeightPx >= LARGE_PAGE_PX;
    if (isSwollen || slot.pagesRead >= this.#pagesPerEngine) this.#endEngine(slot);
  }

  async #read(slot: Slot, job: Job): Promise<Omit<RecognizedPage, 'pageId'>> {
    const { page } = job;
    const image = page.image instanceof Blob ? page.image : await page.image();
    return recognizePage(
      page,
      {
        page: (frame, variant) => this.#imaging.recognitionImage(image, frame, variant),
        ink: (picture, frame) => this.#imaging.ink(picture, frame.dpi),
        variants: (frame) => this.#imaging.recognitionVariants(image, frame),
        strip: (frame) => this.#imaging.recognitionStrip(image, frame),
        lines: (frame, zone) => this.#imaging.recognitionLines(image, frame, zone),
      },
      async (picture, options) => {
        if (job.isCancelled) throw cancelledError();
        try {
          const engine = await this.#engineOf(slot);
          return await engine.read(picture, options, (share) => this.#progress(job, share));
        } catch (cause) {
          this.#endEngine(slot);
          throw new AppError('OCR_ENGINE_FAILED', {}, { cause });
        }
      },
      { wording: await this.#currentWording() },
    );
  }

  /** The catalogue changes rarely; pages are read without it rather than not at all. */
  async #currentWording(): Promise<Wording> {
    const words = await this.#knownWords().catch(() => noWords);
    if (this.#wording?.of !== words) this.#wording = { of: words, wording: new Wording(words) };
    return this.#wording.wording;
  }

  /** A page whose engine died goes to a fresh one, once, ahead of its equals. */
  #recover(job: Job, error: unknown): void {
    const isEngineFault = error instanceof AppError && error.code === 'OCR_ENGINE_FAILED';
    if (isEngineFault && job.attempts < 2 && !this.#isClosed) {
      this.#queue.unshift(job);
      return;
    }
    this.#tell(job, 'failed', 0);
    job.reject(error);
  }

  #engineOf(slot: Slot): Promise<RecognitionEngine> {
    slot.engine ??= this.#startEngine();
    return slot.engine;
  }

  #endEngine(slot: Slot): void {
    const engine = slot.engine;
    slot.engine = null;
    slot.pagesRead = 0;
    engine?.then(
      (started) => started.terminate(),
      () => undefined,
    );
  }

  #learnPace(pageMs: number): void {
    this.#meanPageMs = this.#meanPageMs === 0 ? pageMs : this.#meanPageMs * 0.8 + pageMs * 0.2;
  }

  #progress(job: Job, share: number): void {
    if (!job.isCancelled) this.#tell(job, 'working', share);
  }

  #tell(job: Job, state: RecognitionEvent['state'], progress: number): void {
    for (const listener of this.#listeners) listener({ pageId: job.page.pageId, state, progress });
  }
}

function cancelledError(): DOMException {
  return new DOMException('The recognition was cancelled', 'AbortError');
}
