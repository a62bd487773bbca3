import { isInForce } from '#lib/pki/certificate.ts';
import type { CertificateChain } from '#lib/pki/certificates/build-chain.ts';
import { readDigestAlgorithm, readSignatureAlgorithm } from '#lib/pki/signature-algorithm.ts';
import {
  verifyTimestampToken,
  type TimestampVerdict,
} from '#lib/pki/timestamp/verify-timestamp.ts';
import type { TimestampProblem } from '#lib/protocol/validation-report.ts';
import { wasReliable, type UsedAlgorithm } from './algorithm-reliability.ts';
import { chainStatuses } from './chain-statuses.ts';
import { judgeRevocation, type RevocationFinding } from './judge-revocation.ts';
import type { Judging } from './judge-signer.ts';
import type { VerifiedTimestamp } from './verified-signature.ts';

export type TimestampJudgement = VerifiedTimestamp & {
  chain: CertificateChain | null;
  revocation: RevocationFinding;
  algorithm: UsedAlgorithm | null;
};

/**
 * Whether a timestamp proves anything when it is used: now, or at `existedAt` when a later timestamp
 * shows that it was there (EN 319 102-1 §5.4, §5.6.2.3). A TSA whose revocation cannot be checked is
 * believed: what the archive knows about it is always older than its newest timestamp.
 */
export async function judgeTimestamp(
  kind: VerifiedTimestamp['kind'],
  token: Uint8Array,
  stamped: Uint8Array,
  existedAt: Date | null,
  judging: Judging,
): Promise<TimestampJudgement> {
  const usedAt = existedAt ?? judging.now;
  const verdict = await verifyTimestampToken(token, stamped, {
    trustAnchors: judging.timestampAnchors,
    certificates: judging.certificates,
    at: usedAt,
  });
  const { certificate, chain, genTime } = verdict;
  const isExpired = certificate !== null && !isInForce(certificate, usedAt);
  const problems: TimestampProblem[] = verdict.problems.map((problem) =>
    problem === 'TIMESTAMP_UNTRUSTED' && isExpired ? 'AUTHORITY_EXPIRED' : problem,
  );
  const algorithm = algorithmOf(verdict);
  if (algorithm && !wasReliable(algorithm, usedAt)) problems.push('ALGORITHM_TOO_WEAK');

  const known = [...(verdict.token?.cms.certificates ?? []), ...judging.certificates];
  const time = { claimedAt: genTime, provenAt: existedAt, now: judging.now };
  // Asked at the time it states, so that whatever was learned since counts.
  const statuses =
    chain?.isTrusted && genTime
      ? await chainStatuses(chain.certificates, genTime, known, judging.timestampLookup)
      : [];
  const findings = statuses.map((status) => judgeRevocation(status, time));
  if (findings.some(isHarmful)) problems.push('AUTHORITY_REVOKED');
  return {
    kind,
    at: genTime,
    authority: certificate,
    problems,
    chain,
    revocation: findings[0] ?? { state: 'unknown', problems: [] },
    algorithm,
  };
}

/** Revoked for another reason than its key, a TSA's earlier timestamps remain good (RFC 3161 §4, 1). */
function isHarmful(finding: RevocationFinding): boolean {
  if (finding.state === 'revoked') return true;
  const harmless = ['affiliationChanged', 'superseded', 'cessationOfOperation'];
  return finding.state === 'unproven' && !harmless.includes(finding.reason);
}

function algorithmOf({ token, certificate }: TimestampVerdict): UsedAlgorithm | null {
  const signer = token?.cms.signer;
  if (!signer || !certificate) return null;
  const digest = readDigestAlgorithm(signer.digestAlgorithm);
  const algorithm = readSignatureAlgorithm(signer.signatureAlgorithm, digest);
  return algorithm && { algorithm, key: certificate.key };
}
