import type { Person } from '#lib/domain/access.ts';
import { AppError } from '#lib/domain/app-error.ts';
import { foldDiacritics } from '#lib/domain/fold.ts';
import type { SigningProfile } from '#lib/domain/signing-profile.ts';
import { displayName, type Certificate } from '#lib/pki/certificate.ts';
import { nameValue } from '#lib/pki/certificates/distinguished-name.ts';
import { oids } from '#lib/pki/der/oids.ts';
import type { BridgeReceipt, DocumentVersion, NewVersionQuery } from '#lib/protocol/versions.ts';
import type { Context } from '../context.ts';
import { checkSignedVersion } from './check-version.ts';
import { effectiveProfile } from './read-signing-profiles.ts';
import { readTrustSettings } from './read-trust-settings.ts';
import { requirePermission } from './require-permission.ts';
import { bytesOf, currentVersion, sha256Of, writeVersion } from './write-version.ts';

/**
 * Takes one more signature on a stored document. The page sends what it appended; what stands before
 * it is taken from the repository, so no earlier byte can change. Repeatable with the same answer.
 *
 * Throws `NOT_FOUND`, `DOCUMENT_CHANGED_MEANWHILE`, `SIGNER_NOT_ALLOWED`, the codes of
 * `checkSignedVersion` and `SERVER_STORAGE_FULL`. Whatever it throws, the current version stands.
 */
export async function addSignature(
  context: Context,
  person: Person | null,
  documentId: string,
  request: NewVersionQuery & { appended: Uint8Array; bridgeReceipt: BridgeReceipt | null },
): Promise<DocumentVersion> {
  requirePermission(person, 'document.certify');
  const current = await currentVersion(context, person, documentId);
  const base =
    current.sha256 === request.baseSha256
      ? current
      : await context.stores.versions.findByHash(documentId, request.baseSha256);
  if (base === null) throw new AppError('DOCUMENT_CHANGED_MEANWHILE');
  const baseBytes = await bytesOf(context, base);
  const whole = Buffer.concat([baseBytes, request.appended]);
  const same = await context.stores.versions.findByHash(documentId, sha256Of(whole));
  if (same !== null && same.ordinal > 1) return same;
  if (base !== current) throw new AppError('DOCUMENT_CHANGED_MEANWHILE');

  const profile = await effectiveProfile(context, person.orgUnitPath, request.profile);
  const trust = await readTrustSettings(context);
  const checked = await checkSignedVersion(baseBytes, whole, request.level, trust);
  const { signer } = checked.added;
  if (signer === null) throw new AppError('SIGNATURE_BROKEN');
  await requireSigner(context, person, profile, signer.certificate);
  const signerName = displayName(signer.certificate.subject);
  const { certificateSha256 } = signer;
  const copyForm = profile.kind === 'copy' ? (request.copyForm ?? profile.copyForm) : null;
  return writeVersion(
    context,
    person,
    base,
    whole,
    {
      what: 'signature',
      profile: profile.kind,
      copyForm,
      signerName,
      certificateSha256,
      level: checked.level,
      signatures: checked.signatures,
      bridgeReceipt: request.bridgeReceipt,
    },
    {
      profile: profile.kind,
      ...(copyForm === null ? {} : { copyForm }),
      signerName,
      certificateSha256,
      revocation: request.revocation,
    },
  );
}

/**
 * Where the agency signs, the certificate is that of the signer's own agency (their unit's, or one
 * above it) and of no person; where a person signs, it is no agency's. A name that nobody here knows
 * is left to the trust anchors.
 */
async function requireSigner(
  context: Context,
  person: Person,
  profile: SigningProfile,
  certificate: Certificate,
): Promise<void> {
  const name = displayName(certificate.subject);
  const holder = certificateHolder(certificate);
  const agency = await context.stores.orgUnits.agencyNamed(foldDiacritics(name));
  const own = await context.stores.orgUnits.agenciesAbove(person.orgUnitPath);
  const isAllowed =
    profile.signer === 'person'
      ? holder !== 'agency' && agency === null
      : agency === null
        ? holder !== 'person' && !(await context.stores.accounts.isPersonName(name))
        : own.some(({ id }) => id === agency.id);
  if (!isAllowed) throw new AppError('SIGNER_NOT_ALLOWED', { signerName: name });
}

/** Identity number of a person, tax or budget code of an agency (TT 16/2019/TT-BTTTT, UID). */
function certificateHolder({ subject }: Certificate): 'person' | 'agency' | 'unknown' {
  const id = nameValue(subject, oids.userId);
  if (/^(?:CCCD|CMND|HC|CMT|BHXH):/iu.test(id)) return 'person';
  return /^(?:MST|MNS|QĐ):/iu.test(id) ? 'agency' : 'unknown';
}
