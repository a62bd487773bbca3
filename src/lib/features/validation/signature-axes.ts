import type { Messages } from '#lib/i18n/index.ts';
import type { SignatureReport } from '#lib/protocol/validation-report.ts';

/** `good` and `bad` decide; `open` needs a look; `plain` is just so. */
export type Tone = 'good' | 'open' | 'bad' | 'plain';

/** One axis of a verdict, as a line on the screen. */
export type AxisLine = {
  axis: keyof Messages['validation']['axes'];
  tone: Tone;
  text: string;
  details: readonly string[];
};

type Formats = { instant: (iso: string) => string };

/** All axes of a signature in words, in the order in which an official asks. */
export function signatureAxes(
  signature: SignatureReport,
  m: Messages['validation'],
  { instant }: Formats,
): AxisLine[] {
  const { integrity, coverage, changes, identity, trust, validity, revocation, time } = signature;
  const isTimestamp = signature.kind === 'document-timestamp';
  const lines: AxisLine[] = [
    {
      axis: 'integrity',
      tone: tones.integrity[integrity.state],
      text: m.states.integrity[integrity.state],
      details: integrity.algorithm === '' ? [] : [m.axisDetails.algorithm(integrity.algorithm)],
    },
    {
      axis: 'coverage',
      tone: tones.coverage[coverage.state],
      text: m.states.coverage[coverage.state],
      details:
        coverage.revision > 0
          ? [m.axisDetails.revision(coverage.revision, coverage.revisionCount)]
          : [],
    },
    {
      axis: 'changes',
      tone: tones.changes[changes.state],
      text: m.states.changes[changes.state],
      details: [],
    },
    {
      axis: 'identity',
      tone: tones.identity[identity.state],
      text: m.states.identity[identity.state],
      details: [],
    },
    {
      axis: 'trust',
      tone: tones.trust[trust.state],
      text: m.states.trust[trust.state],
      details: trust.problems.map((problem) => m.trustProblems[problem]),
    },
    {
      axis: 'validity',
      tone: tones.validity[validity.state],
      text: m.states.validity[validity.state],
      details: [],
    },
    {
      axis: 'revocation',
      tone: tones.revocation[revocation.state],
      text: m.states.revocation[revocation.state],
      details: revocationDetails(revocation, m, instant),
    },
    {
      axis: 'time',
      tone: tones.time[time.state],
      text: m.states.time[time.state],
      details: time.timestamps.map((stamp) => {
        const authority = stamp.authority || m.axisDetails.unknownAuthority;
        const told = stamp.isUsable
          ? m.axisDetails.timestampUsable(authority, stamp.at ? instant(stamp.at) : '')
          : m.axisDetails.timestampUnusable(
              authority,
              stamp.problems.map((problem) => m.timestampProblems[problem]).join(', '),
            );
        return `${m.timestampKinds[stamp.kind]}: ${told}`;
      }),
    },
  ];
  if (!isTimestamp) {
    lines.push({ axis: 'level', tone: 'plain', text: m.levels[signature.level], details: [] });
  }
  return lines;
}

/** In words who says so and when, or why nobody does. */
function revocationDetails(
  revocation: SignatureReport['revocation'],
  m: Messages['validation'],
  instant: (iso: string) => string,
): string[] {
  const { source, checkedAt, revokedAt, reason, problems } = revocation;
  if (revokedAt) {
    return [m.axisDetails.revokedAt(instant(revokedAt), reason ? m.revocationReasons[reason] : '')];
  }
  if (source && checkedAt) {
    return [m.axisDetails.checkedBy(m.axisDetails.sources[source], instant(checkedAt))];
  }
  return problems.map((problem) => m.revocationProblems[problem]);
}

type Tones = {
  [Axis in Exclude<AxisLine['axis'], 'level'>]: Record<SignatureReport[Axis]['state'], Tone>;
};

const tones: Tones = {
  integrity: { intact: 'good', broken: 'bad', unknown: 'open' },
  coverage: { 'whole-document': 'good', 'earlier-revision': 'plain', unknown: 'bad' },
  changes: { none: 'good', allowed: 'good', forbidden: 'bad', unknown: 'bad' },
  identity: { suitable: 'good', unsuitable: 'open', missing: 'open' },
  trust: { trusted: 'good', untrusted: 'open', unknown: 'open' },
  validity: {
    'in-force': 'good',
    'expired-since': 'good',
    'not-in-force': 'bad',
    unproven: 'open',
    unknown: 'open',
  },
  revocation: {
    good: 'good',
    'revoked-since': 'good',
    revoked: 'bad',
    unproven: 'open',
    unknown: 'open',
  },
  time: { proven: 'good', claimed: 'plain', unknown: 'plain' },
};
