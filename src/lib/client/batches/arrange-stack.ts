import { mergeWithPrevious, moveDocument, splitDocument } from './arrange-documents.ts';
import { movePages } from './arrange-pages.ts';
import {
  type Arrangement,
  arrangementObstacle,
  documentOf,
  isFiled,
  ownedBy,
  reopened,
  stackPages,
  touchablePages,
  visibleDocuments,
} from './arrangement.ts';
import type { BatchChange } from './batch-store.ts';
import type { BatchDocument, Page } from './model.ts';

// Every deed takes the arrangement and answers the records that change; nothing is stored or shown.

/** What the station does to the stack by itself, as one change. */
export type StackSeparation = {
  /** Separator sheets and their backs. */
  separatorIds: readonly string[];
  /** Blank backs that do not go into the archive file. */
  leftOutIds: readonly string[];
  cuts: readonly { pageId: string; newDocumentId: string }[];
  /** Procedures that separator sheets name, by the page of the sheet. */
  procedureIds: ReadonlyMap<string, string>;
};

/** Sets separator sheets aside, leaves blank backs out and cuts; none of it is done a second time. */
export function separateStack(arrangement: Arrangement, separation: StackSeparation): BatchChange {
  const { separatorIds, leftOutIds, cuts, procedureIds } = separation;
  const steps = new Steps(arrangement);
  steps.take((now) => setSeparators(now, separatorIds, true));
  steps.take((now) => leaveOut(now, leftOutIds, true));
  for (const { pageId, newDocumentId } of cuts) {
    steps.take((now) => splitDocument(now, pageId, newDocumentId));
  }
  steps.take((now) => withProcedures(now, procedureIds));
  const asideIds = [...separatorIds, ...leftOutIds];
  const cutIds = cuts.map(({ pageId }) => pageId);
  steps.take((now) => marked(now, asideIds, { wasSetAside: true }));
  steps.take((now) => marked(now, cutIds, { wasCut: true }));
  return steps.change;
}

function marked(
  arrangement: Arrangement,
  pageIds: readonly string[],
  mark: Pick<Page, 'wasCut' | 'wasSetAside'>,
): BatchChange {
  return { pages: touchablePages(arrangement, pageIds).map((page) => ({ ...page, ...mark })) };
}

/** Cuts before each of the pages. */
export function splitDocuments(
  arrangement: Arrangement,
  cuts: StackSeparation['cuts'],
): BatchChange {
  const steps = new Steps(arrangement);
  for (const { pageId, newDocumentId } of cuts) {
    steps.take((now) => splitDocument(now, pageId, newDocumentId));
  }
  return steps.change;
}

/** The documents become one, in the order of the stack, as it came out of the feeder. */
export function gatherDocuments(
  arrangement: Arrangement,
  documentIds: readonly string[],
): BatchChange {
  const [first, ...others] = visibleDocuments(arrangement).filter(({ id }) =>
    documentIds.includes(id),
  );
  if (!first) return {};
  const steps = new Steps(arrangement);
  for (const { id } of others) {
    steps.take((now) => moveDocument(now, id, followerOf(now, first.id)));
    steps.take((now) => mergeWithPrevious(now, id, { isSettled: false }));
  }
  return steps.change;
}

function followerOf(arrangement: Arrangement, documentId: string): string | null {
  const shown = visibleDocuments(arrangement);
  return shown[shown.findIndex(({ id }) => id === documentId) + 1]?.id ?? null;
}

/** Puts each back right behind its front, in the document of the front. */
export function collateSheets(
  arrangement: Arrangement,
  sheets: readonly { front: string; back: string }[],
): BatchChange {
  const steps = new Steps(arrangement);
  for (const { front, back } of sheets) {
    steps.take((now) => {
      const [page] = touchablePages(now, [front]);
      if (!page) return {};
      const { id, pageIds } = documentOf(now, page.documentId);
      const follower = pageIds[pageIds.indexOf(front) + 1];
      if (follower === back) return {};
      return movePages(now, [back], { documentId: id, beforePageId: follower ?? null });
    });
  }
  return steps.change;
}

/** No document begins at these pages, whatever speaks for it. */
export function joinPages(arrangement: Arrangement, pageIds: readonly string[]): BatchChange {
  const pages = touchablePages(arrangement, pageIds);
  return { pages: pages.map((page) => ({ ...page, joinsPrevious: true })) };
}

/**
 * Separator sheets belong to no document; one that held nothing else goes with them. A sheet that is
 * brought back brings its back along.
 */
