import type { SignatureProblem, TimestampProblem } from '#lib/protocol/validation-report.ts';
import { wasReliable } from './algorithm-reliability.ts';
import type { RevocationFinding } from './judge-revocation.ts';
import { judgeSigner, type Judging, type SignerJudgement } from './judge-signer.ts';
import type { CmsVerdict } from './verify-cms.ts';

export type TimestampJudgement = {
  /** null: its TSA is not known. */
  signer: SignerJudgement | null;
  problems: readonly TimestampProblem[];
};

/**
 * Whether a timestamp proves anything when it is used: now, or at `existedAt` when a later timestamp
 * shows that it was there (EN 319 102-1 §5.4, §5.6.2.3). A TSA whose revocation cannot be checked is
 * believed: what the archive knows about it is always older than its newest timestamp.
 */
export async function judgeTimestamp(
  cms: CmsVerdict,
  existedAt: Date | null,
  now: Date,
  judging: Judging,
): Promise<TimestampJudgement> {
  const problems = cms.problems.map(ofCms);
  const { certificate, algorithm, time } = cms;
  if (!certificate || !time) {
    return { signer: null, problems: problems.length > 0 ? problems : ['UNREADABLE'] };
  }
  const usedAt = existedAt ?? now;
  if (time > usedAt) problems.push('TIME_IMPOSSIBLE');
  if (algorithm && !wasReliable(algorithm, usedAt)) problems.push('ALGORITHM_TOO_WEAK');
  const known = { claimedAt: time, provenAt: existedAt, now };
  const policy = { ...judging.policy, signingTime: 'proven' as const };
  const signer = await judgeSigner(certificate, cms.certificates, 'timestamping', known, {
    ...judging,
    policy,
  });
  problems.push(
    ...signer.problems
      .filter((problem) => problem !== 'REVOKED_TIME_UNPROVEN' || !isHarmless(signer.revocation))
      .map(ofSigner),
  );
  return { signer, problems: [...new Set(problems)] };
}

/** Revoked, but not because of its key: what it stamped before remains good (RFC 3161 §4, 1). */
function isHarmless(finding: RevocationFinding): boolean {
  const harmless = ['affiliationChanged', 'superseded', 'cessationOfOperation'];
  return finding.state === 'unproven' && harmless.includes(finding.reason);
}

function ofCms(problem: SignatureProblem): TimestampProblem {
  switch (problem) {
    case 'CONTENT_CHANGED':
      return 'IMPRINT_WRONG';
    case 'SIGNATURE_WRONG':
    case 'ATTRIBUTES_WRONG':
    case 'SIGNER_CERTIFICATE_MISMATCH':
      return 'SIGNATURE_WRONG';
    default:
      return 'UNREADABLE';
  }
}

function ofSigner(problem: SignatureProblem): TimestampProblem {
  switch (problem) {
    case 'CERTIFICATE_NOT_FOR_SIGNING':
      return 'AUTHORITY_NOT_FOR_TIMESTAMPING';
    case 'CERTIFICATE_REVOKED':
    case 'REVOKED_TIME_UNPROVEN':
    case 'ISSUER_REVOKED':
      return 'AUTHORITY_REVOKED';
    case 'EXPIRED_TIME_UNPROVEN':
      return 'AUTHORITY_EXPIRED_TIME_UNPROVEN';
    case 'CERTIFICATE_NOT_YET_VALID':
    case 'CERTIFICATE_NOT_VALID_AT_SIGNING':
      return 'TIME_IMPOSSIBLE';
    default:
      return 'AUTHORITY_UNTRUSTED';
  }
}
