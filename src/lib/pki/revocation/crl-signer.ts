import { equalBytes } from '../bytes.ts';
import type { Certificate } from '../certificate.ts';
import { buildChain } from '../certificates/build-chain.ts';
import { isSameName } from '../certificates/distinguished-name.ts';
import { checkIssuerSignature, issuerKeyOf } from '../path/issuer-signature.ts';
import type { CertificateList } from './crl.ts';
import { signerInstant } from './freshness.ts';
import type { RevocationContext, RevocationProblem } from './revocation-verdict.ts';

/**
 * Whether somebody who may do so signed the list (RFC 5280 §6.3.3 (f), (g)): the issuer itself, the
 * same authority with another key, or the one that the certificate names for its CRLs. `issuerPath`
 * is the path of the certificate's issuer, which the caller judges; the others have to lead to the
 * same anchor, unrevoked.
 */
export async function crlSignerProblem(
  list: CertificateList,
  issuerPath: readonly Certificate[],
  context: RevocationContext,
): Promise<RevocationProblem | null> {
  const signers = possibleSigners(list, issuerPath, context);
  let problem: RevocationProblem | null = null;
  for (const signer of signers) {
    const path = await signerPath(signer, list, issuerPath, context);
    const verdict = await checkIssuerSignature(list, issuerKeyOf(path ?? [signer]));
    if (verdict !== 'right') continue;
    problem = await authorityProblem(signer, path, list, issuerPath, context);
    if (!problem) return null;
  }
  if (problem) return problem;
  return signers.length > 0 ? 'EVIDENCE_SIGNATURE_WRONG' : 'EVIDENCE_SIGNER_UNKNOWN';
}

async function authorityProblem(
  signer: Certificate,
  path: readonly Certificate[] | null,
  list: CertificateList,
  issuerPath: readonly Certificate[],
  context: RevocationContext,
): Promise<RevocationProblem | null> {
  const { keyUsage } = signer.extensions;
  if (keyUsage && !keyUsage.includes('cRLSign')) return 'EVIDENCE_SIGNER_NOT_ALLOWED';
  if (!path) return 'EVIDENCE_SIGNER_UNKNOWN';
  const at = signerInstant(context.at, list.thisUpdate);
  for (const [position, certificate] of path.entries()) {
    const issuer = path[position + 1];
    if (!issuer || issuerPath.some((known) => isSameCertificate(known, certificate))) break;
    const status = await context.signerStatus({ certificate, issuer }, at);
    if (status === 'revoked') return 'EVIDENCE_SIGNER_REVOKED';
    if (status === 'unknown') return 'EVIDENCE_SIGNER_STATUS_UNKNOWN';
  }
  return null;
}

/** null: it leads to no anchor, or to another one than the certificate's issuer does. */
async function signerPath(
  signer: Certificate,
  list: CertificateList,
  issuerPath: readonly Certificate[],
  context: RevocationContext,
): Promise<readonly Certificate[] | null> {
  const known = issuerPath.findIndex((certificate) => isSameCertificate(certificate, signer));
  if (known >= 0) return issuerPath.slice(known);
  const anchor = issuerPath.at(-1);
  const chain = await buildChain(
    signer,
    context.certificates,
    context.trustAnchors.filter((one) => anchor && isSameCertificate(one, anchor)),
    signerInstant(context.at, list.thisUpdate),
  );
  return chain.isTrusted ? chain.certificates : null;
}

/** By name, each certificate once; those whose key identifier fits first. */
function possibleSigners(
  list: CertificateList,
  issuerPath: readonly Certificate[],
  context: RevocationContext,
): Certificate[] {
  const isFitting = ({ extensions }: Certificate) =>
    extensions.subjectKeyIdentifier === list.authorityKeyIdentifier;
  const named = [...issuerPath, ...context.trustAnchors, ...context.certificates].filter(
    (certificate, index, all) =>
      isSameName(certificate.subject, list.issuer) &&
      all.findIndex((other) => isSameCertificate(other, certificate)) === index,
  );
  return [...named.filter(isFitting), ...named.filter((certificate) => !isFitting(certificate))];
}

function isSameCertificate(a: Certificate, b: Certificate): boolean {
  return a === b || equalBytes(a.der, b.der);
}
