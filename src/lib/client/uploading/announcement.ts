import { isFiled } from '#lib/client/batches/arrangement.ts';
import type { BatchDocument, Page } from '#lib/client/batches/model.ts';
import { AppError } from '#lib/domain/app-error.ts';
import { metadataKeys, metadataOf } from '#lib/domain/metadata.ts';
import { plainText, type TextLayer } from '#lib/domain/text-layer.ts';
import type { Announcement } from '#lib/protocol/documents.ts';

const MAX_FULL_TEXT = 2_000_000;

/**
 * What the server is told before the bytes. The same record gives the same announcement, so it can be
 * repeated. Throws `METADATA_INCOMPLETE` without a procedure, `SIGNATURE_MISSING` without a signed PDF.
 */
export function announcementOf(
  document: BatchDocument,
  pages: readonly Page[],
  layers: ReadonlyMap<string, TextLayer>,
): Announcement {
  const { signed, procedureId } = document;
  if (!signed) throw new AppError('SIGNATURE_MISSING', { fileName: document.fileName });
  if (procedureId === null) {
    throw new AppError('METADATA_INCOMPLETE', { fileName: document.fileName });
  }
  const kept = pages.filter(isFiled);
  return {
    documentId: document.id,
    kind: document.kind,
    fileName: document.fileName.normalize('NFC').slice(0, 255),
    sha256: signed.sha256,
    sourceSha256: kept.map((page) => page.sha256),
    sizeBytes: signed.sizeBytes,
    pageCount: signed.pageCount,
    procedureId,
    inventoryItemId: document.inventoryItemId ?? null,
    metadata: metadataOf(document.metadata),
    recognized: recognizedFields(document),
    fullText: fullText(kept, layers),
    ...(document.duplicateReason ? { duplicateReason: document.duplicateReason } : {}),
    ...(signed.record && { signing: signed.record }),
  };
}

function recognizedFields(document: BatchDocument): Announcement['recognized'] {
  const recognized: Announcement['recognized'] = {};
  for (const key of metadataKeys) {
    const field = document.metadata[key].recognized;
    if (field) recognized[key] = { value: field.value, confidence: field.confidence };
  }
  return recognized;
}

function fullText(pages: readonly Page[], layers: ReadonlyMap<string, TextLayer>): string {
  return pages
    .flatMap((page) => layers.get(page.id) ?? [])
    .map(plainText)
    .join('\n\n')
    .normalize('NFC')
    .slice(0, MAX_FULL_TEXT);
}
