import { AppError } from '#lib/domain/app-error.ts';

/** What IndexedDB says when it cannot write, as an error the person can act on. */
export function storageError(cause: unknown): unknown {
  if (cause instanceof AppError) return cause;
  return isQuotaExceeded(cause) ? new AppError('STORAGE_FULL', {}, { cause }) : cause;
}

function isQuotaExceeded(cause: unknown): boolean {
  return cause instanceof DOMException && cause.name === 'QuotaExceededError';
}
