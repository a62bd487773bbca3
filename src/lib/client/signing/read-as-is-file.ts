import { sha256Hex } from '#lib/pki/digest.ts';
import type { BatchStore } from '#lib/client/batches/batch-store.ts';
import type { BatchDocument } from '#lib/client/batches/model.ts';
import { AppError } from '#lib/domain/app-error.ts';

/** The file as it was imported, its SHA-256 checked; `PAGE_DATA_LOST` when it is gone or another. */
export async function readAsIsFile(
  store: Pick<BatchStore, 'readBlob'>,
  document: BatchDocument,
): Promise<Blob> {
  const lost = (cause?: unknown) =>
    new AppError('PAGE_DATA_LOST', { fileName: document.fileName }, { cause });
  const file = await store.readBlob(`as-is:${document.id}`);
  if (!file) throw lost();
  const bytes = await file.arrayBuffer().catch((cause: unknown) => {
    throw lost(cause);
  });
  const { fileSha256 } = document;
  if (fileSha256 !== undefined && (await sha256Hex(new Uint8Array(bytes))) !== fileSha256) {
    throw lost();
  }
  return new Blob([bytes], { type: 'application/pdf' });
}
