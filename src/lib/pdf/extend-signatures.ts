import { AppError } from '#lib/domain/app-error.ts';
import type { SignatureLevel } from '#lib/domain/signing-profile.ts';
import { ownBytes, type Bytes } from '#lib/pki/bytes.ts';
import { parseCertificate } from '#lib/pki/certificate.ts';
import { StatusInquiry } from '#lib/pki/validation-data/status-inquiry.ts';
import type { ValidationServices } from '#lib/pki/validation-services.ts';
import { addDocumentTimestamp } from './extending/add-document-timestamp.ts';
import { collectValidationData } from './extending/collect-validation-data.ts';
import { readIntactSignatures } from './extending/intact-signatures.ts';
import { findProofs } from './extending/proofs.ts';
import { addSecurityStore, readSecurityStore } from './extending/security-store.ts';
import { openPdf } from './reading/pdf-file.ts';

export type ExtensionOptions = {
  level: Exclude<SignatureLevel, 'B-B'>;
  services: ValidationServices;
  /** DER; of signers and of TSAs. */
  trustAnchors: readonly Uint8Array[];
  /** Now. */
  at: Date;
  random: (length: number) => Uint8Array;
};

/** The document with everything that its level asks for appended. */
export type ExtendedPdf = {
  state: 'extended';
  /** Begins with the given bytes, unchanged; these very bytes when nothing was missing. */
  pdf: Bytes;
  level: ExtensionOptions['level'];
  /** Times of the document timestamps that were added. */
  stampedAt: readonly Date[];
};

/**
 * Brings all signatures of a document to a higher level (EN 319 142-1 §6): a timestamp where one is
 * missing (B-T), certificates and revocation data of all signers and TSAs (B-LT), an archive
 * timestamp over them (B-LTA). On a document that is B-LTA already this renews the archive: data for
 * the last timestamp, and a new one.
 *
 * Errors: `SIGNATURE_MISSING`; `SIGNATURE_BROKEN`: nothing is added to a tampered file;
 * `CERTIFICATE_REVOKED`, `VALIDATION_DATA_MISSING`, `TSA_UNREACHABLE`, `TIMESTAMP_INVALID`;
 * `PDF_CANNOT_BE_SIGNED`, `PDF_ENCRYPTED` and those of `openPdf`.
 */
export async function extendSignatures(
  pdf: Uint8Array,
  options: ExtensionOptions,
): Promise<ExtendedPdf> {
  const { level, services, at, random } = options;
  const trustAnchors = options.trustAnchors.map((anchor) => parseCertificate(anchor));
  const inquiry = new StatusInquiry({ services, trustAnchors, at });
  const stampedAt: Date[] = [];
  let current = ownBytes(pdf);

  const examine = async () => {
    const file = openPdf(current);
    if (file.isEncrypted) throw new AppError('PDF_ENCRYPTED');
    const signatures = await readIntactSignatures(file);
    if (!signatures.some(({ kind }) => kind === 'signature')) {
      throw new AppError('SIGNATURE_MISSING');
    }
    const proofs = await findProofs(signatures, inquiry, { trustAnchors, now: at });
    return { signatures, proofs, store: readSecurityStore(file) };
  };
  const stamp = async () => {
    if (!services.timestamp) throw new AppError('TSA_UNREACHABLE', { reason: 'no TSA' });
    const { timestamp } = services;
    const anchors = options.trustAnchors;
    const added = await addDocumentTimestamp(current, {
      timestamp,
      trustAnchors: anchors,
      at,
      random,
    });
    current = added.pdf;
    stampedAt.push(added.genTime);
  };

  let examined = await examine();
  if (!examined.proofs.areAllStamped) {
    await stamp();
    examined = await examine();
  }
  if (level !== 'B-T') {
    const data = await collectValidationData({ ...examined, inquiry });
    current = (await addSecurityStore(current, data)) ?? current;
  }
  if (level === 'B-LTA') await stamp();
  return { state: 'extended', pdf: current, level, stampedAt };
}
