import { equalBytes } from '../bytes.ts';
import { isInForce, type Certificate } from '../certificate.ts';
import { DerError, readDer } from '../der/der-reader.ts';
import { readSignatureAlgorithm, verifySignature } from '../signature-algorithm.ts';
import { isSameName } from './distinguished-name.ts';

/** Why a path from a certificate to a trust anchor does not hold (RFC 5280 §6.1). */
export type ChainProblem =
  | 'ISSUER_NOT_FOUND'
  | 'CERTIFICATE_EXPIRED'
  | 'CERTIFICATE_NOT_YET_VALID'
  | 'CERTIFICATE_SIGNATURE_WRONG'
  | 'CERTIFICATE_ALGORITHM_UNKNOWN'
  | 'ISSUER_NOT_A_CA'
  | 'ISSUER_MAY_NOT_ISSUE'
  | 'PATH_TOO_LONG'
  | 'UNKNOWN_CRITICAL_EXTENSION';

export type CertificateChain =
  | { isTrusted: true; /** Leaf first, trust anchor last. */ certificates: readonly Certificate[] }
  | {
      isTrusted: false;
      /** The path that came furthest. */
      certificates: readonly Certificate[];
      problems: readonly ChainProblem[];
    };

const MAX_PATH_LENGTH = 8;
/** Signature checks over all paths tried: many cross-certificates cannot keep the caller busy. */
const MAX_SIGNATURE_CHECKS = 100;

/**
 * Looks for a path from `leaf` to one of the anchors that holds at the instant `at`. An anchor is
 * trusted for its name and key; it is itself not checked, as RFC 5280 §6.1.1 (d) says.
 */
export async function buildChain(
  leaf: Certificate,
  intermediates: readonly Certificate[],
  trustAnchors: readonly Certificate[],
  at: Date,
): Promise<CertificateChain> {
  if (trustAnchors.some((anchor) => equalBytes(anchor.der, leaf.der))) {
    const problems = certificateProblems(leaf, at);
    return problems.length === 0
      ? { isTrusted: true, certificates: [leaf] }
      : { isTrusted: false, certificates: [leaf], problems };
  }
  const search: Search = { intermediates, trustAnchors, at, checksLeft: MAX_SIGNATURE_CHECKS };
  return extend([leaf], search);
}

type Search = {
  intermediates: readonly Certificate[];
  trustAnchors: readonly Certificate[];
  at: Date;
  checksLeft: number;
};

async function extend(path: readonly Certificate[], search: Search): Promise<CertificateChain> {
  const subject = path.at(-1);
  if (!subject) throw new RangeError('A path has at least one certificate');
  const own = certificateProblems(subject, search.at);
  if (own.length > 0) return { isTrusted: false, certificates: path, problems: own };

  let best: CertificateChain = {
    isTrusted: false,
    certificates: path,
    problems: [path.length > MAX_PATH_LENGTH ? 'PATH_TOO_LONG' : 'ISSUER_NOT_FOUND'],
  };
  if (path.length > MAX_PATH_LENGTH) return best;

  for (const { issuer, isAnchor } of possibleIssuers(subject, path, search)) {
    if (search.checksLeft-- <= 0) break;
    const problem = await issuanceProblem(subject, issuer, path);
    const candidate: CertificateChain = problem
      ? { isTrusted: false, certificates: path, problems: [problem] }
      : isAnchor
        ? { isTrusted: true, certificates: [...path, issuer] }
        : await extend([...path, issuer], search);
    if (candidate.isTrusted) return candidate;
    if (isBetter(candidate, best)) best = candidate;
  }
  return best;
}

/** Anchors first: the shortest path wins. */
function possibleIssuers(subject: Certificate, path: readonly Certificate[], search: Search) {
  const matches = (issuer: Certificate) =>
    isSameName(issuer.subject, subject.issuer) &&
    (!subject.extensions.authorityKeyIdentifier ||
      !issuer.extensions.subjectKeyIdentifier ||
      subject.extensions.authorityKeyIdentifier === issuer.extensions.subjectKeyIdentifier);
  const isOnPath = (issuer: Certificate) =>
    path.some((certificate) => equalBytes(certificate.der, issuer.der));
  return [
    ...search.trustAnchors.filter(matches).map((issuer) => ({ issuer, isAnchor: true })),
    ...search.intermediates
      .filter((issuer) => matches(issuer) && !isOnPath(issuer))
      .map((issuer) => ({ issuer, isAnchor: false })),
  ];
}

function certificateProblems(certificate: Certificate, at: Date): ChainProblem[] {
  if (certificate.extensions.unknownCritical.length > 0) return ['UNKNOWN_CRITICAL_EXTENSION'];
  if (isInForce(certificate, at)) return [];
  return [at < certificate.notBefore ? 'CERTIFICATE_NOT_YET_VALID' : 'CERTIFICATE_EXPIRED'];
}

/** What forbids `issuer` to have issued the last certificate of `path`; null when nothing does. */
async function issuanceProblem(
  subject: Certificate,
  issuer: Certificate,
  path: readonly Certificate[],
): Promise<ChainProblem | null> {
  const { basicConstraints, keyUsage } = issuer.extensions;
  if (!basicConstraints?.isCa) return 'ISSUER_NOT_A_CA';
  if (keyUsage && !keyUsage.includes('keyCertSign')) return 'ISSUER_MAY_NOT_ISSUE';
  // Self-issued certificates do not count (RFC 5280 §4.2.1.9); the leaf is not an intermediate.
  const below = path.slice(1).filter((one) => !isSameName(one.subject, one.issuer)).length;
  const { pathLength } = basicConstraints;
  if (pathLength !== null && below > pathLength) return 'PATH_TOO_LONG';

  try {
    const algorithm = readSignatureAlgorithm(readDer(subject.signatureAlgorithm));
    if (!algorithm) return 'CERTIFICATE_ALGORITHM_UNKNOWN';
    const isSignedByIssuer = await verifySignature({
      algorithm,
      key: issuer.key,
      spki: issuer.spki,
      data: subject.tbs,
      signature: subject.signature,
    });
    return isSignedByIssuer ? null : 'CERTIFICATE_SIGNATURE_WRONG';
  } catch (error) {
    if (error instanceof DerError) return 'CERTIFICATE_ALGORITHM_UNKNOWN';
    throw error;
  }
}

function isBetter(candidate: CertificateChain, best: CertificateChain): boolean {
  if (candidate.isTrusted || best.isTrusted) return candidate.isTrusted;
  const isFurther = candidate.certificates.length > best.certificates.length;
  return isFurther || best.problems[0] === 'ISSUER_NOT_FOUND';
}
