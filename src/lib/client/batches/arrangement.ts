import { AppError } from '#lib/domain/app-error.ts';
import { isAtLeast } from '#lib/domain/document-state.ts';
import { emptyDraft, metadataKeys, type MetadataDraft } from '#lib/domain/metadata.ts';
import type { Rotation } from '#lib/domain/text-layer.ts';
import type { BatchChange, NewPage } from './batch-store.ts';
import type { Batch, BatchDocument, Page } from './model.ts';

/**
 * Which page belongs to which document, and in which order. Every deed takes the arrangement and
 * answers the records that change; nothing here is stored or shown.
 */
export type Arrangement = {
  batch: Batch;
  documents: ReadonlyMap<string, BatchDocument>;
  pages: ReadonlyMap<string, Page>;
};

/** Why a document's pages cannot be touched; `null` = they can. */
export type ArrangementObstacle = 'as-is' | 'on-its-way';

export function visibleDocuments(arrangement: Arrangement): BatchDocument[] {
  return arrangement.batch.documentIds
    .map((id) => arrangement.documents.get(id))
    .filter((document) => document !== undefined)
    .filter((document) => !document.isRemoved);
}

export function visiblePages(document: BatchDocument, pages: ReadonlyMap<string, Page>): Page[] {
  return document.pageIds
    .map((id) => pages.get(id))
    .filter((page) => page !== undefined)
    .filter((page) => !page.isRemoved);
}

export function arrangementObstacle(document: BatchDocument): ArrangementObstacle | null {
  if (isOnItsWay(document)) return 'on-its-way';
  return document.kind === 'as-is' ? 'as-is' : null;
}

/** The server knows of it: from here on the record on this PC follows the server's. */
export function isOnItsWay(document: BatchDocument): boolean {
  const phase = document.upload?.phase;
  return (
    isAtLeast(document.state, 'announced') ||
    phase === 'sending' ||
    phase === 'received' ||
    phase === 'stored'
  );
}

/** Turns pages clockwise by hand. A turned page is recognized anew and never turned back by itself. */
export function turnPages(
  arrangement: Arrangement,
  pageIds: readonly string[],
  degrees: 90 | 180 | 270,
): BatchChange {
  const pages = touchablePages(arrangement, pageIds).map((page): Page => {
    const rotation = ((page.frame.rotation + degrees) % 360) as Rotation;
    return {
      ...page,
      frame: { ...page.frame, rotation },
      orientationConfidence: 1,
      orientations: [],
      imageRevision: page.imageRevision + 1,
      recognition: { state: page.isBlank ? 'skipped' : 'waiting' },
    };
  });
  return { pages, documents: reopenedOwners(arrangement, pages) };
}

/** A blank page stays in its document (it counts as a page) but is not read. */
export function markBlank(
  arrangement: Arrangement,
  pageIds: readonly string[],
  isBlank: boolean,
): BatchChange {
  const pages = touchablePages(arrangement, pageIds)
    .filter((page) => page.isBlank !== isBlank)
    .map((page): Page => ({
      ...page,
      isBlank,
      recognition: { state: isBlank ? 'skipped' : 'waiting' },
    }));
  return { pages, documents: reopenedOwners(arrangement, pages) };
}

/** A document that loses its last page goes with it. Pages of an as-is file go only as a whole. */
export function removePages(arrangement: Arrangement, pageIds: readonly string[]): BatchChange {
  const pages = touchablePages(arrangement, pageIds).map((page): Page => ({
    ...page,
    isRemoved: true,
  }));
  const after = withRecords(arrangement, { pages });
  return { pages, documents: reopenedOwners(after, pages) };
}

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
  if (!kept.some((id) => arrangement.pages.get(id)?.isRemoved === false)) {
    return {};
  }
  const movedIds = document.pageIds.slice(start);
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

/** Its pages go to the end of the document before it; what was typed there first stays. */
export function mergeWithPrevious(arrangement: Arrangement, documentId: string): BatchChange {
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
  return {
    documents: [merged, reopened({ ...document, pageIds: [], isRemoved: true })],
    pages: ownedBy(arrangement, document.pageIds, previous.id),
  };
}

