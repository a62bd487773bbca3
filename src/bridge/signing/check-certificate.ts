import { X509Certificate } from 'node:crypto';
import { AppError } from '#lib/domain/app-error.ts';
import { isForSigningDocuments, parseCertificate } from '#lib/pki/certificate.ts';
import type { ListedCertificate, ProviderListing } from './signing-provider.ts';

/** A certificate that can sign now, with the key that its signatures are checked with. */
export type UsableCertificate = ListedCertificate & { x509: X509Certificate };

/**
 * Finds the chosen certificate among those present and refuses, before any PIN is asked, one that
 * cannot sign: NO_TOKEN, MODULE_FAILED, CERTIFICATE_MISMATCH, CERTIFICATE_EXPIRED,
 * CERTIFICATE_NOT_YET_VALID, CERTIFICATE_NOT_FOR_SIGNING, PIN_LOCKED.
 */
export function findUsableCertificate(
  listing: ProviderListing,
  certificateSha256: string,
  now: Date,
): UsableCertificate {
  const { certificates, problems } = listing;
  const found = certificates.find(({ info }) => info.certificateSha256 === certificateSha256);
  if (!found) throw notPresent(certificates.length > 0, problems);
  const { info } = found;
  const leaf = Buffer.from(info.chain[0] ?? '', 'base64');
  if (new Date(info.notAfter) < now) {
    throw new AppError('CERTIFICATE_EXPIRED', { subject: info.subject, notAfter: info.notAfter });
  }
  if (new Date(info.notBefore) > now) {
    throw new AppError('CERTIFICATE_NOT_YET_VALID', {
      subject: info.subject,
      notBefore: info.notBefore,
    });
  }
  if (!isForSigningDocuments(parseCertificate(leaf))) {
    throw new AppError('CERTIFICATE_NOT_FOR_SIGNING', { subject: info.subject });
  }
  if (info.pinState === 'locked') throw new AppError('PIN_LOCKED', { tokenLabel: info.tokenLabel });
  return { ...found, x509: new X509Certificate(leaf) };
}

function notPresent(hasOthers: boolean, problems: ProviderListing['problems']): AppError {
  const [problem] = problems;
  if (hasOthers) return new AppError('CERTIFICATE_MISMATCH', { reason: 'not-present' });
  if (problem) return new AppError(problem.code, { module: problem.module });
  return new AppError('NO_TOKEN');
}
