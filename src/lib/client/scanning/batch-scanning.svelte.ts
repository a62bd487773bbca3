import * as v from 'valibot';
import type { BatchSession } from '#lib/client/batch-session/batch-session.svelte.ts';
import type { KeptValues } from '#lib/client/batch-session/catalogue-cache.ts';
import { keptProblem } from '#lib/client/batch-session/session-services.ts';
import type { KeptProblem } from '#lib/client/batches/model.ts';
import type { ScanningBridge } from '#lib/client/bridge/bridge.ts';
import type { ScanEvent, ScanJob, ScannedPage } from '#lib/protocol/scanning.ts';
import {
  batchOfJob,
  isSinglePage,
  newJobId,
  newRun,
  nextPageNumber,
  pagesOfPass,
  type ScanRun,
  ScanRunSchema,
  sheetPairs,
  withJob,
  withoutBacks,
} from './scan-run.ts';
import { type ScanStatus, statusAtEnd } from './scan-status.ts';
import { scannedName } from './scanned-image.ts';
import { hasCode, isLost, type PageTarget, takePage } from './take-page.ts';

export type WantedScan = Pick<
  Parameters<typeof newRun>[0],
  'purpose' | 'scanner' | 'feed' | 'colour' | 'dpi' | 'paper'
>;

/** A file that was scanned and cannot become a page; its bytes stay with the bridge until the end. */
export type SkippedScan = { fileName: string; problem: KeptProblem };

/** The batch as scanning sees it. */
export type ScanTarget = PageTarget & {
  batchId: string;
  stack: Pick<BatchSession['stack'], 'collateSheets' | 'removePages'>;
};

type Parts = {
  bridge: ScanningBridge;
  target: ScanTarget;
  kept: KeptValues;
  /** Whether this browser has the batch, opened or not. */
  hasBatch: (batchId: string) => Promise<boolean>;
  newId: () => string;
  /** Resolves after so long, or when the signal is aborted. */
  wait: (ms: number, signal: AbortSignal) => Promise<void>;
};

/** Between two tries to reach a bridge that went away. */
const LOOK_AGAIN_MS = 2000;

/**
 * Scanning into one open batch, one run at a time. A page is in the batch's store before the bridge
 * hears that it may erase it; whatever breaks, pages so far stay and the run goes on at the next.
 */
export class BatchScanning {
  status = $state.raw<ScanStatus>({ kind: 'idle' });
  run = $state.raw<ScanRun | null>(null);
  /** What the device is doing: the page and, where it tells, how much of it is done (0–1). */
  progress = $state.raw<{ pageNumber: number; share: number | null } | null>(null);
  skipped = $state.raw<readonly SkippedScan[]>([]);
  /** Scans that wait at the bridge and belong to no batch of this browser. */
  strayJobs = $state.raw<readonly ScanJob[]>([]);
  isStopping = $state(false);

