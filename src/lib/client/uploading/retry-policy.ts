import type { ErrorCode } from '#lib/domain/app-error.ts';

/**
 * `retry`: passes by itself, tried again later. `sign-in`: the person signs in, then it goes on.
 * `person`: somebody must decide or repair something first.
 */
export type FailureKind = 'retry' | 'sign-in' | 'person';

const passing: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'SERVER_UNREACHABLE',
  'SERVER_FAILED',
  'SERVER_STORAGE_FULL',
  'UPLOAD_INTERRUPTED',
  'CONTENT_NOT_RECEIVED',
  'CONTENT_MISMATCH',
  'TOO_MANY_REQUESTS',
]);

export function failureKind(code: ErrorCode): FailureKind {
  if (code === 'NOT_SIGNED_IN') return 'sign-in';
  return passing.has(code) ? 'retry' : 'person';
}

const FIRST_DELAY_MS = 2_000;
const LONGEST_DELAY_MS = 5 * 60_000;

/**
 * Doubles from 2 seconds to 5 minutes, less up to a fifth by chance, so that a whole office does not
 * come back in the same second. `attempts` ≥ 1; `random` 0–1.
 */
export function retryDelayMs(attempts: number, random: number): number {
  const delay = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(20, attempts - 1));
  return Math.round(delay * (1 - random / 5));
}
