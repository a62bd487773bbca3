import { AppError } from '#lib/domain/app-error.ts';
import type { ReadingRequest, ReadingResponse } from './reading-messages.ts';

type Part = Exclude<ReadingResponse, { kind: 'done' | 'problem' }>;

/** A page of 100 megapixels takes some 20 s on a slow PC; a damaged file can keep a decoder forever. */
const MAX_SILENCE_MS = 120_000;

/**
 * Reads a file in a worker of its own, part by part; a file that kills its worker takes nothing else
 * with it. Throws the worker's AppError, `FILE_TRUNCATED` when the file killed or
 * stopped it, `SERVER_UNREACHABLE` when it could not be loaded, and the signal's reason.
 */
export async function* readInWorker(
  request: ReadingRequest,
  signal: AbortSignal,
  maxSilenceMs = MAX_SILENCE_MS,
): AsyncGenerator<Part, void, undefined> {
  signal.throwIfAborted();
  const worker = new Worker(new URL('./reading-worker.ts', import.meta.url), { type: 'module' });
  const arrived: ReadingResponse[] = [];
  let failure: { error: unknown } | null = null;
  let wake: () => void = () => undefined;
  const fail = (error: unknown) => {
    failure = { error };
    wake();
  };
  const onAbort = () => fail(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  worker.addEventListener('error', (event) => fail(workerError(event)));
  worker.addEventListener('message', (event: MessageEvent<ReadingResponse>) => {
    arrived.push(event.data);
    wake();
  });

  try {
    worker.postMessage(request);
    for (;;) {
      if (failure) throw (failure as { error: unknown }).error;
      const part = arrived.shift();
      if (!part) {
        const stopped = setTimeout(() => fail(new AppError('FILE_TRUNCATED')), maxSilenceMs);
        await new Promise<void>((resolve) => (wake = resolve));
        clearTimeout(stopped);
      } else if (part.kind === 'problem') {
        throw new AppError(part.problem.code, part.problem.details);
      } else if (part.kind === 'done') {
        return;
      } else {
        yield part;
      }
    }
  } finally {
    signal.removeEventListener('abort', onAbort);
    worker.terminate();
  }
}

/** A worker whose script does not load says so by an event without a message. */
function workerError(cause: ErrorEvent): AppError {
  return new AppError(cause.message ? 'FILE_TRUNCATED' : 'SERVER_UNREACHABLE', {}, { cause });
}