  readonly #parts: Parts;
  readonly #end = new AbortController();
  readonly #key: string;
  readonly #unreadable: { jobId: string; pageId: string }[] = [];
  #isWorking = $state(false);
  /** Ends the waiting for a bridge that does not answer. */
  #patience = new AbortController();

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#key = `scan-run:${parts.target.batchId}`;
  }

  /** Nothing of the device may start now. */
  get isBusy(): boolean {
    return this.#isWorking;
  }

  /** Takes up what an earlier tab left: its run, then jobs of this batch that nobody brought in. */
  async resume(): Promise<void> {
    if (this.isBusy) return;
    await this.#work(async () => {
      const kept = v.safeParse(ScanRunSchema, await this.#parts.kept.readKept(this.#key));
      if (kept.success) await this.#takeUp(kept.output);
      const jobs = await this.#waitingJobs();
      const known: readonly string[] = this.run?.jobIds ?? [];
      const strays: ScanJob[] = [];
      for (const job of jobs.filter(({ id }) => !known.includes(id))) {
        const batchId = batchOfJob(job.id);
        if (batchId === this.#parts.target.batchId) await this.#adopt(job);
        else if (!(await this.#parts.hasBatch(batchId))) strays.push(job);
      }
      this.strayJobs = strays;
    });
  }

  /** Scans a stack, or one page, from the beginning; what the run before brought in stays. */
  async start(wanted: WantedScan): Promise<void> {
    if (this.isBusy) return;
    await this.#work(async () => {
      await this.#putAway();
      await this.#scan(newRun({ ...wanted, batchId: this.#parts.target.batchId }));
    });
  }

  /** Brings in what waits at the bridge, else scans what has not been scanned yet. */
  async goOn(): Promise<void> {
    const { run } = this;
    if (!run || this.isBusy) return;
    const open = run.end ? undefined : run.jobIds.at(-1);
    await this.#work(() => (open === undefined ? this.#scan(run) : this.#follow(open)));
  }

  /** Waits no longer for a bridge that does not answer; `goOn` asks it again. */
  giveUp(): void {
    this.#patience.abort();
  }

  /** Stops the device; pages so far stay. */
  async stop(): Promise<void> {
    const jobId = this.run?.jobIds.at(-1);
    if (jobId === undefined || this.status.kind !== 'scanning') return;
    this.isStopping = true;
    try {
      await this.#parts.bridge.cancelScan(jobId);
    } catch (error) {
      // A job that is over, or a bridge that went away, tells its end by itself.
      keptProblem(error);
    }
  }

  /** The stack was turned over. */
  async scanBacks(): Promise<void> {
    const { run } = this;
    if (run && !this.isBusy) await this.#work(() => this.#scan({ ...run, pass: 'backs' }));
  }

  /** Takes the backs out of the stack again and scans them anew. */
  async scanBacksAgain(): Promise<void> {
    const { run } = this;
    if (!run || this.isBusy) return;
    const backs = pagesOfPass(run, 'backs').filter((id) => this.#isThere(id));
    if (backs.length > 0 && !(await this.#parts.target.stack.removePages(backs))) return;
    await this.#work(() => this.#scan(withoutBacks(run)));
  }

  /** Puts each back behind its front; only where there are as many of them. */
  async collate(): Promise<void> {
    const { run } = this;
    if (!run || pagesOfPass(run, 'fronts').length !== pagesOfPass(run, 'backs').length) return;
    if (await this.#parts.target.stack.collateSheets(sheetPairs(run))) await this.finish();
  }

  /** The person is content with what is there. */
  async finish(): Promise<void> {
    if (!this.isBusy) await this.#work(() => this.#putAway());
  }

  /** Brings the pages of a stray job into this batch. */
  async takeStray(job: ScanJob): Promise<void> {
    if (this.isBusy) return;
    this.strayJobs = this.strayJobs.filter(({ id }) => id !== job.id);
    await this.#work(async () => {
      await this.#putAway();
      await this.#adopt(job);
    });
  }

  /** Lets go; the device and the bridge go on by themselves. */
  close(): void {
    this.#end.abort();
  }

  // How it works

  async #scan(run: ScanRun): Promise<void> {
    const { bridge, target, newId } = this.#parts;
    const jobId = newJobId(target.batchId, newId);
    const going = withJob(run, jobId);
    this.status = { kind: 'scanning' };
    await this.#keep(going);
    try {
      await bridge.startScan({
        jobId,
        scannerId: run.scanner.id,
        settings: run.settings,
        firstPageNumber: nextPageNumber(going),
        ...(isSinglePage(run.purpose) && { maxPages: 1 }),
      });
    } catch (error) {
      // Refused: nothing was begun. Nobody answered: it may have been begun, which following tells.
      if (!isLost(error)) {
        await this.#keep(run);
        throw error;
      }
    }
    await this.#follow(jobId);
  }

  async #putAway(): Promise<void> {
    const seen = this.#unreadable.splice(0);
    await this.#parts.kept.keep(this.#key, null);
    this.run = null;
    this.skipped = [];
    this.status = { kind: 'idle' };
    // The person has seen that these are no pages: the bridge need not keep them.
    for (const { jobId, pageId } of seen) {
      await this.#parts.bridge.keepPages(jobId, [pageId]).catch(keptProblem);
    }
  }

  async #takeUp(run: ScanRun): Promise<void> {
    this.run = run;
    const jobId = run.jobIds.at(-1);
    if (run.end) this.status = statusAtEnd(run);
    else if (jobId !== undefined) await this.#follow(jobId);
  }

  /** Nobody asked for them: a bridge that cannot tell them says nothing of it here. */
  async #waitingJobs(): Promise<ScanJob[]> {
    try {
      return await this.#parts.bridge.scanJobs();
    } catch (error) {
      keptProblem(error);
      return [];
    }
  }

  async #adopt(job: ScanJob): Promise<void> {
    const { scannerId, scannerName, settings } = job;
    await this.#takeUp({
      ...newRun({
        ...settings,
        batchId: this.#parts.target.batchId,
        purpose: { kind: 'stack' },
        scanner: { id: scannerId, name: scannerName },
        feed: settings.source,
      }),
      jobIds: [job.id],
    });
  }

  /** Brings in the pages of a job until it ends, also over restarts of the bridge. */
  async #follow(jobId: string): Promise<void> {
    this.#patience = new AbortController();
    const waiting = AbortSignal.any([this.#end.signal, this.#patience.signal]);
    while (!this.#end.signal.aborted) {
      try {
        const job = await this.#bring(jobId);
        if (job) return await this.#settle(job);
      } catch (error) {
        if (hasCode(error, 'NOT_FOUND')) return await this.#settle(interrupted);
        if (!isLost(error) || waiting.aborted) throw error;
        this.status = { kind: 'lost', problem: keptProblem(error) };
      }
      await this.#parts.wait(LOOK_AGAIN_MS, waiting);
    }
  }

  /** `null`: the connection ended before the job did. */
  async #bring(jobId: string): Promise<ScanJob | null> {
    const { signal } = this.#end;
    for await (const event of this.#parts.bridge.scanEvents(jobId, { signal })) {
      if (this.status.kind !== 'scanning') this.status = { kind: 'scanning' };
      if (event.event === 'ended') return event.job;
      await this.#hear(jobId, event);
    }
    return null;
  }

  async #hear(jobId: string, event: Exclude<ScanEvent, { event: 'ended' }>): Promise<void> {
    switch (event.event) {
      case 'page':
        await this.#take(jobId, event.page);
        break;
      case 'progress':
        this.progress = { pageNumber: event.pageNumber, share: event.share };
        break;
      case 'skipped':
        this.#skip({ fileName: event.fileName, problem: { code: event.code, details: {} } });
        break;
      case 'alive':
    }
  }

  async #take(jobId: string, page: ScannedPage): Promise<void> {
    const run = this.#running();
    try {
      const taken = await takePage(this.#parts, run, { jobId, page });
      if (taken !== run) await this.#keep(taken);
    } catch (error) {
      await this.#refuse(jobId, page, error);
      return;
    }
    await this.#parts.bridge.keepPages(jobId, [page.id]);
  }

  /** What is no page is told and lets the others pass; a full disk stops the device. */
  async #refuse(jobId: string, page: ScannedPage, error: unknown): Promise<void> {
    if (this.#end.signal.aborted) throw error;
    const problem = keptProblem(error);
    if (problem.code.startsWith('BRIDGE_')) throw error;
    if (problem.code === 'STORAGE_FULL') {
      await this.#parts.bridge.cancelScan(jobId).catch(keptProblem);
      throw error;
    }
    const fileName = scannedName(page);
    this.#unreadable.push({ jobId, pageId: page.id });
    this.#skip({ fileName, problem });
  }

  #skip(skipped: SkippedScan): void {
    const others = this.skipped.filter(({ fileName }) => fileName !== skipped.fileName);
    this.skipped = [...others, skipped];
  }

  async #settle({ state, problem }: Pick<ScanJob, 'state' | 'problem'>): Promise<void> {
    const run = { ...this.#running(), end: { problem, isComplete: state === 'finished' } };
    await this.#keep(run);
    if (run.end.isComplete && isSinglePage(run.purpose) && this.skipped.length === 0) {
      await this.#putAway();
    } else {
      this.status = statusAtEnd(run);
    }
  }

  /** One deed at a time; what it cannot do is shown, and the run can go on from there. */
  async #work(deed: () => Promise<void>): Promise<void> {
    this.#isWorking = true;
    try {
      await deed();
    } catch (error) {
      if (this.#end.signal.aborted) return;
      const problem = keptProblem(error);
      this.status = { kind: 'stopped', problem };
    } finally {
      this.#isWorking = false;
      this.isStopping = false;
      this.progress = null;
    }
  }

  async #keep(run: ScanRun): Promise<void> {
    await this.#parts.kept.keep(this.#key, run);
    this.run = run;
  }

  #running(): ScanRun {
    if (!this.run) throw new Error('Nothing is being scanned');
    return this.run;
  }

  #isThere(pageId: string): boolean {
    return this.#parts.target.pages.get(pageId)?.isRemoved === false;
  }
}

/** The bridge knows nothing of the job any more. */
const interrupted: Pick<ScanJob, 'state' | 'problem'> = {
  state: 'interrupted',
  problem: { code: 'SCAN_INTERRUPTED', details: {} },
};
