import { displayName, parseCertificate } from '#lib/pki/certificate.ts';
import { decodeBase64 } from '#lib/protocol/base64.ts';
import type { CertificateInfo } from '#lib/protocol/bridge.ts';

/** Certificates in force before expired ones, real ones before the demo. */
export function inOrderOfUse(
  certificates: readonly CertificateInfo[],
  now: Date,
): CertificateInfo[] {
  const rank = (info: CertificateInfo) => (daysLeft(info, now) < 0 ? 2 : 0) + (info.isDemo ? 1 : 0);
  return certificates.toSorted((a, b) => rank(a) - rank(b));
}

/** Whole days until the certificate expires; negative once it has. */
export function daysLeft(info: CertificateInfo, now: Date): number {
  return Math.floor((new Date(info.notAfter).getTime() - now.getTime()) / 86_400_000);
}

/** The person of the certificate, as the scan signature names them. */
export function signerNameOf(info: CertificateInfo): string {
  const [leaf] = info.chain;
  if (leaf === undefined) return info.subject;
  return displayName(parseCertificate(decodeBase64(leaf)).subject);
}
