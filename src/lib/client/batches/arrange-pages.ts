import { AppError } from '#lib/domain/app-error.ts';
import type { PageFrame } from '#lib/domain/text-layer.ts';
import { turnedFrame, withoutChange, type PageChangeKind } from '#lib/imaging/page-changes.ts';
import {
  type Arrangement,
  arrangementObstacle,
  documentOf,
  ownedBy,
  reopened,
  touchablePages,
  visiblePages,
} from './arrangement.ts';
import type { BatchChange, NewPage } from './batch-store.ts';
import type { BatchDocument, Page } from './model.ts';

// Every deed takes the arrangement and answers the records that change; nothing is stored or shown.

/** Turns pages clockwise by hand. A turned page is recognized anew and never turned back by itself. */
export function turnPages(
  arrangement: Arrangement,
  pageIds: readonly string[],
  degrees: 90 | 180 | 270,
): BatchChange {
  const pages = touchablePages(arrangement, pageIds).map((page) =>
    reframed(page, turnedFrame(page.frame, degrees)),
  );
  return { pages, documents: reopenedOwners(arrangement, pages) };
}

/** Takes back what clean-up did to the view of a page; by hand, so it stays taken back. */
export function withoutPageChange(
  arrangement: Arrangement,
  pageId: string,
  kind: PageChangeKind,
): BatchChange {
  const pages = touchablePages(arrangement, [pageId]).map((page) =>
    reframed(page, withoutChange(page.frame, kind)),
  );
  return { pages, documents: reopenedOwners(arrangement, pages) };
}

function reframed(page: Page, frame: PageFrame): Page {
  return {
    ...page,
    frame,
    orientationConfidence: 1,
    orientations: [],
    imageRevision: page.imageRevision + 1,
    recognition: { state: page.isBlank ? 'skipped' : 'waiting' },
  };
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
      isLeftOut: isBlank && page.isLeftOut === true,
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

function inStackOrder(arrangement: Arrangement, pageIds: ReadonlySet<string>): string[] {
  return arrangement.batch.documentIds
    .flatMap((id) => arrangement.documents.get(id)?.pageIds ?? [])
    .filter((id) => pageIds.has(id));
}