export function setSeparators(
  arrangement: Arrangement,
  pageIds: readonly string[],
  isSeparator: boolean,
): BatchChange {
  const ids = isSeparator ? pageIds : withBacks(arrangement, pageIds);
  const pages = touchablePages(arrangement, ids)
    .filter((page) => (page.isSeparator ?? false) !== isSeparator)
    .map((page): Page => ({ ...page, isSeparator }));
  const steps = new Steps(arrangement);
  steps.take((now) => ({ pages, documents: reopenedOwners(now, pages) }));
  for (const id of new Set(pages.map((page) => page.documentId))) {
    steps.take((now) => withoutEmptyDocument(now, id));
  }
  return steps.change;
}

/** The pages, each with the blank page behind it that was set aside with it. */
function withBacks(arrangement: Arrangement, pageIds: readonly string[]): string[] {
  const ids = pageIds.flatMap((id) => {
    const page = arrangement.pages.get(id);
    const stack = page
      ? stackPages(documentOf(arrangement, page.documentId), arrangement.pages)
      : [];
    const next = stack[stack.findIndex((each) => each.id === id) + 1];
    return next?.isBlank && next.isSeparator === true ? [id, next.id] : [id];
  });
  return [...new Set(ids)];
}

/** Blank pages that do not go into the archive file; what is not blank is never left out. */
export function leaveOut(
  arrangement: Arrangement,
  pageIds: readonly string[],
  isLeftOut: boolean,
): BatchChange {
  const pages = touchablePages(arrangement, pageIds)
    .filter((page) => page.isBlank && (page.isLeftOut ?? false) !== isLeftOut)
    .map((page): Page => ({ ...page, isLeftOut }));
  return { pages, documents: reopenedOwners(arrangement, pages) };
}

function reopenedOwners(arrangement: Arrangement, pages: readonly Page[]): BatchDocument[] {
  const ids = new Set(pages.map((page) => page.documentId));
  return [...ids].map((id) => reopened(documentOf(arrangement, id)));
}

/** The sheets of a document without pages of its own go to the next document, else to the last. */
function withoutEmptyDocument(arrangement: Arrangement, documentId: string): BatchChange {
  const document = documentOf(arrangement, documentId);
  const rest = stackPages(document, arrangement.pages);
  if (rest.length === 0 || rest.some((page) => isFiled(page) || page.isSeparator !== true)) {
    return {};
  }
  const shown = visibleDocuments(arrangement);
  const place = shown.findIndex(({ id }) => id === documentId);
  const isOpen = (other: BatchDocument) => arrangementObstacle(other) === null;
  const next = shown.slice(place + 1).find(isOpen);
  const home = next ?? shown.slice(0, place).findLast(isOpen);
  if (!home) return {};
  const pageIds = next
    ? [...document.pageIds, ...home.pageIds]
    : [...home.pageIds, ...document.pageIds];
  return {
    documents: [
      reopened({ ...home, pageIds }),
      reopened({ ...document, pageIds: [], isRemoved: true }),
    ],
    pages: ownedBy(arrangement, document.pageIds, home.id),
  };
}

function withProcedures(
  arrangement: Arrangement,
  procedureIds: ReadonlyMap<string, string>,
): BatchChange {
  const documents: BatchDocument[] = [];
  for (const [pageId, procedureId] of procedureIds) {
    const page = arrangement.pages.get(pageId);
    const document = page && documentOf(arrangement, page.documentId);
    if (document?.procedureId === null) documents.push({ ...document, procedureId });
  }
  return { documents };
}

/** Deeds one after the other, written as one change. */
class Steps {
  /** As it is after the steps so far; hundreds of steps write into the same maps. */
  #batch: Arrangement['batch'] | undefined;
  readonly #before: Arrangement['batch'];
  readonly #allDocuments: Map<string, BatchDocument>;
  readonly #allPages: Map<string, Page>;
  readonly #documents = new Map<string, BatchDocument>();
  readonly #pages = new Map<string, Page>();

  constructor(arrangement: Arrangement) {
    this.#before = arrangement.batch;
    this.#allDocuments = new Map(arrangement.documents);
    this.#allPages = new Map(arrangement.pages);
  }

  get change(): BatchChange {
    return {
      ...(this.#batch && { batch: this.#batch }),
      documents: [...this.#documents.values()],
      pages: [...this.#pages.values()],
    };
  }

  take(deed: (now: Arrangement) => BatchChange): void {
    const {
      batch,
      documents = [],
      pages = [],
    } = deed({
      batch: this.#batch ?? this.#before,
      documents: this.#allDocuments,
      pages: this.#allPages,
    });
    if (batch) this.#batch = batch;
    for (const document of documents) {
      this.#documents.set(document.id, document);
      this.#allDocuments.set(document.id, document);
    }
    for (const page of pages) {
      this.#pages.set(page.id, page);
      this.#allPages.set(page.id, page);
    }
  }
}
