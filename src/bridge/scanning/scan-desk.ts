import { createHash } from 'node:crypto';
import { mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type * as v from 'valibot';
import { AppError } from '#lib/domain/app-error.ts';
import type { ScanEvent, ScanJob, StartScanSchema } from '#lib/protocol/scanning.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import { JobRecord } from './jobs/job-record.ts';
import { diskErrorOf } from './jobs/write-page.ts';
import { retell, ScanRun } from './jobs/scan-run.ts';
import type { ScannerList } from './scanner-list.ts';

/** How long a job whose pages are all kept can still be asked how it ended. */
const toldForMs = 10 * 60_000;
const dayMs = 86_400_000;

export type ScanDeskParts = {
  /** Where the jobs lie, each in a folder of its own. */
  folder: string;
  scanners: ScannerList;
  /** After how many days pages that no browser kept are erased. */
  keepDays: number;
  audit: AuditLog;
  now: () => Date;
  logFailure(error: unknown): void;
};

type KnownJob = { record: JobRecord; run: ScanRun | null };
type Page = { origin: string; userName: string };

/** Scan jobs of all origins; each belongs to the one that started it. */
export class ScanDesk {
  readonly #parts: ScanDeskParts;
  /** By the key of origin and id. */
  readonly #jobs = new Map<string, KnownJob>();
  readonly #starting = new Map<string, Promise<ScanJob>>();

  private constructor(parts: ScanDeskParts) {
    this.#parts = parts;
  }

  /** Takes up what an earlier run of the bridge left: its pages stay, its open jobs are `interrupted`. */
  static async open(parts: ScanDeskParts): Promise<ScanDesk> {
    const desk = new ScanDesk(parts);
    await mkdir(parts.folder, { recursive: true, mode: 0o700 });
    for (const key of await readdir(parts.folder)) {
      const folder = path.join(parts.folder, key);
      const record = await JobRecord.reopen(folder, parts.now());
      if (record) desk.#jobs.set(key, { record, run: null });
      else await rm(folder, { recursive: true, force: true });
    }
    await desk.#tidy();
    return desk;
  }

  /**
   * Starts the device and answers at once; the same id again answers the job that is there. Throws
   * NOT_FOUND for an unknown scanner, SCANNER_BUSY, SCAN_DISK_FULL, BRIDGE_BAD_REQUEST.
   */
  async start(asked: v.InferOutput<typeof StartScanSchema>, page: Page): Promise<ScanJob> {
    const key = keyOf(page.origin, asked.jobId);
    // A page that asks again before the answer came gets the same one.
    const starting = this.#starting.get(key) ?? this.#startOnce(key, asked, page);
    this.#starting.set(key, starting);
    try {
      return await starting;
    } finally {
      this.#starting.delete(key);
    }
  }

  async #startOnce(
    key: string,
    asked: v.InferOutput<typeof StartScanSchema>,
    page: Page,
  ): Promise<ScanJob> {
    await this.#tidy();
    const { scannerId, settings, firstPageNumber, maxPages = null } = asked;
    const known = this.#jobs.get(key);
    if (known) return sameJob(known, asked);
    const { now, audit, scanners, logFailure } = this.#parts;
    const { driver, address, name } = scanners.find(scannerId);
    const release = scanners.occupy(scannerId);
    try {
      const record = await JobRecord.create(path.join(this.#parts.folder, key), {
        origin: page.origin,
        job: {
          id: asked.jobId,
          scannerId,
          scannerName: name,
          settings,
          startedAt: now().toISOString(),
        },
      });
      const started = { origin: page.origin, jobId: asked.jobId, userName: page.userName };
      await audit.append({ event: 'scan-started', ...started, scanner: scannerId });
      const options = { driver, address, settings, firstPageNumber, maxPages, now, logFailure };
      const run = new ScanRun(record, options);
      this.#jobs.set(key, { record, run });
      void run.ended.then(release);
      void run.ended.then(() => this.#recordEnd(record)).catch(logFailure);
      return record.job;
    } catch (error) {
      release();
      throw diskErrorOf(error);
    }
  }

  async #recordEnd({ origin, job }: JobRecord): Promise<void> {
    const { id: jobId, state, problem, pages } = job;
    const end = { origin, jobId, state, pageCount: pages.length };
    await this.#parts.audit.append({
      event: 'scan-ended',
      ...end,
      ...(problem && { code: problem.code }),
    });
  }

  /** Jobs of this origin whose pages are not all kept, oldest first. */
  jobs(origin: string): ScanJob[] {
    return [...this.#jobs.values()]
      .filter(({ record }) => record.origin === origin && !record.isDone)
      .map(({ record }) => record.job)
      .toSorted((one, other) => one.startedAt.localeCompare(other.startedAt));
  }

  follow(
    jobId: string,
    { from, origin, signal }: { from: number; origin: string; signal: AbortSignal },
  ): AsyncIterable<ScanEvent> {
    const { run, record } = this.#find(jobId, origin);
    return run ? run.follow(from, signal) : retell(record, from);
  }

  async openPage(jobId: string, pageId: string, origin: string) {
    return await this.#find(jobId, origin).record.openPage(pageId);
  }

  /** Resolves when the device has stopped and the end is written down. */
  async cancel(jobId: string, origin: string): Promise<void> {
    const { run } = this.#find(jobId, origin);
    run?.cancel();
    await run?.ended;
  }

  async keep(jobId: string, pageIds: readonly string[], origin: string): Promise<void> {
    await this.#find(jobId, origin).record.keep(pageIds);
  }

  /** Stops the devices; the pages wait for the next start. */
  async close(): Promise<void> {
    for (const { run } of this.#jobs.values()) run?.interrupt();
    for (const { run, record } of this.#jobs.values()) {
      await run?.ended;
      await record.close();
    }
  }

  #find(jobId: string, origin: string): KnownJob {
    const known = this.#jobs.get(keyOf(origin, jobId));
    if (!known) throw new AppError('NOT_FOUND');
    return known;
  }

  /** Erases jobs that nobody needs any more, and those that nobody came for. */
  async #tidy(): Promise<void> {
    const { keepDays, audit, now } = this.#parts;
    for (const [key, { record }] of this.#jobs) {
      const { endedAt } = record;
      if (!endedAt) continue;
      const ageMs = now().getTime() - endedAt.getTime();
      const isForgotten = ageMs > keepDays * dayMs;
      if (!isForgotten && !(record.isDone && ageMs > toldForMs)) continue;
      this.#jobs.delete(key);
      const { origin, job } = record;
      const pageCount = job.pages.length - job.keptPageIds.length;
      if (pageCount > 0) {
        await audit.append({ event: 'scan-erased', origin, jobId: job.id, pageCount });
      }
      await record.erase();
    }
  }
}

function sameJob({ record }: KnownJob, asked: v.InferOutput<typeof StartScanSchema>): ScanJob {
  if (record.job.scannerId === asked.scannerId) return record.job;
  throw new AppError('BRIDGE_BAD_REQUEST', { reason: 'job-id-used' });
}

/** The name of the job's folder: no origin reaches the job of another, whatever id it gives. */
function keyOf(origin: string, jobId: string): string {
  return createHash('sha256').update(`${origin}\n${jobId}`).digest('hex').slice(0, 32);
}
