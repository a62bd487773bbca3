import { AppError } from '#lib/domain/app-error.ts';
import type { Box, PageFrame } from '#lib/domain/text-layer.ts';
import type { PageAnalysis } from '#lib/imaging/analyse-page.ts';
import type { ReadCode } from '#lib/imaging/codes/read-codes.ts';
import type { ImageVariant } from '#lib/imaging/recognition-image.ts';
import type { InkCells } from '#lib/recognition/reading/ink-cells.ts';
import type {
  ImagingAssignment,
  ImagingDeeds,
  ImagingKind,
  ImagingRequest,
  ImagingResponse,
} from './imaging-messages.ts';

type Job = {
  request: ImagingRequest;
  attempts: number;
  resolve: (answer: ImagingDeeds[ImagingKind]['answer']) => void;
  reject: (error: unknown) => void;
};
/** `image`: what the worker was last asked about, and still has decoded. */
type Slot = { worker: Worker; job: Job | null; image: Blob | null };

/**
 * Workers that look at page images and prepare them. Every call takes the image as it was
 * imported (JPEG or PNG). Rejects with `FILE_NOT_AN_IMAGE` or `IMAGE_TOO_LARGE`, and with an
 * `AbortError` when the pool is closed.
 */
export class ImagingPool implements Disposable {
  readonly #size: number;
  readonly #slots: Slot[] = [];
  readonly #queue: Job[] = [];
  readonly #imageIds = new WeakMap<Blob, number>();
  #lastImageId = 0;
  #lastId = 0;
  #isClosed = false;

  constructor({ size = Math.min(2, navigator.hardwareConcurrency || 1) } = {}) {
    this.#size = Math.max(1, size);
  }

  /** Which side is up, how far it slopes, whether it is blank, what is wrong with the scan. */
  analyse(image: Blob, dpiHint?: number): Promise<PageAnalysis> {
    return this.#ask<'analyse'>((id) => ({ id, kind: 'analyse', image, dpiHint }));
  }

  /** The page in its frame, cleaned for the engine: a PGM of the size of the frame. */
  recognitionImage(image: Blob, frame: PageFrame, variant: ImageVariant = 'even'): Promise<Blob> {
    return this.#ask<'page'>((id) => ({ id, kind: 'page', image, frame, variant }));
  }

  /** Which versions of the page are worth reading, in the order to try them. */
  recognitionVariants(image: Blob, frame: PageFrame): Promise<ImageVariant[]> {
    return this.#ask<'variants'>((id) => ({ id, kind: 'variants', image, frame }));
  }

  /** A few lines of the page in its frame, for telling which side is up. */
  recognitionStrip(image: Blob, frame: PageFrame): Promise<Blob> {
    return this.#ask<'strip'>((id) => ({ id, kind: 'strip', image, frame }));
  }

  /** The lines of print in a part of the page, one image each, without coloured ink. */
  recognitionLines(image: Blob, frame: PageFrame, zone: Box): Promise<{ image: Blob; box: Box }[]> {
    return this.#ask<'lines'>((id) => ({ id, kind: 'lines', image, frame, zone }));
  }

  /** Where a recognition image bears ink, for finding what the engine left out. */
  ink(recognitionImage: Blob, dpi: number): Promise<InkCells | null> {
    return this.#ask<'ink'>((id) => ({ id, kind: 'ink', image: recognitionImage, dpi }));
  }

  /** Texts of the QR on the page; `SERVER_UNREACHABLE` before their reader was ever loaded. */
  codes(image: Blob, frame: PageFrame): Promise<ReadCode[]> {
    return this.#ask<'codes'>((id) => ({ id, kind: 'codes', image, frame }));
  }

  /**
   * The page in its frame for the screen; a person waits for it, so it goes first. The caller closes
   * the bitmap.
   */
  picture(image: Blob, frame: PageFrame): Promise<ImageBitmap> {
    return this.#ask<'picture'>((id) => ({ id, kind: 'picture', image, frame }), 'first');
  }

