import { displayName, organizationOf, parseCertificate } from '#lib/pki/certificate.ts';
import { decodeBase64 } from '#lib/protocol/base64.ts';
import type { CertificateInfo } from '#lib/protocol/bridge.ts';

/** From this many days on the countdown to expiry is shown: time enough to renew a certificate. */
export const SOON_DAYS = 60;

/** Certificates in force before expired ones, those that fit the screen first, real before demo. */
export function inOrderOfUse(
  certificates: readonly CertificateInfo[],
  now: Date,
  fits: (info: CertificateInfo) => boolean = () => true,
): CertificateInfo[] {
  const rank = (info: CertificateInfo) =>
    (daysLeft(info, now) < 0 ? 4 : 0) + (fits(info) ? 0 : 2) + (info.isDemo ? 1 : 0);
  return certificates.toSorted((a, b) => rank(a) - rank(b));
}

/** Whole days until the certificate expires; negative once it has. */
export function daysLeft(info: CertificateInfo, now: Date): number {
  return Math.floor((new Date(info.notAfter).getTime() - now.getTime()) / 86_400_000);
}

/** The body that the certificate names, with its unit; empty where it names none. */
export function organizationOfSigner({ chain: [leaf] }: CertificateInfo): string {
  return leaf === undefined ? '' : organizationOf(parseCertificate(decodeBase64(leaf)).subject);
}

/** The person of the certificate, as the scan signature names them. */
export function signerNameOf(info: CertificateInfo): string {
  const [leaf] = info.chain;
  if (leaf === undefined) return info.subject;
  return displayName(parseCertificate(decodeBase64(leaf)).subject);
}
