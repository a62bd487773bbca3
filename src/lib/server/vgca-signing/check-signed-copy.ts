import type { Person } from '#lib/domain/access.ts';
import { AppError } from '#lib/domain/app-error.ts';
import { foldDiacritics } from '#lib/domain/fold.ts';
import { displayName, type Certificate } from '#lib/pki/certificate.ts';
import type { Context } from '../context.ts';
import { checkSignedVersion } from '../use-cases/check-version.ts';
import { readTrustSettings } from '../use-cases/read-trust-settings.ts';

/**
 * Decides whether what VGCA Sign Service sent back is the document it was given, with exactly one
 * signature more: every byte of the source as it was, and the expected signer. The upload comes from
 * a program that proves nothing about itself.
 *
 * Throws CONTENT_MISMATCH, CERTIFICATE_MISMATCH, SIGNER_NOT_ALLOWED and what `checkSignedVersion`
 * throws.
 */
export async function checkSignedCopy(
  context: Context,
  { source, signed }: { source: Buffer; signed: Buffer },
  { person, certificateSha256 }: { person: Person; certificateSha256: string | null },
): Promise<void> {
  const isContinued =
    signed.length > source.length && signed.subarray(0, source.length).equals(source);
  if (!isContinued) throw new AppError('CONTENT_MISMATCH');
  const trust = await readTrustSettings(context);
  const { added } = await checkSignedVersion(source, signed, 'B-B', trust);
  if (added.signer === null) throw new AppError('SIGNATURE_BROKEN');
  if (certificateSha256 === null) {
    await requireOwnName(context, person, added.signer.certificate);
  } else if (added.signer.certificateSha256 !== certificateSha256) {
    throw new AppError('CERTIFICATE_MISMATCH', { reason: 'vgca' });
  }
}

/** Where the service did not tell its certificate: that of the person, or of an agency of theirs. */
async function requireOwnName(
  context: Context,
  person: Person,
  certificate: Certificate,
): Promise<void> {
  const signerName = displayName(certificate.subject);
  const folded = foldDiacritics(signerName);
  if (folded === foldDiacritics(person.name)) return;
  const agency = await context.stores.orgUnits.agencyNamed(folded);
  const own = await context.stores.orgUnits.agenciesAbove(person.orgUnitPath);
  if (agency !== null && own.some(({ id }) => id === agency.id)) return;
  throw new AppError('SIGNER_NOT_ALLOWED', { signerName });
}
