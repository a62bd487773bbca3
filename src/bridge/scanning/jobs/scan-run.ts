import { AppError } from '#lib/domain/app-error.ts';
import type { ErrorCode } from '#lib/domain/app-error.ts';
import type { ScanEvent, ScanSettings } from '#lib/protocol/scanning.ts';
import { detailsOf } from '../../http/problem.ts';
import { EventQueue } from '../../signing/event-queue.ts';
import type { PageReceiver, ScanDriver } from '../scan-driver.ts';
import type { JobEnd, JobRecord } from './job-record.ts';

/** Proxies and browsers drop what is silent for longer. */
const aliveEveryMs = 10_000;

export type RunOptions = {
  driver: ScanDriver;
  address: string;
  settings: ScanSettings;
  firstPageNumber: number;
  maxPages: number | null;
  now: () => Date;
  /** The bug behind a failure that is no AppError. */
  logFailure(error: unknown): void;
};

/** A job while its device works. Followers come and go without touching it. */
export class ScanRun {
  readonly record: JobRecord;
  /** Resolves when the end is written down; never rejects. */
  readonly ended: Promise<void>;
  readonly #options: RunOptions;
  readonly #stop = new AbortController();
  #isInterrupted = false;
  readonly #followers = new Set<EventQueue<ScanEvent>>();

  constructor(record: JobRecord, options: RunOptions) {
    this.record = record;
    this.#options = options;
    this.ended = this.#scan();
  }

  /** Stops the device; pages so far stay. */
  cancel(): void {
    this.#stop.abort();
  }

  /** Stops the device because the bridge stops. */
  interrupt(): void {
    this.#isInterrupted = true;
    this.#stop.abort();
  }

  /** Pages from a number on, those on the disk first, then what happens until the end. */
  async *follow(from: number, signal: AbortSignal): AsyncGenerator<ScanEvent> {
    const queue = new EventQueue<ScanEvent>();
    for (const event of pagesOf(this.record, from)) queue.push(event);
    if (this.record.endedAt) queue.push(endOf(this.record));
    else this.#followers.add(queue);
    const alive = setInterval(() => queue.push({ event: 'alive' }), aliveEveryMs);
    const leave = () => queue.end();
    signal.addEventListener('abort', leave, { once: true });
    try {
      for await (const event of queue.take()) {
        if (event.event === 'page' && event.page.number < from) continue;
        yield event;
        if (event.event === 'ended') return;
      }
    } finally {
      clearInterval(alive);
      signal.removeEventListener('abort', leave);
      this.#followers.delete(queue);
    }
  }

  async #scan(): Promise<void> {
    const { driver, address, settings, now } = this.#options;
    const end = await driver.scan({ address, settings }, this.#receiver(), this.#stop.signal).then(
      () => ({ state: 'finished', problem: null }) satisfies JobEnd,
      (error: unknown) => this.#endAfter(error),
    );
    await this.record.end(this.#isInterrupted ? this.#interrupted() : end, now());
    this.#tell(endOf(this.record));
  }

  #receiver(): PageReceiver {
    const { record } = this;
    const { firstPageNumber, maxPages, settings, now } = this.#options;
    const count = () => record.job.pages.length;
    return {
      get pageCount() {
        return count();
      },
      get isEnough() {
        return maxPages !== null && count() >= maxPages;
      },
      receive: async (content, about = {}) => {
        const number = firstPageNumber + count();
        const page = await record.addPage(content, { number, dpi: settings.dpi, ...about }, now);
        this.#tell({ event: 'page', page });
      },
      progress: (share) => {
        this.#tell({ event: 'progress', pageNumber: firstPageNumber + count(), share });
      },
      skip: (fileName, code) => this.#tell({ event: 'skipped', fileName, code }),
    };
  }

  #interrupted(): JobEnd {
    const pageCount = this.record.job.pages.length;
    return { state: 'interrupted', problem: { code: 'SCAN_INTERRUPTED', details: { pageCount } } };
  }

  #endAfter(error: unknown): JobEnd {
    const pageCount = this.record.job.pages.length;
    if (this.#stop.signal.aborted) return { state: 'cancelled', problem: null };
    if (!(error instanceof AppError)) this.#options.logFailure(error);
    const code: ErrorCode = error instanceof AppError ? error.code : 'SCANNER_FAILED';
    const details = error instanceof AppError ? plainDetails(error) : {};
    // Without a page it never began; with some, the device went away in the middle.
    const isGone = code === 'SCANNER_UNREACHABLE' && pageCount > 0;
    return {
      state: isGone ? 'interrupted' : 'failed',
      problem: { code, details: { ...details, pageCount } },
    };
  }

  #tell(event: ScanEvent): void {
    for (const follower of this.#followers) follower.push(event);
  }
}

/** The events of a job whose device does not work any more. */
export async function* retell(record: JobRecord, from: number): AsyncGenerator<ScanEvent> {
  yield* pagesOf(record, from);
  yield endOf(record);
}

function pagesOf(record: JobRecord, from: number): ScanEvent[] {
  return record.job.pages
    .filter(({ id, number }) => number >= from && !record.isKept(id))
    .map((page) => ({ event: 'page', page }));
}

function endOf(record: JobRecord): ScanEvent {
  return { event: 'ended', job: record.job };
}

function plainDetails(error: AppError): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(detailsOf(error)).flatMap(([name, value]) =>
      typeof value === 'object' ? [] : [[name, value]],
    ),
  );
}
