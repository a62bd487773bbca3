import { isAtLeast } from '#lib/domain/document-state.ts';
import { isOnItsWay, visibleDocuments, visiblePages } from './arrangement.ts';
import type { BatchContent } from './batch-store.ts';
import type { Batch } from './model.ts';

/** Where the documents of a batch are; every document counts in exactly one of the last five. */
export type BatchSummary = {
  batch: Batch;
  documentCount: number;
  pageCount: number;
  /** Pages that are to be read, and those that are. */
  pagesToRead: number;
  pagesRead: number;
  rejectedFileCount: number;
  untagged: number;
  unsigned: number;
  waiting: number;
  received: number;
  stored: number;
  /** Everything is in the repository (or removed): the batch may leave this PC. */
  isClosable: boolean;
  /** Nothing of it is being sent: the person may delete it. */
  isRemovable: boolean;
};

export function summarizeBatch({
  batch,
  documents,
  pages,
  rejectedFiles,
}: BatchContent): BatchSummary {
  const arrangement = {
    batch,
    documents: new Map(documents.map((document) => [document.id, document])),
    pages: new Map(pages.map((page) => [page.id, page])),
  };
  const shown = visibleDocuments(arrangement);
  const shownPages = shown.flatMap((document) => visiblePages(document, arrangement.pages));
  const toRead = shownPages.filter((page) => page.recognition.state !== 'skipped');
  const count = (floor: (typeof shown)[number]['state']) =>
    shown.filter((document) => isAtLeast(document.state, floor)).length;
  const [tagged, signed, received, stored] = [
    count('tagged'),
    count('signed'),
    count('received'),
    count('stored'),
  ];
  return {
    batch,
    documentCount: shown.length,
    pageCount: shownPages.length,
    pagesToRead: toRead.length,
    pagesRead: toRead.filter((page) => page.recognition.state === 'done').length,
    rejectedFileCount: rejectedFiles.length,
    untagged: shown.length - tagged,
    unsigned: tagged - signed,
    waiting: signed - received,
    received: received - stored,
    stored,
    isClosable: stored === shown.length && shown.length > 0,
    isRemovable: shown.every(
      (document) => !isOnItsWay(document) || isAtLeast(document.state, 'stored'),
    ),
  };
}
