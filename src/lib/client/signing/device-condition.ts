import type { KeptProblem } from '#lib/client/batches/model.ts';
import type { BridgeStatus } from '#lib/client/bridge/bridge.ts';

export const deviceConditions = [
  'checking',
  /** Nothing answers, and this browser was never paired here. */
  'not-installed',
  /** Nothing answers, but it was paired: the program is there and does not run. */
  'not-running',
  /** The browser lets no page that came over http reach programs on this PC. */
  'insecure-page',
  'permission-prompt',
  'permission-denied',
  'not-paired',
  /** Another program, or another installation, answers in its place. */
  'foreign-program',
  /** The program has another address of the office on its list. */
  'origin-refused',
  'no-token',
  'no-certificate',
  /** Something else, which `problem` tells. */
  'failed',
  'ready',
] as const;
/** What the person at this PC has to know of the signing device; each has its own remedy. */
export type DeviceCondition = (typeof deviceConditions)[number];

type Known = {
  state: BridgeStatus['state'] | 'checking';
  problem: KeptProblem | null;
  wasPaired: boolean;
  hasCertificate: boolean;
  /** null: not told. */
  hasToken: boolean | null;
};

export function deviceCondition(known: Known): DeviceCondition {
  const { state, problem } = known;
  switch (state) {
    case 'not-running':
      if (problem && problem.code !== 'BRIDGE_NOT_RUNNING') return 'failed';
      return known.wasPaired ? 'not-running' : 'not-installed';
    case 'permission-denied':
      return problem?.details.reason === 'insecure-page' ? 'insecure-page' : state;
    case 'untrusted':
      return problem?.code === 'BRIDGE_BAD_ORIGIN' ? 'origin-refused' : 'foreign-program';
    case 'ready':
      if (known.hasCertificate) return 'ready';
      if (problem && problem.code !== 'NO_CERTIFICATE') return 'failed';
      return known.hasToken === true ? 'no-certificate' : 'no-token';
    case 'checking':
    case 'permission-prompt':
    case 'not-paired':
      return state;
  }
}

/** Where coming back to the page is reason enough to look again. */
export function isWorthLooking(condition: DeviceCondition): boolean {
  return ['not-installed', 'not-running', 'failed', 'no-token', 'no-certificate'].includes(
    condition,
  );
}