/** Moves pages, in the order of the stack, before a page of the target document or to its end. */
export function movePages(
  arrangement: Arrangement,
  pageIds: readonly string[],
  target: { documentId: string; beforePageId: string | null },
): BatchChange {
  const moved = new Set(pageIds);
  touchablePages(arrangement, pageIds);
  const destination = documentOf(arrangement, target.documentId);
  if (arrangementObstacle(destination)) throw new AppError('DOCUMENT_STATE_CONFLICT');
  if (target.beforePageId !== null && moved.has(target.beforePageId)) return {};

  const ordered = inStackOrder(arrangement, moved);
  const rest = new Map<string, string[]>();
  for (const document of arrangement.documents.values()) {
    if (document.id === destination.id || document.pageIds.some((id) => moved.has(id))) {
      rest.set(
        document.id,
        document.pageIds.filter((id) => !moved.has(id)),
      );
    }
  }
  const targetIds = rest.get(destination.id) ?? [];
  const place = target.beforePageId === null ? -1 : targetIds.indexOf(target.beforePageId);
  targetIds.splice(place < 0 ? targetIds.length : place, 0, ...ordered);
  if (targetIds.join() === destination.pageIds.join() && rest.size === 1) return {};

  const documents = [...rest].map(([id, ids]) => {
    const document = reopened({ ...documentOf(arrangement, id), pageIds: ids });
    const isEmpty = visiblePages(document, arrangement.pages).length === 0;
    return isEmpty && id !== destination.id ? { ...document, isRemoved: true } : document;
  });
  return { documents, pages: ownedBy(arrangement, ordered, destination.id) };
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

/** A better scan takes the page's place; the old one can be brought back by undo. */
export function replacePage(
  arrangement: Arrangement,
  pageId: string,
  replacement: NewPage,
): BatchChange {
  const [old] = touchablePages(arrangement, [pageId]);
  if (!old) throw new AppError('NOT_FOUND');
  const document = documentOf(arrangement, old.documentId);
  const pageIds = document.pageIds.flatMap((id) =>
    id === pageId ? [replacement.page.id, id] : [id],
  );
  return {
    documents: [reopened({ ...document, pageIds })],
    pages: [{ ...old, isRemoved: true }],
    newPages: [replacement],
  };
}

/**
 * The document as it must be looked at again: its pages changed, so that neither a signature nor an
 * acceptance still speaks of it. Typed and confirmed values stay.
 */
export function reopened(document: BatchDocument): BatchDocument {
  const next = { ...document, state: 'cleaned' as const };
  delete next.signed;
  delete next.acceptedAt;
  delete next.upload;
  delete next.problem;
  return next;
}

function touchablePages(arrangement: Arrangement, pageIds: readonly string[]): Page[] {
  return pageIds.map((id) => {
    const page = arrangement.pages.get(id);
    if (!page) throw new AppError('NOT_FOUND');
    if (arrangementObstacle(documentOf(arrangement, page.documentId))) {
      throw new AppError('DOCUMENT_STATE_CONFLICT');
    }
    return page;
  });
}

function documentOf(arrangement: Arrangement, id: string): BatchDocument {
  const document = arrangement.documents.get(id);
  if (!document) throw new AppError('NOT_FOUND');
  return document;
}

function reopenedOwners(arrangement: Arrangement, pages: readonly Page[]): BatchDocument[] {
  const ids = new Set(pages.map((page) => page.documentId));
  return [...ids].map((id) => {
    const document = reopened(documentOf(arrangement, id));
    const isEmpty = visiblePages(document, arrangement.pages).length === 0;
    return isEmpty ? { ...document, isRemoved: true } : document;
  });
}

function withRecords(arrangement: Arrangement, change: { pages: Page[] }): Arrangement {
  const pages = new Map(arrangement.pages);
  for (const page of change.pages) pages.set(page.id, page);
  return { ...arrangement, pages };
}

function ownedBy(arrangement: Arrangement, pageIds: readonly string[], documentId: string): Page[] {
  return pageIds
    .map((id) => arrangement.pages.get(id))
    .filter((page) => page !== undefined)
    .filter((page) => page.documentId !== documentId)
    .map((page) => ({ ...page, documentId }));
}

function inStackOrder(arrangement: Arrangement, pageIds: ReadonlySet<string>): string[] {
  return arrangement.batch.documentIds
    .flatMap((id) => arrangement.documents.get(id)?.pageIds ?? [])
    .filter((id) => pageIds.has(id));
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
