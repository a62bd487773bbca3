import type { LoopbackPermission } from '#lib/client/bridge/loopback-permission.ts';
import type { SignerStatus } from '#lib/pki/check-signer.ts';
import type { CertificateInfo, ProvidersAnswer, TokenState } from '#lib/protocol/bridge.ts';
import { daysLeft, SOON_DAYS } from './certificate-choice.ts';
import type { DeviceCondition } from './device-condition.ts';

export const diagnosisSteps = [
  'browser',
  'permission',
  'program',
  'pairing',
  'drivers',
  'token',
  'certificate',
] as const;
export type DiagnosisStep = (typeof diagnosisSteps)[number];

/** `waiting`: a step before it has to be put right first. */
export type StepOutcome = 'passed' | 'warned' | 'failed' | 'waiting';

export type Finding =
  | 'browser-fit'
  | 'browser-insecure'
  | 'permission-granted'
  | 'permission-not-needed'
  | 'permission-prompt'
  | 'permission-denied'
  | 'program-running'
  | 'program-without-dialog'
  | 'not-installed'
  | 'not-running'
  | 'foreign-program'
  | 'origin-refused'
  | 'failed'
  | 'paired'
  | 'not-paired'
  | 'drivers-answer'
  | 'some-drivers-fail'
  | 'drivers-fail'
  | 'no-driver'
  | 'token-present'
  | 'pin-low'
  | 'pin-final'
  | 'pin-locked'
  | 'no-token'
  | 'certificate-good'
  | 'certificate-unchecked'
  | 'certificate-expires-soon'
  | 'certificate-expired'
  | 'certificate-revoked'
  | 'demo-only'
  | 'no-certificate'
  | 'waiting';

export type StepResult = {
  step: DiagnosisStep;
  outcome: StepOutcome;
  finding: Finding;
  /** Names of what was found: version, drivers, tokens, certificates. */
  names: string[];
};

/** What is known of this PC. */
export type DeviceFacts = {
  permission: LoopbackPermission;
  condition: DeviceCondition;
  /** null: the program was not asked, or did not answer. */
  providers: ProvidersAnswer | null;
  certificates: readonly CertificateInfo[];
  /** Of the certificate that would sign; null: not looked at. */
  signerStatus: SignerStatus['status'] | null;
};

/** From the browser to the certificate; after the first failure the rest waits. */
export function diagnose(facts: DeviceFacts, now: Date): StepResult[] {
  const looks: Record<DiagnosisStep, () => Omit<StepResult, 'step'>> = {
    browser: () => browser(facts),
    permission: () => permission(facts),
    program: () => program(facts),
    pairing: () => pairing(facts),
    drivers: () => drivers(facts),
    token: () => token(facts),
    certificate: () => certificate(facts, now),
  };
  let hasFailed = facts.condition === 'checking';
  return diagnosisSteps.map((step) => {
    const result: StepResult = hasFailed
      ? { step, outcome: 'waiting', finding: 'waiting', names: [] }
      : { step, ...looks[step]() };
    hasFailed ||= result.outcome === 'failed';
    return result;
  });
}

type Look = Omit<StepResult, 'step'>;
const passed = (finding: Finding, names: string[] = []): Look => ({
  outcome: 'passed',
  finding,
  names,
});
const warned = (finding: Finding, names: string[] = []): Look => ({
  ...passed(finding, names),
  outcome: 'warned',
});
const failed = (finding: Finding, names: string[] = []): Look => ({
  ...passed(finding, names),
  outcome: 'failed',
});

function browser({ condition }: DeviceFacts): Look {
  return condition === 'insecure-page' ? failed('browser-insecure') : passed('browser-fit');
}

function permission({ permission: given, condition }: DeviceFacts): Look {
  if (condition === 'permission-denied') return failed('permission-denied');
  if (condition === 'permission-prompt') return failed('permission-prompt');
  return passed(given === 'granted' ? 'permission-granted' : 'permission-not-needed');
}

function program({ condition, providers }: DeviceFacts): Look {
  switch (condition) {
    case 'not-installed':
    case 'not-running':
    case 'foreign-program':
    case 'origin-refused':
      return failed(condition);
    case 'not-paired':
      return passed('program-running');
    default:
      if (providers === null) return failed('failed');
      return providers.dialog === 'none'
        ? failed('program-without-dialog', [providers.version])
        : passed('program-running', [providers.version]);
  }
}

function pairing({ condition }: DeviceFacts): Look {
  return condition === 'not-paired' ? failed('not-paired') : passed('paired');
}

function drivers({ providers, certificates }: DeviceFacts): Look {
  const modules = providers?.providers.flatMap(({ modules: each }) => each) ?? [];
  // A demo file needs no driver.
  if (modules.length === 0) return (certificates.length > 0 ? warned : failed)('no-driver');
  const broken = modules.filter(({ problem }) => problem !== null).map(({ name }) => name);
  const answering = modules.filter(({ problem }) => problem === null).map(({ name }) => name);
  if (broken.length === 0) return passed('drivers-answer', answering);
  return answering.length > 0
    ? warned('some-drivers-fail', broken)
    : failed('drivers-fail', broken);
}

function token({ providers, certificates }: DeviceFacts): Look {
  const tokens = tokensOf(providers);
  if (tokens.length === 0) return (certificates.length > 0 ? warned : failed)('no-token');
  const labelsWith = (state: TokenState['pinState']) =>
    tokens.filter(({ pinState }) => pinState === state).map(({ label }) => label);
  const [locked, final, low] = [labelsWith('locked'), labelsWith('final'), labelsWith('low')];
  if (locked.length === tokens.length) return failed('pin-locked', locked);
  if (locked.length > 0) return warned('pin-locked', locked);
  if (final.length > 0) return warned('pin-final', final);
  if (low.length > 0) return warned('pin-low', low);
  return passed(
    'token-present',
    tokens.map(({ label }) => label),
  );
}

function certificate({ certificates, signerStatus }: DeviceFacts, now: Date): Look {
  const [first] = certificates;
  if (!first) return failed('no-certificate');
  const names = [first.subject];
  if (daysLeft(first, now) < 0) return failed('certificate-expired', names);
  if (signerStatus === 'revoked') return failed('certificate-revoked', names);
  if (signerStatus !== 'good') return warned('certificate-unchecked', names);
  if (daysLeft(first, now) < SOON_DAYS) return warned('certificate-expires-soon', names);
  return first.isDemo ? warned('demo-only', names) : passed('certificate-good', names);
}

export function tokensOf(providers: ProvidersAnswer | null): TokenState[] {
  return (
    providers?.providers.flatMap(({ modules }) => modules.flatMap((each) => each.tokens)) ?? []
  );
}

const LOG_DAYS = 30;

/** From when on the log of this PC is shown. */
export function logShownSince(now: Date): Date {
  return new Date(now.getTime() - LOG_DAYS * 86_400_000);
}
