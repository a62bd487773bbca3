import { isForSigningDocuments, type Certificate } from '#lib/pki/certificate.ts';
import type { CertificateChain } from '#lib/pki/certificates/build-chain.ts';
import type { SignatureProblem } from '#lib/protocol/validation-report.ts';
import { chainStatuses, keptWithin } from './chain-statuses.ts';
import { judgeRevocation, revocationProblems, type RevocationFinding } from './judge-revocation.ts';
import {
  bestTime,
  judgeValidity,
  withinValidity,
  type KnownTime,
  type Validity,
} from './judge-validity.ts';
import type { RevocationLookup } from './revocation-lookup.ts';
import type { ValidationPolicy } from './validation-policy.ts';

/** What every certificate of a document is judged with. */
export type Judging = {
  timestampAnchors: readonly Certificate[];
  /** Of the document and from outside, besides those that a signature carries itself. */
  certificates: readonly Certificate[];
  /** Of signers; knows whom they may chain to. */
  lookup: RevocationLookup;
  timestampLookup: RevocationLookup;
  policy: ValidationPolicy;
  /** The instant of the verdict. */
  now: Date;
};

export type SignerJudgement = {
  chain: CertificateChain;
  validity: Validity;
  /** Of the signer's own certificate. */
  revocation: RevocationFinding;
  problems: readonly SignatureProblem[];
  /** Octets of the file that hold the revocation data of the whole path; null: it is not all there. */
  keptWithin: number | null;
};

/** Path, purpose, validity and revocation of a signer at the time of signing (EN 319 102-1 §5.2.6). */
export async function judgeSigner(
  certificate: Certificate,
  ownCertificates: readonly Certificate[],
  time: KnownTime,
  { certificates, lookup, policy }: Judging,
): Promise<SignerJudgement> {
  const at = bestTime(time, policy);
  const { validity, problems: outOfTime } = judgeValidity(certificate, time, policy);
  const problems: SignatureProblem[] = [...outOfTime];
  if (!isForSigningDocuments(certificate)) problems.push('CERTIFICATE_NOT_FOR_SIGNING');

  const known = [...ownCertificates, ...certificates];
  const chain = await lookup.chainOf(certificate, known, withinValidity(certificate, at));
  if (!chain.isTrusted) problems.push('CERTIFICATE_UNTRUSTED');

  const statuses = chain.isTrusted
    ? await chainStatuses(chain.certificates, at, known, lookup)
    : [];
  const [revocation, ...ofIssuers] = statuses.map((status) => judgeRevocation(status, time));
  const isRequired = policy.revocation === 'required';
  if (revocation) problems.push(...revocationProblems(revocation, isRequired));
  for (const finding of ofIssuers) {
    const found = revocationProblems(finding, isRequired);
    problems.push(...found.map((one) => (one === 'REVOCATION_UNKNOWN' ? one : 'ISSUER_REVOKED')));
  }
  return {
    chain,
    validity,
    revocation: revocation ?? { state: 'unknown', problems: [] },
    problems,
    keptWithin: keptWithin(statuses),
  };
}
