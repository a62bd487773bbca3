import { AppError } from '#lib/domain/app-error.ts';
import {
  displayName,
  isForSigningDocuments,
  isInForce,
  parseCertificate,
  type Certificate,
} from './certificate.ts';
import type { ChainProblem } from './certificates/build-chain.ts';
import { DerError } from './der/der-reader.ts';
import type { ValidationServices } from './validation-services.ts';
import { StatusInquiry, type StatusProblem } from './validation-data/status-inquiry.ts';

/** What is known about a certificate that is about to sign. `subject`: whom it is about. */
export type SignerStatus =
  | { status: 'good'; source: 'ocsp' | 'crl'; producedAt: Date; nextUpdate: Date | null }
  | { status: 'revoked'; subject: string; revokedAt: Date; reason: string }
  /** The law has the signer warned, who then decides (TT 15/2025/TT-BKHCN annex II). */
  | { status: 'unknown'; subject: string; problems: readonly (StatusProblem | ChainProblem)[] };

/**
 * Looks at a certificate before anybody types a PIN: in force, for signing documents, and neither it
 * nor a CA above it revoked.
 *
 * Errors: `NO_CERTIFICATE`, `CERTIFICATE_EXPIRED`, `CERTIFICATE_NOT_YET_VALID`,
 * `CERTIFICATE_NOT_FOR_SIGNING`. Being revoked is an answer, not an error.
 */
export async function checkSignerStatus(
  /** DER, the certificate of the signer first. */
  chain: readonly Uint8Array[],
  input: {
    services: ValidationServices;
    /** DER. */
    trustAnchors: readonly Uint8Array[];
    at: Date;
  },
): Promise<SignerStatus> {
  const [leaf, ...others] = readChain(chain);
  if (!leaf) throw new AppError('NO_CERTIFICATE');
  assertUsable(leaf, input.at);

  const { services, at } = input;
  const trustAnchors = input.trustAnchors.map((anchor) => parseCertificate(anchor));
  const inquiry = new StatusInquiry({ services, trustAnchors, at });
  const found = await inquiry.chainOf(leaf, others, at);
  if (!found.isTrusted) {
    return { status: 'unknown', subject: displayName(leaf.subject), problems: found.problems };
  }
  let known: Extract<SignerStatus, { status: 'good' }> | null = null;
  for (const [index, certificate] of found.certificates.entries()) {
    const issuer = found.certificates[index + 1];
    if (!issuer) break;
    const subject = displayName(certificate.subject);
    const status = await inquiry.statusOf(certificate, issuer, found.certificates);
    if (status.status === 'unknown') return { ...status, subject };
    if (status.status === 'revoked') {
      const { revokedAt, reason } = status;
      return { status: 'revoked', subject, revokedAt, reason };
    }
    const { source, producedAt, nextUpdate } = status;
    known ??= { status: 'good', source, producedAt, nextUpdate };
  }
  // A leaf that is itself an anchor has nobody who could revoke it.
  return (
    known ?? { status: 'unknown', subject: displayName(leaf.subject), problems: ['NO_SOURCE'] }
  );
}

function assertUsable(leaf: Certificate, at: Date): void {
  if (at < leaf.notBefore) throw new AppError('CERTIFICATE_NOT_YET_VALID');
  if (!isInForce(leaf, at)) throw new AppError('CERTIFICATE_EXPIRED');
  if (!isForSigningDocuments(leaf)) throw new AppError('CERTIFICATE_NOT_FOR_SIGNING');
}

function readChain(chain: readonly Uint8Array[]): Certificate[] {
  try {
    return chain.map((der) => parseCertificate(der));
  } catch (error) {
    if (error instanceof DerError) throw new AppError('NO_CERTIFICATE', {}, { cause: error });
    throw error;
  }
}
