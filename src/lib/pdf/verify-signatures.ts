import { displayName, organizationOf, parseCertificate } from '#lib/pki/certificate.ts';
import type { SignatureSummary } from '#lib/protocol/documents.ts';
import { openPdf } from './reading/pdf-file.ts';
import { repositoryPolicy } from './verifying/validation-policy.ts';
import { verifyFile, type VerificationInput } from './verifying/verify-file.ts';
import type { VerifiedSignature } from './verifying/verified-signature.ts';

export type { VerifiedSignature } from './verifying/verified-signature.ts';

export type VerificationOptions = Omit<
  VerificationInput,
  'trustAnchors' | 'timestampAnchors' | 'policy'
> & {
  /** DER, of signers. */
  trustAnchors: readonly Uint8Array[];
  /** DER, of timestamp authorities; left out: the same. */
  timestampAnchors?: readonly Uint8Array[];
  /** Left out: what the repository asks for. */
  policy?: VerificationInput['policy'];
};

/**
 * One verdict per signature, in the order of the form; empty for a document without any.
 *
 * Errors: `PDF_ENCRYPTED`, `PDF_BROKEN` and those of `openPdf`.
 */
export async function verifySignatures(
  pdf: Uint8Array,
  { policy = repositoryPolicy, ...options }: VerificationOptions,
): Promise<VerifiedSignature[]> {
  return verifyFile(openPdf(pdf), { ...verificationInput(options), policy });
}

/** With the anchors read. Throws DerError when one is no certificate. */
export function verificationInput({
  trustAnchors,
  timestampAnchors = trustAnchors,
  ...input
}: Omit<VerificationOptions, 'policy'>): Omit<VerificationInput, 'policy'> {
  const read = (anchors: readonly Uint8Array[]) => anchors.map((der) => parseCertificate(der));
  return {
    ...input,
    trustAnchors: read(trustAnchors),
    timestampAnchors: read(timestampAnchors),
  };
}

/** What TT 15/2025/TT-BKHCN Art. 6 has a checking program show. */
export function signatureSummary(verified: VerifiedSignature): SignatureSummary {
  const certificate = verified.signer?.certificate;
  return {
    isValid: verified.isValid,
    issuer: certificate ? displayName(certificate.issuer) : '',
    subject: certificate ? displayName(certificate.subject) : '',
    managingUnit: certificate
      ? organizationOf(certificate.subject) || organizationOf(certificate.issuer)
      : '',
    signedAt: verified.signedAt?.toISOString() ?? null,
    isIntact: verified.isIntact && verified.changes.verdict !== 'forbidden',
    isTrusted: verified.chain?.isTrusted ?? false,
    wasValidAtSigning: verified.wasValidAtSigning,
    notBefore: certificate?.notBefore.toISOString() ?? '',
    notAfter: certificate?.notAfter.toISOString() ?? '',
    certificateSha256: verified.signer?.certificateSha256 ?? '',
    isDemo: verified.signer?.isDemo ?? false,
  };
}
