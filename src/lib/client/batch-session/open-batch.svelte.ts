import {
  type Arrangement,
  visibleDocuments,
  visiblePages,
} from '#lib/client/batches/arrangement.ts';
import type {
  BatchContent,
  BatchStore,
  StoreNotice,
  WrittenRecords,
} from '#lib/client/batches/batch-store.ts';
import type { Batch, BatchDocument, Page, RejectedFile } from '#lib/client/batches/model.ts';
import { fromStore, noPages, withWritten } from './arrangement-view.ts';

/**
 * The records of one batch as the screens see them. The store is the truth: a record is written first
 * and shown then, one write after the other; what others write is read anew.
 */
export class OpenBatch {
  rejectedFiles = $state.raw<readonly RejectedFile[]>([]);
  #arrangement = $state.raw<Arrangement | null>(null);
  /** Shown documents in the order of the stack. */
  readonly documents = $derived(this.#arrangement ? visibleDocuments(this.#arrangement) : []);

  readonly #batchId: string;
  readonly #store: BatchStore;
  readonly #end: AbortSignal;
  #turn: Promise<unknown> = Promise.resolve();
  #rereading: Promise<void> | null = null;
  #isStale = false;

  constructor(batchId: string, store: BatchStore, end: AbortSignal) {
    this.#batchId = batchId;
    this.#store = store;
    this.#end = end;
  }

  get arrangement(): Arrangement {
    if (!this.#arrangement) throw new Error('The batch is not open');
    return this.#arrangement;
  }

  /** All pages of the batch by id, also removed ones. */
  get pages(): ReadonlyMap<string, Page> {
    return this.#arrangement?.pages ?? noPages;
  }

  document(documentId: string): BatchDocument | undefined {
    return this.#arrangement?.documents.get(documentId);
  }

  /** Shown pages in order. */
  pagesOf(documentId: string): Page[] {
    const document = this.document(documentId);
    return document ? visiblePages(document, this.pages) : [];
  }

  /** Writes follow each other, so that each starts from what the last one left. */
  inTurn<Result>(write: () => Promise<Result>): Promise<Result> {
    const turn = this.#turn.then(write);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  /** Shows records that were just written. */
  show(written: WrittenRecords): void {
    this.#isStale = true;
    this.#arrangement = withWritten(this.arrangement, written);
    const { rejectedFiles = [], dismissedFileIds = [] } = written;
    const gone = [...dismissedFileIds, ...rejectedFiles.map(({ id }) => id)];
    if (gone.length === 0) return;
    const others = this.rejectedFiles.filter(({ id }) => !gone.includes(id));
    this.rejectedFiles = [...others, ...rejectedFiles];
  }

  /** A long batch is not read anew for each of its pages. */
  hear({ written }: StoreNotice): void {
    if (written) this.show(written);
    else void this.reread();
  }

  /** Shows what was read from the store. */
  take(content: BatchContent): void {
    this.#arrangement = fromStore(content, this.#arrangement);
    this.rejectedFiles = content.rejectedFiles;
  }

  /** Takes over what others wrote; several notices at once cost one or two readings. */
  reread(): Promise<void> {
    this.#isStale = true;
    this.#rereading ??= this.#readUntilFresh().finally(() => (this.#rereading = null));
    return this.#rereading;
  }

  async updateDocument(
    documentId: string,
    update: (document: BatchDocument) => BatchDocument,
  ): Promise<void> {
    await this.inTurn(async () => {
      const next = await this.#store.updateDocument(documentId, update);
      if (next) this.show({ documents: [next] });
    });
  }

  async saveDocument(document: BatchDocument): Promise<void> {
    await this.inTurn(async () => {
      await this.#store.saveDocument(document);
      this.show({ documents: [document] });
    });
  }

  async saveSignedPdf(document: BatchDocument, pdf: Blob): Promise<void> {
    await this.inTurn(async () => {
      await this.#store.saveSignedPdf(document, pdf);
      this.show({ documents: [document] });
    });
  }

  async savePages(pageIds: readonly string[], change: (page: Page) => Page): Promise<void> {
    await this.inTurn(async () => {
      for (const id of pageIds) {
        const page = this.pages.get(id);
        if (!page) continue;
        const next = change(page);
        await this.#store.savePage(next);
        this.show({ pages: [next] });
      }
    });
  }

  async saveBatch(change: Partial<Pick<Batch, 'name' | 'separation'>>): Promise<void> {
    await this.inTurn(async () => {
      const batch = { ...this.arrangement.batch, ...change };
      await this.#store.saveBatch(batch);
      this.show({ batch });
    });
  }

  async dismissRejectedFile(id: string): Promise<void> {
    await this.#store.dismissRejectedFile(id);
    this.show({ dismissedFileIds: [id] });
  }

  async #readUntilFresh(): Promise<void> {
    while (this.#isStale && !this.#end.aborted) {
      this.#isStale = false;
      const content = await this.#store.readBatch(this.#batchId);
      // What was written while reading is missing here: read again.
      if (content && !this.#isStale) this.take(content);
    }
  }
}