  /** A JPEG of the page, upright and straight, whose longer side is at most `maxPx`. */
  thumbnail(image: Blob, frame: PageFrame, maxPx: number): Promise<Blob> {
    return this.#ask<'thumbnail'>((id) => ({ id, kind: 'thumbnail', image, frame, maxPx }));
  }

  [Symbol.dispose](): void {
    this.#isClosed = true;
    const open = [...this.#queue.splice(0), ...this.#slots.map((slot) => slot.job)];
    for (const slot of this.#slots.splice(0)) slot.worker.terminate();
    for (const job of open) job?.reject(closedError());
  }

  #ask<Kind extends ImagingKind>(
    makeRequest: (id: number) => Extract<ImagingRequest, { kind: Kind }>,
    place: 'first' | 'last' = 'last',
  ): Promise<ImagingDeeds[Kind]['answer']> {
    if (this.#isClosed) return Promise.reject(closedError());
    return new Promise((resolve, reject) => {
      this.#lastId += 1;
      // The worker answers a question of one kind with the answer of that kind.
      const settle = resolve as Job['resolve'];
      const job = { request: makeRequest(this.#lastId), attempts: 0, resolve: settle, reject };
      if (place === 'first') this.#queue.unshift(job);
      else this.#queue.push(job);
      this.#next();
    });
  }

  #next(): void {
    if (this.#queue.length === 0) return;
    const { job, slot } = this.#nextAtHand() ?? { job: this.#queue[0], slot: this.#freeSlot() };
    if (!job || !slot) return;
    this.#queue.splice(this.#queue.indexOf(job), 1);
    job.attempts += 1;
    slot.job = job;
    if (isAboutScan(job.request)) slot.image = job.request.image;
    const assignment: ImagingAssignment = {
      ...job.request,
      imageId: this.#idOf(job.request.image),
    };
    slot.worker.postMessage(assignment);
  }

  /** A job whose image a free worker has decoded goes before others, unless a person waits. */
  #nextAtHand(): { job: Job; slot: Slot } | null {
    if (this.#queue[0]?.request.kind === 'picture') return null;
    for (const slot of this.#slots) {
      if (slot.job) continue;
      const job = this.#queue.find(({ request }) => request.image === slot.image);
      if (job) return { job, slot };
    }
    return null;
  }

  #idOf(image: Blob): number {
    const id = this.#imageIds.get(image) ?? (this.#lastImageId += 1);
    this.#imageIds.set(image, id);
    return id;
  }

  #freeSlot(): Slot | undefined {
    const free = this.#slots.find((slot) => slot.job === null);
    if (free || this.#slots.length >= this.#size) return free;
    const worker = new Worker(new URL('./imaging-worker.ts', import.meta.url), { type: 'module' });
    const slot: Slot = { worker, job: null, image: null };
    worker.addEventListener('message', (event: MessageEvent<ImagingResponse>) =>
      this.#finish(slot, event.data),
    );
    worker.addEventListener('error', (event) => this.#replace(slot, event));
    this.#slots.push(slot);
    return slot;
  }

  #finish(slot: Slot, response: ImagingResponse): void {
    const job = slot.job;
    slot.job = null;
    if (job && 'problem' in response) {
      job.reject(new AppError(response.problem.code, response.problem.details));
    } else if (job && 'answer' in response) {
      job.resolve(response.answer);
    }
    // Whoever waited for the answer may ask on about this page before the next one is begun.
    setTimeout(() => this.#next());
  }

  /** A worker that died (memory, mostly): its image gets one more try in a fresh one. */
  #replace(slot: Slot, cause: ErrorEvent): void {
    slot.worker.terminate();
    this.#slots.splice(this.#slots.indexOf(slot), 1);
    const job = slot.job;
    if (job && job.attempts < 2) this.#queue.unshift(job);
    else job?.reject(new AppError('IMAGE_TOO_LARGE', {}, { cause }));
    this.#next();
  }
}

/** Questions for which the worker keeps the decoded scan; the others are about other images. */
function isAboutScan({ kind }: ImagingRequest): boolean {
  return kind !== 'ink' && kind !== 'picture';
}

function closedError(): DOMException {
  return new DOMException('The imaging pool is closed', 'AbortError');
}
