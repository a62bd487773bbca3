import type { Revocation, RevocationSource } from '#lib/pki/revocation/revocation.ts';
import type { StatusProblem } from '#lib/pki/validation-data/status-inquiry.ts';
import type { SignatureProblem } from '#lib/protocol/validation-report.ts';
import type { KnownTime } from './judge-validity.ts';
import type { FoundStatus } from './revocation-lookup.ts';

/** The status of a certificate, seen from what is known about the time of the signature. */
export type RevocationFinding =
  | { state: 'good'; source: RevocationSource; checkedAt: Date }
  | ({
      /** `unproven`: revoked by now, and the signature may be older. */
      state: 'revoked' | 'revoked-since' | 'unproven';
      source: RevocationSource;
    } & Revocation)
  | { state: 'unknown'; problems: readonly StatusProblem[] };

/**
 * Weighs a revocation against what is known about the time of signing (EN 319 102-1 §5.3, §5.5):
 * only a proven earlier time saves the signature; a claimed later one condemns it.
 */
export function judgeRevocation(status: FoundStatus, time: KnownTime): RevocationFinding {
  switch (status.status) {
    case 'unknown':
      return { state: 'unknown', problems: status.problems };
    case 'revoked':
      return weigh(status.source, status, time);
    case 'good':
      return status.revokedLater
        ? weigh(status.source, status.revokedLater, time)
        : { state: 'good', source: status.source, checkedAt: status.producedAt };
  }
}

function weigh(
  source: RevocationSource,
  { revokedAt, reason }: Revocation,
  time: KnownTime,
): RevocationFinding {
  return { state: stateOfRevoked(revokedAt, time), source, revokedAt, reason };
}

export function revocationProblems(
  finding: RevocationFinding,
  isRequired: boolean,
): SignatureProblem[] {
  switch (finding.state) {
    case 'good':
    case 'revoked-since':
      return [];
    case 'revoked':
      return ['CERTIFICATE_REVOKED'];
    case 'unproven':
      return ['REVOKED_TIME_UNPROVEN'];
    case 'unknown':
      return isRequired ? ['REVOCATION_UNKNOWN'] : [];
  }
}

function stateOfRevoked(
  revokedAt: Date,
  { claimedAt, provenAt }: KnownTime,
): 'revoked' | 'revoked-since' | 'unproven' {
  if (provenAt && provenAt < revokedAt) return 'revoked-since';
  return claimedAt && claimedAt >= revokedAt ? 'revoked' : 'unproven';
}
