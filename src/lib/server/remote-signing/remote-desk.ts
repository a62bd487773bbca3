import { AppError } from '#lib/domain/app-error.ts';
import { BatchRun } from '#lib/pki/signing-batch/batch-run.ts';
import type { SignEvent } from '#lib/protocol/bridge.ts';

const keptForMs = 10 * 60_000;

type KeptRun = { run: BatchRun; requestSha256: string; keptUntilMs: number };

/** Batches of remote signing that run or ran a moment ago, each its person's own. */
export class RemoteDesk {
  readonly #runs = new Map<string, KeptRun>();
  readonly #nowMs: () => number;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  /** The run of the very same request; BRIDGE_BAD_REQUEST when its id belongs to another one. */
  same(personId: string, batchId: string, requestSha256: string): BatchRun | null {
    this.#forgetOld();
    const known = this.#runs.get(keyOf(personId, batchId));
    if (!known) return null;
    if (known.requestSha256 === requestSha256) return known.run;
    throw new AppError('BRIDGE_BAD_REQUEST', { reason: 'batch-id-used' });
  }

  /** Starts it; BRIDGE_BUSY while another one of this person waits for their confirmation. */
  start(
    { personId, batchId, requestSha256 }: Record<'personId' | 'batchId' | 'requestSha256', string>,
    sign: (signal: AbortSignal) => AsyncIterable<SignEvent>,
  ): BatchRun {
    const own = [...this.#runs].filter(([key]) => key.startsWith(`${personId}\n`));
    if (own.some(([, { keptUntilMs }]) => !Number.isFinite(keptUntilMs))) {
      throw new AppError('BRIDGE_BUSY');
    }
    const run = new BatchRun(sign);
    const key = keyOf(personId, batchId);
    this.#runs.set(key, { run, requestSha256, keptUntilMs: Number.POSITIVE_INFINITY });
    void run.ended.then(() =>
      this.#runs.set(key, { run, requestSha256, keptUntilMs: this.#nowMs() + keptForMs }),
    );
    return run;
  }

  find(personId: string, batchId: string): BatchRun {
    this.#forgetOld();
    const known = this.#runs.get(keyOf(personId, batchId));
    if (known) return known.run;
    throw new AppError('NOT_FOUND');
  }

  #forgetOld(): void {
    for (const [key, { keptUntilMs }] of this.#runs) {
      if (keptUntilMs < this.#nowMs()) this.#runs.delete(key);
    }
  }
}

function keyOf(personId: string, batchId: string): string {
  return `${personId}\n${batchId}`;
}
