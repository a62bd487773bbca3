import { isSignatureCurrent } from '#lib/client/assembling/content-key.ts';
import { isOnItsWay } from '#lib/client/batches/arrangement.ts';
import type { BatchDocument, Page } from '#lib/client/batches/model.ts';
import type { ErrorCode } from '#lib/domain/app-error.ts';

export const signingStates = [
  'not-accepted',
  'ready',
  'sign-again',
  'refused',
  'keep-signatures',
  'signed',
  'on-its-way',
  'stored',
] as const;
/**
 * `sign-again`: pages or text changed after signing. `refused`: the repository does not take the
 * signed file. `keep-signatures`: a PDF that came with
 * signatures; it is sent as it is unless the official adds a signature.
 */
export type SigningState = (typeof signingStates)[number];

export function signingState(document: BatchDocument, pages: readonly Page[]): SigningState {
  if (document.receipt) return 'stored';
  if (isOnItsWay(document)) return 'on-its-way';
  if (document.acceptedAt === undefined) return 'not-accepted';
  if (document.signed) {
    if (isFileRefused(document)) return 'refused';
    return isSignatureCurrent(document, pages) ? 'signed' : 'sign-again';
  }
  return document.asIsReason === 'has-signatures' ? 'keep-signatures' : 'ready';
}

/** Ticked by themselves: what waits for a signature. */
export function needsSignature(state: SigningState): boolean {
  return state === 'ready' || state === 'sign-again' || state === 'refused';
}

/** May be ticked: also a PDF with signatures, to which one more is added. */
export function canBeSigned(state: SigningState): boolean {
  return needsSignature(state) || state === 'keep-signatures';
}

const refusals: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'SIGNATURE_MISSING',
  'SIGNATURE_BROKEN',
  'SIGNATURE_UNTRUSTED',
  'NOT_A_PDF',
  'PAGE_COUNT_MISMATCH',
  'PAGE_DATA_LOST',
]);

/** Sending it again cannot help: the file itself must be made anew. */
function isFileRefused(document: BatchDocument): boolean {
  const problem = document.upload?.problem;
  return problem !== undefined && refusals.has(problem.code);
}
