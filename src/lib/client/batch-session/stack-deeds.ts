import {
  mergeWithPrevious,
  moveDocument,
  removeDocuments,
} from '#lib/client/batches/arrange-documents.ts';
import {
  markBlank,
  movePages,
  removePages,
  replacePage,
  turnPages,
  withoutPageChange,
} from '#lib/client/batches/arrange-pages.ts';
import {
  collateSheets,
  gatherDocuments,
  joinPages,
  leaveOut,
  setSeparators,
  splitDocuments,
} from '#lib/client/batches/arrange-stack.ts';
import type { Arrangement } from '#lib/client/batches/arrangement.ts';
import type { BatchChange } from '#lib/client/batches/batch-store.ts';
import type { Page } from '#lib/client/batches/model.ts';
import { AppError } from '#lib/domain/app-error.ts';
import type { PageChangeKind } from '#lib/imaging/page-changes.ts';
import type { BatchChanges, ChangeLabel } from './batch-changes.svelte.ts';
import type { ImportQueue } from './import-queue.svelte.ts';

type Options = {
  changes: BatchChanges;
  imports: ImportQueue;
  page: (pageId: string) => Page | undefined;
  newId: () => string;
};

/** What the official does to the pages and documents of a stack; each can be undone. Answers whether it was done. */
export class StackDeeds {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  turnPages(pageIds: readonly string[], degrees: 90 | 180 | 270): Promise<boolean> {
    return this.#arrange('turnPages', (now) => turnPages(now, pageIds, degrees));
  }

  /** Shows a page without one of the things that clean-up did to it. */
  takeBackPageChange(pageId: string, kind: PageChangeKind): Promise<boolean> {
    return this.#arrange('takeBackPageChange', (now) => withoutPageChange(now, pageId, kind));
  }

  markBlank(pageIds: readonly string[], isBlank: boolean): Promise<boolean> {
    const label = isBlank ? 'markBlank' : 'unmarkBlank';
    return this.#arrange(label, (now) => markBlank(now, pageIds, isBlank));
  }

  /** Blank pages stay in the stack, but do not go into the archive file. */
  leaveOut(pageIds: readonly string[], isLeftOut: boolean): Promise<boolean> {
    const label = isLeftOut ? 'leaveOut' : 'takeIn';
    return this.#arrange(label, (now) => leaveOut(now, pageIds, isLeftOut));
  }

  setSeparators(pageIds: readonly string[], isSeparator: boolean): Promise<boolean> {
    const label = isSeparator ? 'setSeparator' : 'unsetSeparator';
    return this.#arrange(label, (now) => setSeparators(now, pageIds, isSeparator));
  }

  removePages(pageIds: readonly string[]): Promise<boolean> {
    return this.#arrange('removePages', (now) => removePages(now, pageIds));
  }

  removeDocuments(documentIds: readonly string[]): Promise<boolean> {
    return this.#arrange('removeDocuments', (now) => removeDocuments(now, documentIds));
  }

  /** Each page begins a document. */
  splitAt(pageIds: readonly string[]): Promise<boolean> {
    const { newId } = this.#options;
    const cuts = pageIds.map((pageId) => ({ pageId, newDocumentId: newId() }));
    return this.#arrange('splitDocument', (now) => splitDocuments(now, cuts));
  }

  /** Dismisses what speaks for documents that begin at these pages. */
  joinPages(pageIds: readonly string[]): Promise<boolean> {
    return this.#arrange('joinPages', (now) => joinPages(now, pageIds));
  }

  mergeWithPrevious(documentId: string): Promise<boolean> {
    return this.#arrange('mergeDocuments', (now) => mergeWithPrevious(now, documentId));
  }

  /** One stack out of several documents, to be separated anew. */
  gatherDocuments(documentIds: readonly string[]): Promise<boolean> {
    return this.#arrange('gatherDocuments', (now) => gatherDocuments(now, documentIds));
  }

  /** Backs that were scanned after all fronts go behind their fronts. */
  collateSheets(sheets: readonly { front: string; back: string }[]): Promise<boolean> {
    return this.#arrange('collateSheets', (now) => collateSheets(now, sheets));
  }

  movePages(
    pageIds: readonly string[],
    target: { documentId: string; beforePageId: string | null },
  ): Promise<boolean> {
    return this.#arrange('movePages', (now) => movePages(now, pageIds, target));
  }

  moveDocument(documentId: string, beforeDocumentId: string | null): Promise<boolean> {
    return this.#arrange('moveDocument', (now) => moveDocument(now, documentId, beforeDocumentId));
  }

  /** Takes the first page of the file in the place of the page. */
  replacePage(pageId: string, file: File): Promise<boolean> {
    const { changes, imports, page } = this.#options;
    return changes.make('replacePage', async () => {
      const old = page(pageId);
      if (!old) throw new AppError('NOT_FOUND');
      const replacement = await imports.readReplacement(file, old);
      return (now) => replacePage(now, pageId, replacement);
    });
  }

  #arrange(label: ChangeLabel, change: (now: Arrangement) => BatchChange): Promise<boolean> {
    return this.#options.changes.make(label, () => Promise.resolve(change));
  }
}
