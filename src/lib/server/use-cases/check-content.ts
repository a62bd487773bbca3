import { createHash } from 'node:crypto';
import { AppError } from '#lib/domain/app-error.ts';
import type { SignatureLevel } from '#lib/domain/signing-profile.ts';
import { inspectPdf } from '#lib/pdf/inspect-pdf.ts';
import { signatureSummary, verifySignatures } from '#lib/pdf/verify-signatures.ts';
import type { SignatureSummary } from '#lib/protocol/documents.ts';
import type { TrustSettings } from './read-trust-settings.ts';
import { documentLevel } from './document-level.ts';

export type ExpectedContent = { sha256: string | null; pageCount: number };
export type CheckedContent = { signatures: SignatureSummary[]; level: SignatureLevel | null };

/**
 * Decides whether bytes may enter the repository: those announced, a PDF with the announced pages,
 * every signature intact, at least one of them chaining to a trust anchor.
 *
 * Throws `CONTENT_MISMATCH`, `NOT_A_PDF`, `FILE_TRUNCATED`, `PDF_ENCRYPTED`, `PDF_BROKEN`,
 * `PAGE_COUNT_MISMATCH`, `SIGNATURE_MISSING`, `SIGNATURE_BROKEN`, `SIGNATURE_UNTRUSTED`.
 */
export async function checkContent(
  bytes: Uint8Array,
  expected: ExpectedContent,
  trust: TrustSettings,
): Promise<CheckedContent> {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (sha256 !== expected.sha256) throw new AppError('CONTENT_MISMATCH');
  if (!startsAsPdf(bytes)) throw new AppError('NOT_A_PDF');
  const { pageCount, isEncrypted } = await inspectPdf(bytes);
  if (isEncrypted) throw new AppError('PDF_ENCRYPTED');
  if (pageCount !== expected.pageCount) {
    throw new AppError('PAGE_COUNT_MISMATCH', { expected: expected.pageCount, found: pageCount });
  }
  const reports = await verifySignatures(bytes, trust);
  const summaries = reports.map(signatureSummary);
  if (summaries.length === 0) throw new AppError('SIGNATURE_MISSING');
  if (!summaries.every((signature) => signature.isIntact)) throw new AppError('SIGNATURE_BROKEN');
  if (!summaries.some((signature) => signature.isValid)) throw new AppError('SIGNATURE_UNTRUSTED');
  return { signatures: summaries, level: documentLevel(reports) };
}

/** The header may stand within the first kilobyte (ISO 32000-1 Annex H, note 13). */
function startsAsPdf(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(0, 1024)).toString('latin1').includes('%PDF-');
}
