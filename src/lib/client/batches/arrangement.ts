import { AppError } from '#lib/domain/app-error.ts';
import { isAtLeast } from '#lib/domain/document-state.ts';
import type { Batch, BatchDocument, Page } from './model.ts';

/** Which page belongs to which document, and in which order. */
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

/** The pages that make up the document: what is read, signed and stored. */
export function visiblePages(document: BatchDocument, pages: ReadonlyMap<string, Page>): Page[] {
  return stackPages(document, pages).filter(isFiled);
}

/** Its part of the stack as it was scanned: separator sheets and blank backs left out as well. */
export function stackPages(document: BatchDocument, pages: ReadonlyMap<string, Page>): Page[] {
  return document.pageIds
    .map((id) => pages.get(id))
    .filter((page) => page !== undefined)
    .filter((page) => !page.isRemoved);
}

/** A page that belongs to its document, not only to the stack. */
export function isFiled(page: Page): boolean {
  return !page.isRemoved && page.isSeparator !== true && page.isLeftOut !== true;
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

/** Throws `NOT_FOUND`. */
export function documentOf(arrangement: Arrangement, id: string): BatchDocument {
  const document = arrangement.documents.get(id);
  if (!document) throw new AppError('NOT_FOUND');
  return document;
}

/** Throws `DOCUMENT_STATE_CONFLICT` for pages of a document that must stay as it is, `NOT_FOUND`. */
export function touchablePages(arrangement: Arrangement, pageIds: readonly string[]): Page[] {
  return pageIds.map((id) => {
    const page = arrangement.pages.get(id);
    if (!page) throw new AppError('NOT_FOUND');
    if (arrangementObstacle(documentOf(arrangement, page.documentId))) {
      throw new AppError('DOCUMENT_STATE_CONFLICT');
    }
    return page;
  });
}

/** Those of the pages that come to the document from another one, as records to write. */
export function ownedBy(
  arrangement: Arrangement,
  pageIds: readonly string[],
  documentId: string,
): Page[] {
  return pageIds
    .map((id) => arrangement.pages.get(id))
    .filter((page) => page !== undefined)
    .filter((page) => page.documentId !== documentId)
    .map((page) => ({ ...page, documentId }));
}
