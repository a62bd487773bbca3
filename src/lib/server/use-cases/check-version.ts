import { AppError } from '#lib/domain/app-error.ts';
import type { SignatureLevel } from '#lib/domain/signing-profile.ts';
import { inspectPdf } from '#lib/pdf/inspect-pdf.ts';
import {
  signatureSummary,
  verifySignatures,
  type VerifiedSignature,
} from '#lib/pdf/verify-signatures.ts';
import type { SignatureSummary } from '#lib/protocol/documents.ts';
import type { TrustSettings } from './read-trust-settings.ts';
import { documentLevel, isAtLeast } from './document-level.ts';

export type CheckedVersion = {
  signatures: SignatureSummary[];
  level: SignatureLevel | null;
  /** The signature that was added. */
  added: VerifiedSignature;
};

/**
 * Decides whether a document with one more signature may follow the version it was made from: the
 * same pages, every earlier signature as it was, exactly one more that is valid, trusted and at
 * least of the level `wanted`.
 *
 * Throws `PDF_BROKEN`, `PAGE_COUNT_MISMATCH`, `SIGNATURE_MISSING`, `SIGNATURE_BROKEN`,
 * `SIGNATURE_UNTRUSTED`, `TIMESTAMP_INVALID`.
 */
export async function checkSignedVersion(
  base: Uint8Array,
  whole: Uint8Array,
  wanted: SignatureLevel,
  trust: TrustSettings,
): Promise<CheckedVersion> {
  await requireSamePages(base, whole);
  const before = await verifySignatures(base, trust);
  const after = await verifySignatures(whole, trust);
  const added = addedSignatures(before, after);
  const [signature] = added;
  if (signature === undefined) throw new AppError('SIGNATURE_MISSING');
  if (added.length > 1) throw new AppError('SIGNATURE_BROKEN', { reason: 'more than one' });
  requireUnharmed(before, after);
  const summary = signatureSummary(signature);
  if (!summary.isIntact) throw new AppError('SIGNATURE_BROKEN');
  if (!summary.isValid) throw new AppError('SIGNATURE_UNTRUSTED');
  if (!isAtLeast(signature.level, wanted)) throw new AppError('TIMESTAMP_INVALID');
  return { signatures: after.map(signatureSummary), level: documentLevel(after), added: signature };
}

/**
 * The same for validation data and timestamps: no further signature, the earlier ones as they were,
 * none of them lower than `wanted`.
 *
 * Throws `PDF_BROKEN`, `PAGE_COUNT_MISMATCH`, `SIGNATURE_BROKEN`, `VALIDATION_DATA_MISSING`.
 */
export async function checkExtendedVersion(
  base: Uint8Array,
  whole: Uint8Array,
  wanted: SignatureLevel,
  trust: TrustSettings,
): Promise<Omit<CheckedVersion, 'added'>> {
  await requireSamePages(base, whole);
  const before = await verifySignatures(base, trust);
  const after = await verifySignatures(whole, trust);
  if (addedSignatures(before, after).length > 0) throw new AppError('SIGNATURE_BROKEN');
  requireUnharmed(before, after);
  const level = documentLevel(after);
  if (!isAtLeast(level, wanted)) {
    throw new AppError('VALIDATION_DATA_MISSING', { level: level ?? '' });
  }
  return { signatures: after.map(signatureSummary), level };
}

async function requireSamePages(base: Uint8Array, whole: Uint8Array): Promise<void> {
  const [expected, found] = [await inspectPdf(base), await inspectPdf(whole)];
  if (expected.pageCount === found.pageCount) return;
  throw new AppError('PAGE_COUNT_MISMATCH', {
    expected: expected.pageCount,
    found: found.pageCount,
  });
}

function addedSignatures(
  before: readonly VerifiedSignature[],
  after: readonly VerifiedSignature[],
): VerifiedSignature[] {
  const known = new Set(before.map(({ fieldName }) => fieldName));
  return after.filter(({ kind, fieldName }) => kind === 'signature' && !known.has(fieldName));
}

/** An earlier signature is still there, by the same certificate, and has lost nothing. */
function requireUnharmed(
  before: readonly VerifiedSignature[],
  after: readonly VerifiedSignature[],
): void {
  for (const earlier of before) {
    const now = after.find(({ fieldName }) => fieldName === earlier.fieldName);
    const [was, is] = [signatureSummary(earlier), now && signatureSummary(now)];
    const isUnharmed =
      is !== undefined &&
      is.certificateSha256 === was.certificateSha256 &&
      (is.isIntact || !was.isIntact) &&
      (is.isValid || !was.isValid);
    if (!isUnharmed) throw new AppError('SIGNATURE_BROKEN', { fieldName: earlier.fieldName });
  }
}
