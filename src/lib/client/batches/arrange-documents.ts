import { AppError } from '#lib/domain/app-error.ts';
import { emptyDraft, metadataKeys, type MetadataDraft } from '#lib/domain/metadata.ts';
import {
  type Arrangement,
  arrangementObstacle,
  documentOf,
  isFiled,
  isOnItsWay,
  ownedBy,
  reopened,
  stackPages,
  touchablePages,
  visibleDocuments,
  visiblePages,
} from './arrangement.ts';
import type { BatchChange } from './batch-store.ts';
import type { BatchDocument, Page } from './model.ts';

// Every deed takes the arrangement and answers the records that change; nothing is stored or shown.

export function removeDocuments(
  arrangement: Arrangement,
  documentIds: readonly string[],
): BatchChange {
  const documents = documentIds.map((id) => documentOf(arrangement, id));
  if (documents.some(isOnItsWay)) throw new AppError('DOCUMENT_STATE_CONFLICT');
  return { documents: documents.map((document) => ({ ...document, isRemoved: true })) };
}

/** The page becomes the first of a new document that follows its old one. */
export function splitDocument(
  arrangement: Arrangement,
  pageId: string,
  newDocumentId: string,
): BatchChange {
  const [page] = touchablePages(arrangement, [pageId]);
  if (!page) throw new AppError('NOT_FOUND');
  const document = documentOf(arrangement, page.documentId);
  const start = document.pageIds.indexOf(pageId);
  const kept = document.pageIds.slice(0, start);
  const movedIds = document.pageIds.slice(start);
  const hasPages = (ids: readonly string[]) =>
    visiblePages({ ...document, pageIds: [...ids] }, arrangement.pages).length > 0;
  if (!hasPages(kept) || !hasPages(movedIds)) return {};
  const created: BatchDocument = {
    id: newDocumentId,
    batchId: document.batchId,
    kind: 'scanned',
    fileName: nextName(document.fileName, arrangement),
    ...(document.fileSha256 && { fileSha256: document.fileSha256 }),
    ...(document.importedAt && { importedAt: document.importedAt }),
    pageIds: movedIds,
    state: 'cleaned',
    metadata: emptyDraft(),
    procedureId: null,
    isRemoved: false,
  };
  const documentIds = [...arrangement.batch.documentIds];
  documentIds.splice(documentIds.indexOf(document.id) + 1, 0, newDocumentId);
  return {
    batch: { ...arrangement.batch, documentIds },
    documents: [reopened({ ...document, pageIds: kept }), created],
    pages: ownedBy(arrangement, movedIds, newDocumentId),
  };
}

/**
 * Its pages go to the end of the document before it; what was typed there first stays. `isSettled`:
 * the person has decided that no document begins there.
 */
export function mergeWithPrevious(
  arrangement: Arrangement,
  documentId: string,
  { isSettled = true } = {},
): BatchChange {
  const shown = visibleDocuments(arrangement);
  const place = shown.findIndex((document) => document.id === documentId);
  const document = shown[place];
  const previous = shown[place - 1];
  if (!document || !previous) return {};
  if (arrangementObstacle(document) ?? arrangementObstacle(previous)) {
    throw new AppError('DOCUMENT_STATE_CONFLICT');
  }
  const merged = reopened({
    ...previous,
    pageIds: [...previous.pageIds, ...document.pageIds],
    metadata: mergedDraft(previous.metadata, document.metadata),
    procedureId: previous.procedureId ?? document.procedureId,
  });
  const begins = isSettled ? beginning(stackPages(document, arrangement.pages)) : [];
  const pages = ownedBy(arrangement, document.pageIds, previous.id);
  return {
    documents: [merged, reopened({ ...document, pageIds: [], isRemoved: true })],
    pages: pages.map((page) =>
      begins.includes(page.id) ? { ...page, joinsPrevious: true } : page,
    ),
  };
}

/** Moves a document in the stack before another or to the end. */
export function moveDocument(
  arrangement: Arrangement,
  documentId: string,
  beforeDocumentId: string | null,
): BatchChange {
  if (documentId === beforeDocumentId) return {};
  const documentIds = arrangement.batch.documentIds.filter((id) => id !== documentId);
  const place = beforeDocumentId === null ? -1 : documentIds.indexOf(beforeDocumentId);
  documentIds.splice(place < 0 ? documentIds.length : place, 0, documentId);
  return { batch: { ...arrangement.batch, documentIds } };
}

/** The first page of a document, with the separator sheets before it. */
function beginning(pages: readonly Page[]): string[] {
  const first = pages.findIndex((page) => isFiled(page) && !page.isBlank);
  return pages.slice(0, first + 1).map((page) => page.id);
}

function mergedDraft(first: MetadataDraft, second: MetadataDraft): MetadataDraft {
  const merged = { ...first };
  for (const key of metadataKeys) {
    const isUntouched = first[key].typed === undefined && !first[key].isConfirmed;
    if (isUntouched && second[key].typed !== undefined) merged[key] = second[key];
  }
  return merged;
}

/** `SCAN_1.pdf` → `SCAN_1-2.pdf`, then `-3`, whatever is still free in the batch. */
function nextName(fileName: string, arrangement: Arrangement): string {
  const taken = new Set([...arrangement.documents.values()].map((document) => document.fileName));
  const [, stem = fileName, extension = ''] = /^(.*?)(?:-\d+)?(\.[^.]*)?$/u.exec(fileName) ?? [];
  for (let ordinal = 2; ; ordinal += 1) {
    const name = `${stem}-${ordinal}${extension}`;
    if (!taken.has(name)) return name;
  }
}
