import { AppError } from '#lib/domain/app-error.ts';
import type { SignatureLevel } from '#lib/domain/signing-profile.ts';
import { ownBytes, type Bytes } from '#lib/pki/bytes.ts';
import { parseCertificate } from '#lib/pki/certificate.ts';
import type { TimestampOptions } from '#lib/pki/timestamp/request-timestamp.ts';
import { StatusInquiry } from '#lib/pki/validation-data/status-inquiry.ts';
import type { ValidationServices } from '#lib/pki/validation-services.ts';
import { addDocumentTimestamp, type StampedPdf } from './extending/add-document-timestamp.ts';
import { collectValidationData } from './extending/collect-validation-data.ts';
import {
  isUnharmed,
  readIntactSignatures,
  type IntactSignature,
} from './extending/intact-signatures.ts';
import { findProofs } from './extending/proofs.ts';
import { addSecurityStore, readSecurityStore } from './extending/security-store.ts';
import { openPdf } from './reading/pdf-file.ts';
import { withRoom } from './writing/growing-file.ts';

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

/** For two timestamps and the validation data of a few certificates; CRLs may need more. */
const ROOM_BYTES = 131_072;

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
  const { level, services, at } = options;
  const trustAnchors = options.trustAnchors.map((anchor) => parseCertificate(anchor));
  const inquiry = new StatusInquiry({ services, trustAnchors, at });
  let current = withRoom(pdf, ROOM_BYTES);
  const file = openPdf(current);
  if (file.isEncrypted) throw new AppError('PDF_ENCRYPTED');
  const signatures = await readIntactSignatures(file);
  if (!signatures.some(({ kind }) => kind === 'signature')) throw new AppError('SIGNATURE_MISSING');

  const stampedAt: Date[] = [];
  const stamp = async (): Promise<IntactSignature> => {
    const stamped = await addDocumentTimestamp(current, timestamping(options));
    current = stamped.pdf;
    stampedAt.push(stamped.token.genTime);
    return asIntact(stamped);
  };
  const now = { trustAnchors, now: at };

  let proofs = await findProofs(signatures, inquiry, now);
  if (!proofs.areAllStamped) {
    proofs = await findProofs([...signatures, await stamp()], inquiry, now);
  }
  if (level !== 'B-T') {
    const store = readSecurityStore(file);
    const data = await collectValidationData({ signatures, proofs, store, inquiry });
    current = (await addSecurityStore(current, data)) ?? current;
  }
  if (level === 'B-LTA') await stamp();
  assertUnharmed(current, signatures);
  const isLonger = current.length > pdf.length;
  return { state: 'extended', pdf: isLonger ? current : ownBytes(pdf), level, stampedAt };
}

function timestamping({ services, trustAnchors, at, random }: ExtensionOptions): TimestampOptions {
  if (!services.timestamp) throw new AppError('TSA_UNREACHABLE', { reason: 'no TSA' });
  return { timestamp: services.timestamp, trustAnchors, at, random };
}

/** It was checked when it came. */
function asIntact({ pdf, fieldName, token }: StampedPdf): IntactSignature {
  const { certificate } = token.cms.signer;
  if (!certificate) throw new RangeError('A checked timestamp has a certificate');
  const end = pdf.length;
  return { kind: 'document-timestamp', fieldName, end, cms: token.cms, certificate, token };
}

/** Some certifications forbid whatever is appended (ISO 32000-1 §12.8.2.2). */
function assertUnharmed(pdf: Uint8Array, signatures: readonly IntactSignature[]): void {
  const file = openPdf(pdf);
  for (const { fieldName, end } of signatures) {
    if (isUnharmed(file, fieldName, end)) continue;
    throw new AppError('PDF_CANNOT_BE_SIGNED', { reason: `forbidden by ${fieldName}` });
  }
}
