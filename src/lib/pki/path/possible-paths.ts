import { equalBytes } from '../bytes.ts';
import type { Certificate } from '../certificate.ts';
import { isSameName } from '../certificates/distinguished-name.ts';
import { checkIssuerSignature, issuerKeyOf } from './issuer-signature.ts';

/** Why a path cannot be continued to an anchor. */
export type DeadEnd =
  | 'ISSUER_NOT_FOUND'
  | 'PATH_TOO_LONG'
  | 'CERTIFICATE_SIGNATURE_WRONG'
  | 'CERTIFICATE_ALGORITHM_UNKNOWN';

export type PossiblePath = {
  /** Leaf first; with `deadEnd` null the last one is a trust anchor. */
  path: readonly Certificate[];
  deadEnd: DeadEnd | null;
};

const MAX_PATH_LENGTH = 8;
/** Issuers tried over all paths: many cross-certificates cannot keep the caller busy. */
const MAX_ISSUERS_TRIED = 100;

/**
 * All ways from `leaf` to an anchor along names and signatures, the more likely ones first; what
 * does not reach an anchor is told too. Whether a path is valid is not decided here.
 */
export async function* possiblePaths(
  leaf: Certificate,
  intermediates: readonly Certificate[],
  trustAnchors: readonly Certificate[],
): AsyncGenerator<PossiblePath> {
  if (trustAnchors.some((anchor) => equalBytes(anchor.der, leaf.der))) {
    yield { path: [leaf], deadEnd: null };
    return;
  }
  // A copy of an anchor among the intermediates would only be a detour to it.
  const useful = intermediates.filter(
    (certificate, index) =>
      !trustAnchors.some((anchor) => isSameAuthority(anchor, certificate)) &&
      intermediates.findIndex((other) => equalBytes(other.der, certificate.der)) === index,
  );
  yield* continuations([leaf], {
    intermediates: useful,
    trustAnchors,
    triesLeft: MAX_ISSUERS_TRIED,
  });
}

type Search = {
  intermediates: readonly Certificate[];
  trustAnchors: readonly Certificate[];
  triesLeft: number;
};

async function* continuations(
  path: readonly Certificate[],
  search: Search,
): AsyncGenerator<PossiblePath> {
  const subject = path.at(-1);
  if (!subject) throw new RangeError('A path has at least one certificate');
  if (path.length > MAX_PATH_LENGTH) {
    yield { path, deadEnd: 'PATH_TOO_LONG' };
    return;
  }
  let deadEnd: DeadEnd | null = 'ISSUER_NOT_FOUND';
  for (const { issuer, isAnchor } of possibleIssuers(subject, path, search)) {
    if (search.triesLeft-- <= 0) break;
    const verdict = await checkIssuerSignature(subject, issuerKeyOf([issuer]));
    if (verdict === 'wrong' || verdict === 'algorithm-unknown') {
      const isWrong = verdict === 'wrong';
      deadEnd &&= isWrong ? 'CERTIFICATE_SIGNATURE_WRONG' : 'CERTIFICATE_ALGORITHM_UNKNOWN';
      continue;
    }
    deadEnd = null;
    if (isAnchor) yield { path: [...path, issuer], deadEnd: null };
    else yield* continuations([...path, issuer], search);
  }
  if (deadEnd) yield { path, deadEnd };
}

/** By name; those whose key identifier fits first, among them the anchors: the shortest path wins. */
function possibleIssuers(subject: Certificate, path: readonly Certificate[], search: Search) {
  const { authorityKeyIdentifier } = subject.extensions;
  const isNamed = (issuer: Certificate) => isSameName(issuer.subject, subject.issuer);
  const isFitting = ({ extensions }: Certificate) =>
    !authorityKeyIdentifier ||
    !extensions.subjectKeyIdentifier ||
    extensions.subjectKeyIdentifier === authorityKeyIdentifier;
  const isOnPath = (issuer: Certificate) => path.some((one) => isSameAuthority(one, issuer));
  const issuers = [
    ...search.trustAnchors.filter(isNamed).map((issuer) => ({ issuer, isAnchor: true })),
    ...search.intermediates
      .filter((issuer) => isNamed(issuer) && !isOnPath(issuer))
      .map((issuer) => ({ issuer, isAnchor: false })),
  ];
  return [
    ...issuers.filter(({ issuer }) => isFitting(issuer)),
    // A hint only (RFC 5280 §4.2.1.1): the signature decides.
    ...issuers.filter(({ issuer }) => !isFitting(issuer)),
  ];
}

function isSameAuthority(a: Certificate, b: Certificate): boolean {
  return equalBytes(a.spki, b.spki) && isSameName(a.subject, b.subject);
}
