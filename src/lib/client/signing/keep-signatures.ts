import { contentKey } from '#lib/client/assembling/content-key.ts';
import type { DocumentReader } from '#lib/client/assembling/document-source.ts';
import type { BatchSession } from '#lib/client/batch-session/batch-session.svelte.ts';
import { AppError } from '#lib/domain/app-error.ts';
import { sha256Hex } from '#lib/pki/digest.ts';
import { inspectPdf } from '#lib/pdf/inspect-pdf.ts';
import { verifySignatures } from '#lib/pdf/verify-signatures.ts';
import { queued } from './batch-signing-source.ts';

/**
 * Takes a PDF that came with signatures as it is: not one byte is added. Whether its signers are
 * trusted is for the repository to say. Throws `SIGNATURE_MISSING`, `SIGNATURE_BROKEN`.
 */
export async function keepSignatures(
  batch: Pick<BatchSession, 'documentById' | 'pagesOf' | 'saveSignedPdf'>,
  reader: DocumentReader,
  documentId: string,
  now: Date,
): Promise<void> {
  const document = batch.documentById(documentId);
  if (!document) throw new AppError('NOT_FOUND');
  const file = await reader.readAsIsFile(document);
  const pdf = new Uint8Array(await file.arrayBuffer());
  const reports = await verifySignatures(pdf, { trustAnchors: [], at: now });
  const [first] = reports;
  if (!first) throw new AppError('SIGNATURE_MISSING', { fileName: document.fileName });
  if (reports.some((report) => !report.isIntact)) {
    throw new AppError('SIGNATURE_BROKEN', { fileName: document.fileName });
  }
  const { pageCount } = await inspectPdf(pdf);
  await batch.saveSignedPdf(
    queued(document, {
      pageCount,
      sha256: await sha256Hex(pdf),
      sizeBytes: pdf.length,
      signedAt: now.toISOString(),
      certificateSha256: first.signer?.certificateSha256 ?? '',
      contentKey: contentKey(document, batch.pagesOf(documentId)),
    }),
    new Blob([pdf], { type: 'application/pdf' }),
  );
}
