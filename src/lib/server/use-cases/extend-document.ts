import { randomBytes } from 'node:crypto';
import type { Person } from '#lib/domain/access.ts';
import { extendSignatures } from '#lib/pdf/extend-signatures.ts';
import type { DocumentVersion, ExtensionLevel } from '#lib/protocol/versions.ts';
import type { Context } from '../context.ts';
import { checkExtendedVersion } from './check-version.ts';
import { readTrustSettings } from './read-trust-settings.ts';
import { requirePermission } from './require-permission.ts';
import { bytesOf, currentVersion, writeVersion } from './write-version.ts';

/**
 * Raises all signatures of a stored document to a level, or renews the archive timestamp of one that
 * is B-LTA already. Answers the current version when nothing was missing.
 *
 * Throws `NOT_FOUND`, `DOCUMENT_CHANGED_MEANWHILE`, the codes of `extendSignatures` (a TSA or CRL that
 * does not answer among them) and of `checkExtendedVersion`. The current version stands then.
 */
export async function extendDocument(
  context: Context,
  person: Person | null,
  documentId: string,
  level: ExtensionLevel,
): Promise<DocumentVersion> {
  requirePermission(person, 'document.certify');
  const base = await currentVersion(context, person, documentId);
  const baseBytes = await bytesOf(context, base);
  const trust = await readTrustSettings(context);
  const { pdf, stampedAt } = await extendSignatures(baseBytes, {
    level,
    services: context.validationServices,
    // One list: what is embedded is checked again below, signers and TSAs apart.
    trustAnchors: [...trust.trustAnchors, ...trust.timestampAnchors],
    at: trust.at,
    random: (length) => Uint8Array.from(randomBytes(length)),
  });
  if (pdf.byteLength === baseBytes.byteLength) return base;
  // Timestamps that were just made may be of the next second.
  const at = new Date(Math.max(trust.at.getTime(), ...stampedAt.map((time) => time.getTime())));
  const checked = await checkExtendedVersion(baseBytes, pdf, level, { ...trust, at });
  return writeVersion(
    context,
    person,
    base,
    pdf,
    {
      what: 'extension',
      profile: null,
      copyForm: null,
      signerName: null,
      certificateSha256: null,
      bridgeReceipt: null,
      ...checked,
    },
    { timestamps: stampedAt.length },
  );
}
