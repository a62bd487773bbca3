import type { CertificateInfo } from '#lib/protocol/bridge.ts';
import { displayName, isDemoCertificate, type Certificate } from '../certificate.ts';

export type CertificateFacts = Pick<
  CertificateInfo,
  'subject' | 'issuer' | 'serialNumber' | 'notBefore' | 'notAfter' | 'keyType' | 'isDemo'
>;

/**
 * What a page is told of the certificate of a person or an agency; null for what cannot sign here:
 * CA certificates, unknown key types.
 */
export function certificateFacts(certificate: Certificate): CertificateFacts | null {
  const { key, extensions } = certificate;
  if (extensions.basicConstraints?.isCa || key.type === 'other') return null;
  return {
    subject: displayName(certificate.subject),
    issuer: displayName(certificate.issuer),
    serialNumber: certificate.serialNumber,
    notBefore: certificate.notBefore.toISOString(),
    notAfter: certificate.notAfter.toISOString(),
    keyType: key.type,
    isDemo: isDemoCertificate(certificate),
  };
}
