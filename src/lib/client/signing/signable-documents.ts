import { isSignatureCurrent } from '#lib/client/assembling/content-key.ts';
import { isOnItsWay } from '#lib/client/batches/arrangement.ts';
import type { BatchDocument, Page } from '#lib/client/batches/model.ts';

export const signingStates = [
  'not-accepted',
  'ready',
  'sign-again',
  'keep-signatures',
  'signed',
  'on-its-way',
  'stored',
] as const;
/**
 * `sign-again`: pages or text changed after signing. `keep-signatures`: a PDF that came with
 * signatures; it is sent as it is unless the official adds a signature.
 */
export type SigningState = (typeof signingStates)[number];

export function signingState(document: BatchDocument, pages: readonly Page[]): SigningState {
  if (document.receipt) return 'stored';
  if (isOnItsWay(document)) return 'on-its-way';
  if (document.acceptedAt === undefined) return 'not-accepted';
  if (document.signed) return isSignatureCurrent(document, pages) ? 'signed' : 'sign-again';
  return document.asIsReason === 'has-signatures' ? 'keep-signatures' : 'ready';
}

/** Ticked by themselves: what waits for a signature. */
export function needsSignature(state: SigningState): boolean {
  return state === 'ready' || state === 'sign-again';
}

/** May be ticked: also a PDF with signatures, to which one more is added. */
export function canBeSigned(state: SigningState): boolean {
  return needsSignature(state) || state === 'keep-signatures';
}
