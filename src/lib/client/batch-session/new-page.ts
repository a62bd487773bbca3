import type { NewPage } from '#lib/client/batches/batch-store.ts';
import type { BatchDocument, Page } from '#lib/client/batches/model.ts';
import type { ImportedFile, ImportedPage } from '#lib/client/importing/imported-file.ts';
import { emptyDraft } from '#lib/domain/metadata.ts';

export type PagePlace = Pick<Page, 'id' | 'batchId' | 'documentId' | 'fileName' | 'indexInFile'> &
  Pick<Partial<Page>, 'importedAt' | 'scan'>;

/** The record of a page that was just read, with its bytes. */
export function newPage(
  { image, thumbnail, textLayer, ...seen }: ImportedPage,
  place: PagePlace,
): NewPage {
  const recognition: Page['recognition'] = textLayer
    ? { state: 'done', imageRevision: 1, meanConfidence: textLayer.meanConfidence }
    : { state: seen.isBlank ? 'skipped' : 'waiting' };
  const page: Page = {
    ...seen,
    ...place,
    isRemoved: false,
    imageRevision: 1,
    thumbnailRevision: 1,
    recognition,
  };
  return { page, thumbnail, ...(image && { image }), ...(textLayer && { textLayer }) };
}

/** The record of a document whose pages were just read. */
export function newDocument(
  content: ImportedFile,
  pages: readonly NewPage[],
  origin: Pick<BatchDocument, 'id' | 'batchId' | 'fileName' | 'fileSha256' | 'importedAt'>,
): BatchDocument {
  return {
    ...origin,
    kind: content.kind,
    ...(content.kind === 'as-is' && { asIsReason: content.reason }),
    pageIds: pages.map(({ page }) => page.id),
    state: 'cleaned',
    metadata: emptyDraft(),
    procedureId: null,
    isRemoved: false,
  };
}
