import { setTimeout as wait } from 'node:timers/promises';
import { AppError } from '#lib/domain/app-error.ts';
import type { PageReceiver } from '../scan-driver.ts';
import { below } from './escl-address.ts';
import { askScanner, openAnswer, retryAfterMs, type EsclAnswer } from './escl-http.ts';
import { feederProblem, parseStatus, pathOf, type EsclStatus } from './escl-status.ts';

export type EsclTimes = {
  /** A device that warms up or pulls a sheet is silent for so long at most. */
  silenceMs: number;
  /** For so long a busy device is asked again. */
  busyMs: number;
  /** Some firmware says that there is no page when asked too fast (Brother); asked again after this. */
  pauseMs: number;
  /** For so long a job that says it works on is believed. */
  patienceMs: number;
};

export const usualTimes: EsclTimes = {
  silenceMs: 90_000,
  busyMs: 60_000,
  pauseMs: 300,
  patienceMs: 120_000,
};

/** A page whose transfer breaks is asked for so often before the job gives up. */
const maxTransfers = 4;

const maxAttemptsAtEnd = 10;

/** One `ScanJob` on an eSCL device, from its creation to its end. */
export class EsclJob {
  readonly #address: string;
  readonly #times: EsclTimes;
  readonly #signal: AbortSignal;
  readonly #url: URL;
  readonly #isFeeder: boolean;
  #hasBroken = false;

  private constructor(
    location: string,
    options: { address: string; times: EsclTimes; isFeeder: boolean; signal: AbortSignal },
  ) {
    this.#address = options.address;
    this.#times = options.times;
    this.#isFeeder = options.isFeeder;
    this.#signal = options.signal;
    this.#url = new URL(pathOf(location), options.address);
  }

  /**
   * Asks for a job without looking at the feeder first: devices tell `ScannerAdfEmpty` with paper in
   * it. Throws SCANNER_BUSY, SCANNER_FEEDER_EMPTY, SCANNER_JAMMED, SCANNER_COVER_OPEN,
   * SCANNER_SETTINGS_UNSUPPORTED, SCANNER_FAILED, SCANNER_UNREACHABLE.
   */
  static async create(
    settings: string,
    options: { address: string; times: EsclTimes; isFeeder: boolean; signal: AbortSignal },
  ): Promise<EsclJob> {
    const { address, times, signal } = options;
    const deadlineMs = Date.now() + times.busyMs;
    for (;;) {
      const answer = await askScanner(below(address, 'ScanJobs'), {
        method: 'POST',
        body: settings,
        signal,
        silenceMs: times.silenceMs,
      });
      if (answer.status === 201 && pathOf(answer.location)) {
        return new EsclJob(answer.location, options);
      }
      if (answer.status !== 503) throw await refusal(answer, options);
      if (Date.now() + answer.retryAfterMs > deadlineMs) throw new AppError('SCANNER_BUSY');
      await wait(answer.retryAfterMs, undefined, { signal });
    }
  }

