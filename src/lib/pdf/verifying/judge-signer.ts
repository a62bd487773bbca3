import { isForSigningDocuments, type Certificate } from '#lib/pki/certificate.ts';
import { oids } from '#lib/pki/der/oids.ts';
import { buildChain, type CertificateChain } from '#lib/pki/certificates/build-chain.ts';
import type { SignatureProblem } from '#lib/protocol/validation-report.ts';
import { judgeRevocation, revocationProblems, type RevocationFinding } from './judge-revocation.ts';
import {
  bestTime,
  judgeValidity,
  withinValidity,
  type KnownTime,
  type Validity,
} from './judge-validity.ts';
import type { FoundStatus, RevocationLookup } from './revocation-lookup.ts';
import type { ValidationPolicy } from './validation-policy.ts';

/** What every certificate of a document is judged with. */
export type Judging = {
  trustAnchors: readonly Certificate[];
  /** Of the document and from outside, besides those that a signature carries itself. */
  certificates: readonly Certificate[];
  lookup: RevocationLookup;
  policy: ValidationPolicy;
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
  purpose: 'signing' | 'timestamping',
  time: KnownTime,
  judging: Judging,
): Promise<SignerJudgement> {
  const { policy, lookup } = judging;
  const problems: SignatureProblem[] = [];
  const { validity, problems: outOfTime } = judgeValidity(certificate, time, policy);
  problems.push(...outOfTime);

  const isSuited = purpose === 'signing' ? isForSigningDocuments : isForTimestamping;
  if (!isSuited(certificate)) problems.push('CERTIFICATE_NOT_FOR_SIGNING');

  const at = bestTime(time, policy);
  const known = [...ownCertificates, ...judging.certificates];
  const chain = await buildChain(
    certificate,
    known,
    judging.trustAnchors,
    withinValidity(certificate, at),
  );
  if (!chain.isTrusted) {
    problems.push('CERTIFICATE_UNTRUSTED');
    return { chain, validity, revocation: notAsked, problems, keptWithin: null };
  }

  const isRequired = purpose === 'signing' && policy.revocation === 'required';
  const statuses: FoundStatus[] = [];
  for (const [index, issuer] of chain.certificates.slice(1).entries()) {
    const subject = chain.certificates[index] ?? certificate;
    statuses.push(await lookup.statusOf(subject, issuer, at, known));
  }
  const [revocation = notAsked, ...ofIssuers] = statuses.map((one) => judgeRevocation(one, time));
  problems.push(...revocationProblems(revocation, isRequired && statuses.length > 0));
  for (const finding of ofIssuers) {
    const found = revocationProblems(finding, isRequired);
    problems.push(...found.map((one) => (one === 'REVOCATION_UNKNOWN' ? one : 'ISSUER_REVOKED')));
  }
  return { chain, validity, revocation, problems, keptWithin: keptWithin(statuses) };
}

/** A trust anchor that signs itself: nobody could revoke it. */
const notAsked: RevocationFinding = { state: 'unknown', problems: [] };

/** Its one purpose, and nothing else (RFC 3161 §2.3). */
function isForTimestamping({ extensions }: Certificate): boolean {
  const purposes = extensions.extendedKeyUsage ?? [];
  return purposes.length === 1 && purposes[0] === oids.timeStamping;
}

function keptWithin(statuses: readonly FoundStatus[]): number | null {
  const ends = statuses.map(({ keptWithin: end }) => end);
  return ends.length > 0 && ends.every((end) => end !== null) ? Math.max(...ends) : null;
}
