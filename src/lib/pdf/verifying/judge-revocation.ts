import type { Certificate } from '#lib/pki/certificate.ts';
import type { SignatureProblem } from '#lib/protocol/validation-report.ts';
import type { KnownTime } from './judge-validity.ts';

/** What the CRLs and OCSP responses at hand say about one certificate. */
export type CertificateStatus =
  | { status: 'good'; source: 'crl' | 'ocsp'; producedAt: Date }
  | { status: 'revoked'; source: 'crl' | 'ocsp'; revokedAt: Date; reason: string }
  | { status: 'unknown'; problems: readonly string[] };

/** The same, seen from the time of the signature. */
export type RevocationFinding =
  | { state: 'good'; source: 'crl' | 'ocsp'; checkedAt: Date }
  | {
      /** `unproven`: revoked by now, and the signature may be older. */
      state: 'revoked' | 'revoked-since' | 'unproven';
      source: 'crl' | 'ocsp';
      revokedAt: Date;
      reason: string;
    }
  | { state: 'unknown'; problems: readonly string[] };

/**
 * Weighs a revocation against what is known about the time of signing (EN 319 102-1 §5.3, §5.5):
 * only a proven earlier time saves the signature; a claimed later one condemns it.
 */
export function judgeRevocation(status: CertificateStatus, time: KnownTime): RevocationFinding {
  switch (status.status) {
    case 'good':
      return { state: 'good', source: status.source, checkedAt: status.producedAt };
    case 'unknown':
      return { state: 'unknown', problems: status.problems };
    case 'revoked': {
      const { source, revokedAt, reason } = status;
      return { state: stateOfRevoked(revokedAt, time), source, revokedAt, reason };
    }
  }
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
