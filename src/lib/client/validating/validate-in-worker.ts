import { AppError } from '#lib/domain/app-error.ts';
import type { ValidationReport } from '#lib/protocol/validation-report.ts';
import type {
  ValidationAnswer,
  ValidationRequest,
  ValidationStage,
} from './validation-messages.ts';

/**
 * Validates a PDF in a worker of its own: the page stays quick, and a file that is too much for the
 * PC takes nothing else with it. The bytes never leave the browser.
 *
 * Throws the worker's AppError (`PDF_ENCRYPTED`, `PDF_BROKEN`, `NOT_A_PDF`, …), `PDF_BROKEN` when the
 * file killed it, `SERVER_UNREACHABLE` when it could not be loaded, and the signal's reason.
 */
export async function validateInWorker(
  request: ValidationRequest,
  onstage: (stage: ValidationStage) => void,
  signal: AbortSignal,
): Promise<ValidationReport> {
  signal.throwIfAborted();
  const worker = new Worker(new URL('./validation-worker.ts', import.meta.url), { type: 'module' });
  const { promise, resolve, reject } = Promise.withResolvers<ValidationReport>();
  const onAbort = () => reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  // A worker whose script does not load says so by an event without a message.
  worker.addEventListener('error', (event) => {
    reject(new AppError(event.message ? 'PDF_BROKEN' : 'SERVER_UNREACHABLE', {}, { cause: event }));
  });
  worker.addEventListener('message', ({ data }: MessageEvent<ValidationAnswer>) => {
    switch (data.kind) {
      case 'stage':
        return onstage(data.stage);
      case 'report':
        return resolve(data.report);
      case 'problem':
        return reject(new AppError(data.code, data.details));
      case 'bug':
        return reject(new Error(data.message));
    }
  });
  try {
    worker.postMessage(request);
    return await promise;
  } finally {
    signal.removeEventListener('abort', onAbort);
    worker.terminate();
  }
}