  /** Page after page, each asked for when the one before is safe, until the device has no more. */
  async run(receiver: PageReceiver): Promise<void> {
    while (!receiver.isEnough) {
      receiver.progress(null);
      if (!(await this.#nextPage(receiver))) {
        if (receiver.pageCount === 0) throw new AppError('SCANNER_FEEDER_EMPTY');
        return;
      }
      // The glass has one page.
      if (!this.#isFeeder) break;
    }
    await this.stop();
  }

  /** Frees the device; one that has ended its job already does not mind. */
  async stop(): Promise<void> {
    const signal = AbortSignal.timeout(10_000);
    await askScanner(this.#url, { method: 'DELETE', signal, silenceMs: 10_000 }).catch(
      () => undefined,
    );
  }

  /** False: the source is empty. */
  async #nextPage(receiver: PageReceiver): Promise<boolean> {
    const deadlineMs = Date.now() + this.#times.patienceMs;
    let transfers = 0;
    for (let attempt = 1; ; attempt++) {
      try {
        const outcome = await this.#transfer(receiver, attempt);
        if (outcome === 'page') return true;
        if (outcome === 'end') return false;
        if (Date.now() + outcome.againInMs > deadlineMs) throw new AppError('SCANNER_FAILED');
        await wait(outcome.againInMs, undefined, { signal: this.#signal });
      } catch (error) {
        const isBroken =
          error instanceof AppError &&
          ['SCANNER_TRANSFER_BROKEN', 'SCANNER_UNREACHABLE'].includes(error.code);
        if (this.#signal.aborted || !isBroken) throw error;
        this.#hasBroken = true;
        transfers++;
        if (transfers === maxTransfers) throw error;
        await wait(this.#times.pauseMs * transfers, undefined, { signal: this.#signal });
      }
    }
  }

  async #transfer(
    receiver: PageReceiver,
    attempt: number,
  ): Promise<'page' | 'end' | { againInMs: number }> {
    const url = new URL(`${this.#url.pathname}/NextDocument`, this.#url);
    const { silenceMs } = this.#times;
    const response = await openAnswer(url, { method: 'GET', signal: this.#signal, silenceMs });
    try {
      const status = response.statusCode ?? 0;
      if (status === 200) {
        await receiver.receive(wholeBody(response));
        return 'page';
      }
      if (status === 503) return { againInMs: retryAfterMs(response) };
      if ([404, 409, 410].includes(status)) return await this.#afterNoPage(receiver, attempt);
      throw new AppError('SCANNER_FAILED', { status });
    } finally {
      response.destroy();
    }
  }

  /** 404 means the end, a jam, or only too early; AirSane says 409 at the end. The status knows. */
  async #afterNoPage(
    receiver: PageReceiver,
    attempt: number,
  ): Promise<'end' | { againInMs: number }> {
    const status = await this.#status();
    const { job } = status;
    const isWorking = ['Pending', 'Processing'].includes(job ? job.state : status.state);
    // Some devices never count down what is left to transfer.
    const hasMore = job?.state === 'Completed' && job.imagesToTransfer > 0;
    const problem = this.#isFeeder ? feederProblem(status) : null;
    if (problem) throw problem;
    if (isWorking || (hasMore && attempt <= maxAttemptsAtEnd)) {
      return { againInMs: this.#times.pauseMs };
    }
    if (job?.state === 'Aborted' || (job?.state === 'Canceled' && !this.#signal.aborted)) {
      throw new AppError('SCANNER_FAILED', { state: job.state });
    }
    // After a broken transfer the device may have gone on to the next page: one would be missing.
    const sent = job?.imagesCompleted ?? 0;
    if (this.#hasBroken && sent > receiver.pageCount) throw new AppError('SCANNER_TRANSFER_BROKEN');
    return 'end';
  }

  async #status(): Promise<EsclStatus> {
    return await readStatus(this.#address, this.#url.pathname, this.#signal);
  }
}

async function readStatus(
  address: string,
  jobPath: string | null,
  signal: AbortSignal,
): Promise<EsclStatus> {
  const url = below(address, 'ScannerStatus');
  const { text } = await askScanner(url, { method: 'GET', signal, silenceMs: 15_000 });
  return parseStatus(text, jobPath);
}

async function refusal(
  { status }: EsclAnswer,
  { address, isFeeder, signal }: { address: string; isFeeder: boolean; signal: AbortSignal },
): Promise<AppError> {
  if (status === 409) {
    const state = await readStatus(address, null, signal);
    const problem = feederProblem(state);
    if (problem) return problem;
    const isEmpty = isFeeder && !/Loaded|Processing/u.test(state.adfState);
    return new AppError(isEmpty ? 'SCANNER_FEEDER_EMPTY' : 'SCANNER_BUSY');
  }
  if (status >= 400 && status < 500) {
    return new AppError('SCANNER_SETTINGS_UNSUPPORTED', { status });
  }
  return new AppError('SCANNER_FAILED', { status });
}

/** A connection that is lost in the middle of a page breaks the page, not the job. */
async function* wholeBody(response: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* response;
  } catch (error) {
    throw new AppError('SCANNER_TRANSFER_BROKEN', { reason: 'connection' }, { cause: error });
  }
}
