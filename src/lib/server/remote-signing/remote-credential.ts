import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { AppError } from '#lib/domain/app-error.ts';
import { isForSigningDocuments, parseCertificate, type Certificate } from '#lib/pki/certificate.ts';
import { DerError } from '#lib/pki/der/der-reader.ts';
import { certificateFacts } from '#lib/pki/signing-batch/certificate-facts.ts';
import { MAX_BATCH_ITEMS, type CertificateInfo } from '#lib/protocol/bridge.ts';

/** Answer of `credentials/info`; the way of authorizing stands under `auth` in v2, bare in v1. */
export const CredentialInfoSchema = v.looseObject({
  key: v.looseObject({
    status: v.optional(v.string(), 'enabled'),
    algo: v.optional(v.array(v.string()), []),
  }),
  cert: v.looseObject({
    status: v.optional(v.string(), 'valid'),
    certificates: v.array(v.pipe(v.string(), v.base64())),
  }),
  auth: v.optional(v.looseObject({ mode: v.optional(v.string()) })),
  authMode: v.optional(v.string()),
  multisign: v.optional(v.number(), 1),
});
export type CredentialInfo = v.InferOutput<typeof CredentialInfoSchema>;

/** A key of a person at the service. */
export type RemoteCredential = {
  id: string;
  info: CertificateInfo;
  certificate: Certificate;
  isEnabled: boolean;
  isRevoked: boolean;
  /** `implicit`: the person confirms at the service itself; everything else wants a PIN or OTP of us. */
  authorization: string;
  /** Dotted identifiers; empty where the service does not say. */
  algorithms: readonly string[];
  /** How many signatures one confirmation may be good for. */
  maxSignatures: number;
};

/** null for what can never sign here: no certificate, or one of a CA or an unknown key type. */
export function remoteCredential(
  id: string,
  { key, cert, auth, authMode, multisign }: CredentialInfo,
  serviceName: string,
): RemoteCredential | null {
  const [leaf = ''] = cert.certificates;
  const certificate = parseOrNull(Buffer.from(leaf, 'base64'));
  const facts = certificate && certificateFacts(certificate);
  if (!certificate || !facts) return null;
  return {
    id,
    certificate,
    info: {
      ...facts,
      provider: 'csc',
      certificateSha256: createHash('sha256').update(certificate.der).digest('hex'),
      chain: cert.certificates,
      tokenLabel: serviceName,
      asksPinEachTime: false,
      pinState: key.status === 'enabled' ? 'unknown' : 'locked',
    },
    isEnabled: key.status === 'enabled',
    isRevoked: cert.status === 'revoked' || cert.status === 'suspended',
    authorization: auth?.mode ?? authMode ?? 'implicit',
    algorithms: key.algo,
    maxSignatures: Math.min(MAX_BATCH_ITEMS, Math.max(1, multisign)),
  };
}

/**
 * Refuses a credential that cannot sign, before the person is asked: CERTIFICATE_EXPIRED,
 * CERTIFICATE_NOT_YET_VALID, CERTIFICATE_NOT_FOR_SIGNING, CERTIFICATE_REVOKED, and
 * REMOTE_SIGNING_FAILED for one that is disabled or wants a PIN of our page.
 */
export function assertCanSign(credential: RemoteCredential, now: Date): void {
  const { certificate, info } = credential;
  const { subject, notAfter, notBefore } = info;
  if (certificate.notAfter < now) throw new AppError('CERTIFICATE_EXPIRED', { subject, notAfter });
  if (certificate.notBefore > now) {
    throw new AppError('CERTIFICATE_NOT_YET_VALID', { subject, notBefore });
  }
  if (credential.isRevoked) throw new AppError('CERTIFICATE_REVOKED', { subject });
  if (!isForSigningDocuments(certificate)) {
    throw new AppError('CERTIFICATE_NOT_FOR_SIGNING', { subject });
  }
  if (!credential.isEnabled) throw new AppError('REMOTE_SIGNING_FAILED', { reason: 'disabled' });
  if (credential.authorization !== 'implicit') {
    throw new AppError('REMOTE_SIGNING_FAILED', { reason: 'asks-pin' });
  }
}

function parseOrNull(der: Uint8Array): Certificate | null {
  try {
    return parseCertificate(der);
  } catch (error) {
    if (error instanceof DerError) return null;
    throw error;
  }
}
