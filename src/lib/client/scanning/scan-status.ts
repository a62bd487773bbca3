import type { KeptProblem } from '#lib/client/batches/model.ts';
import { isSinglePage, type ScanRun } from './scan-run.ts';

/** How scanning into a batch stands, as the person sees it. */
export type ScanStatus =
  | { kind: 'idle' }
  | { kind: 'scanning' }
  /** The bridge does not answer; it is asked again until it does. */
  | { kind: 'lost'; problem: KeptProblem }
  /** It can go on; `null`: the person stopped it. */
  | { kind: 'stopped'; problem: KeptProblem | null }
  /** All is in; the paper is to be counted. */
  | { kind: 'counting' }
  /** All fronts are in; the stack is to be turned over. */
  | { kind: 'turning' }
  /** All backs are in; the sheets are to be put together. */
  | { kind: 'pairing' };

/** What the person has to do after the last job of the run. */
export function statusAtEnd({ end, feed, pass, purpose }: ScanRun): ScanStatus {
  if (!end?.isComplete || isSinglePage(purpose)) {
    return { kind: 'stopped', problem: end?.problem ?? null };
  }
  if (feed !== 'feeder-by-hand') return { kind: 'counting' };
  return { kind: pass === 'fronts' ? 'turning' : 'pairing' };
}
