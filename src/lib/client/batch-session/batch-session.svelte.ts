import {
  type Arrangement,
  markBlank,
  mergeWithPrevious,
  moveDocument,
  movePages,
  removeDocuments,
  removePages,
  replacePage,
  splitDocument,
  turnPages,
  visibleDocuments,
  visiblePages,
} from '#lib/client/batches/arrangement.ts';
import type { BatchChange, BatchContent, BatchStore } from '#lib/client/batches/batch-store.ts';
import type {
  Batch,
  BatchDocument,
  KeptProblem,
  Page,
  RejectedFile,
} from '#lib/client/batches/model.ts';
import { decodeKeptImage } from '#lib/client/imaging/decode-image.ts';
import type { FileToImport } from '#lib/client/importing/dropped-files.ts';
import type { PageImaging, ReadFile } from '#lib/client/importing/imported-file.ts';
import { compareNaturally } from '#lib/client/importing/natural-order.ts';
import { AppError } from '#lib/domain/app-error.ts';
import { frameSize, type TextLayer } from '#lib/domain/text-layer.ts';
import type { Catalogue } from '#lib/protocol/documents.ts';
import { fromStore, noPages, withWritten, type WrittenRecords } from './arrangement-view.ts';
import { holdBatch } from './batch-lock.ts';
import { BatchUpkeep } from './batch-upkeep.ts';
import type { FieldReader } from './field-draft.ts';
import { ImportQueue } from './import-queue.svelte.ts';
import { PageImages } from './page-images.ts';
import { type PageRecognizer, RecognitionSchedule } from './recognition-schedule.svelte.ts';

/** What a batch session works with; built once per page by the layout. */
export type SessionServices = {
  store: BatchStore;
  imaging: PageImaging;
  recognizer: PageRecognizer;
  readFile: ReadFile;
  readFields: FieldReader;
  /** Procedures and agencies; `null` while neither the server nor this PC has them. */
  catalogue: () => Promise<Catalogue | null>;
  newId: () => string;
  now: () => Date;
};

export type SessionStatus =
  | { kind: 'opening' }
  /** Another tab works on the batch; this one takes over as soon as that one lets go. */
  | { kind: 'elsewhere' }
  | { kind: 'ready' }
  | { kind: 'missing' }
  | { kind: 'failed'; problem: KeptProblem };

/** Deeds that undo knows; keys of the message catalogue. */
export type ChangeLabel =
  | 'turnPages'
  | 'markBlank'
  | 'unmarkBlank'
  | 'removePages'
  | 'removeDocuments'
  | 'splitDocument'
  | 'mergeDocuments'
  | 'movePages'
  | 'moveDocument'
  | 'replacePage'
  | 'acceptDocument'
  | 'reopenDocument';

/**
 * One open batch, shared by the capturing, tagging and signing screens. The store is the truth: a
 * deed is written first and shown then, one after the other; what others write (upload queue) is
 * taken over from the store's notices.
 */
export class BatchSession {
  readonly batchId: string;
  readonly recognition: RecognitionSchedule;
  readonly imports: ImportQueue;
  status = $state.raw<SessionStatus>({ kind: 'opening' });
  /** The last deed that could not be done; shown until the next one succeeds. */
  problem = $state.raw<KeptProblem | null>(null);
  catalogue = $state.raw<Catalogue | null>(null);
  /** Labels of what undo and redo would do. */
  undoable = $state.raw<{ undo?: string; redo?: string }>({});

  #arrangement = $state.raw<Arrangement | null>(null);
  #rejectedFiles = $state.raw<RejectedFile[]>([]);
  readonly #documents = $derived(this.#arrangement ? visibleDocuments(this.#arrangement) : []);

  readonly #services: SessionServices;
  readonly #images: PageImages;
  readonly #end = new AbortController();
  #unsubscribe: () => void = () => undefined;
  #turn: Promise<unknown> = Promise.resolve();
  #rereading: Promise<void> | null = null;
  #isStale = false;
  readonly #upkeep: BatchUpkeep;
  #catalogueRead: Promise<Catalogue | null> | undefined;

  constructor(batchId: string, services: SessionServices) {
    this.batchId = batchId;
    this.#services = services;
    this.#images = new PageImages(services.store);
    this.imports = new ImportQueue({
      batchId,
      services,
      nameOfDigest: (sha256) =>
        this.#documents.find(({ fileSha256 }) => fileSha256 === sha256)?.fileName,
      onStored: () => this.#reread(),
      onSettled: () => this.#goOnBehind(),
    });
    this.#upkeep = new BatchUpkeep({
      ...services,
      catalogue: () => this.#readCatalogue(),
      documents: () => this.#documents,
      pagesOf: (id) => this.pagesOf(id),
      page: (id) => this.pageById(id),
      readImage: (id) => this.readPageImage(id),
      textLayers: (id) => this.textLayers(id),
      inTurn: (write) => this.#inTurn(write),
      show: (written) => this.#show(written),
      updateDocument: (id, update) => this.updateDocument(id, update),
    });
    this.recognition = new RecognitionSchedule(services.recognizer, {
      onProblem: (problem) => (this.problem = problem),
      pages: () => this.#documents.flatMap((document) => this.pagesOf(document.id)),
      readImage: (id) => this.readPageImage(id),
      keepText: async (revision, recognized) => {
        await this.#upkeep.keepText(revision, recognized);
        await this.#upkeep.readFieldsWhereComplete();
      },
      savePages: (pages, change) =>
        this.#savePages(
          pages.map(({ id }) => id),
          change,
        ),
    });
  }

  /** Asks for the batch; `status` tells how it goes. */
  open(): void {
    this.#unsubscribe = this.#services.store.subscribe(({ batchId }) => {
      if (batchId === this.batchId && this.status.kind === 'ready') void this.#reread();
    });
    holdBatch(
      this.batchId,
      (state) => {
        if (state === 'mine') void this.#begin();
        else this.status = { kind: 'elsewhere' };
      },
      this.#end.signal,
    );
  }

  /** After a failure to read the batch; while another tab has it, the lock is waited for already. */
  retryOpening(): void {
    if (this.status.kind === 'failed') void this.#begin();
  }

  /** Lets the batch go: another tab may take it. Work in flight is dropped, nothing stored is lost. */
  close(): void {
    this.imports.close();
    this.recognition.close();
    this.#images.close();
    this.#unsubscribe();
    this.#end.abort();
  }

  get batch(): Batch {
    return this.#current().batch;
  }

  /** Shown documents in the order of the stack. */
  get documents(): readonly BatchDocument[] {
    return this.#documents;
  }

  /** All pages of the batch by id, also removed ones. */
  get pages(): ReadonlyMap<string, Page> {
    return this.#arrangement?.pages ?? noPages;
  }

  /** Files that did not become pages, with the reason; those still on their way are not among them. */
  get rejectedFiles(): readonly RejectedFile[] {
    const onTheirWay = this.imports.files.map((file) => file.id);
    return this.#rejectedFiles
      .filter((file) => !onTheirWay.includes(file.id))
      .sort((a, b) => compareNaturally(a.fileName, b.fileName));
  }

  get pageCount(): number {
    return this.#documents.reduce((sum, { id }) => sum + this.pagesOf(id).length, 0);
  }

  documentById(documentId: string): BatchDocument | undefined {
    return this.#arrangement?.documents.get(documentId);
  }

  pageById(pageId: string): Page | undefined {
    return this.#arrangement?.pages.get(pageId);
  }

  /** Shown pages in order; `place.pageIndex` of a recognized field counts in this list. */
  pagesOf(documentId: string): Page[] {
    const document = this.documentById(documentId);
    return document ? visiblePages(document, this.pages) : [];
  }

  /** Resolves when all of them are in the batch or in a list that says why not. */
  import(files: readonly FileToImport[]): Promise<void> {
    return this.imports.add(files);
  }

  // Deeds with undo

  turnPages(pageIds: readonly string[], degrees: 90 | 180 | 270): Promise<boolean> {
    return this.#arrange('turnPages', (now) => turnPages(now, pageIds, degrees));
  }

  markBlank(pageIds: readonly string[], isBlank: boolean): Promise<boolean> {
    const label = isBlank ? 'markBlank' : 'unmarkBlank';
    return this.#arrange(label, (now) => markBlank(now, pageIds, isBlank));
  }

  removePages(pageIds: readonly string[]): Promise<boolean> {
    return this.#arrange('removePages', (now) => removePages(now, pageIds));
  }

  removeDocuments(documentIds: readonly string[]): Promise<boolean> {
    return this.#arrange('removeDocuments', (now) => removeDocuments(now, documentIds));
  }

  splitAt(pageId: string): Promise<boolean> {
    const newId = this.#services.newId();
    return this.#arrange('splitDocument', (now) => splitDocument(now, pageId, newId));
  }

  mergeWithPrevious(documentId: string): Promise<boolean> {
    return this.#arrange('mergeDocuments', (now) => mergeWithPrevious(now, documentId));
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
  async replacePage(pageId: string, file: File): Promise<boolean> {
    return this.#attempt(async () => {
      const old = this.pageById(pageId);
      if (!old) throw new AppError('NOT_FOUND');
      const replacement = await this.imports.readReplacement(file, old);
      await this.#applyArranged('replacePage', (now) => replacePage(now, pageId, replacement));
    });
  }

  /** A change of documents made elsewhere (tagging) that undo can take back. */
  applyChange(
    label: ChangeLabel,
    change: (documents: ReadonlyMap<string, BatchDocument>) => BatchDocument[],
  ): Promise<boolean> {
    return this.#arrange(label, (now) => ({ documents: change(now.documents) }));
  }

  undo(): Promise<boolean> {
    return this.#step('undo');
  }

  redo(): Promise<boolean> {
    return this.#step('redo');
  }

  // Progress, without undo

  /** Changes one document on top of what is stored now; the way for every writer that types. */
  async updateDocument(
    documentId: string,
    update: (document: BatchDocument) => BatchDocument,
  ): Promise<void> {
    await this.#inTurn(async () => {
      const next = await this.#services.store.updateDocument(documentId, update);
      if (next) this.#show({ documents: [next] });
    });
  }

  async saveDocument(document: BatchDocument): Promise<void> {
    await this.#inTurn(async () => {
      await this.#services.store.saveDocument(document);
      this.#show({ documents: [document] });
    });
  }

  async saveSignedPdf(document: BatchDocument, pdf: Blob): Promise<void> {
    await this.#inTurn(async () => {
      await this.#services.store.saveSignedPdf(document, pdf);
      this.#show({ documents: [document] });
    });
  }

  async rename(name: string): Promise<void> {
    await this.#inTurn(async () => {
      const batch = { ...this.batch, name: name.normalize('NFC') };
      await this.#services.store.saveBatch(batch);
      this.#show({ batch });
    });
  }

  async dismissRejectedFile(id: string): Promise<void> {
    await this.#services.store.dismissRejectedFile(id);
    this.#rejectedFiles = this.#rejectedFiles.filter((file) => file.id !== id);
  }

  // Reading

  /** Text of the shown pages in order; a page without text (blank, unread) has an empty layer. */
  async textLayers(documentId: string): Promise<TextLayer[]> {
    const pages = this.pagesOf(documentId);
    const layers = await this.#services.store.readTextLayers(pages.map((page) => page.id));
    return pages.map((page) => layers.get(page.id) ?? emptyLayer(page));
  }

  /** The stored image (as-is: the page drawn from its PDF), its SHA-256 checked; `PAGE_DATA_LOST`. */
  readPageImage(pageId: string): Promise<Blob> {
    const page = this.pageById(pageId);
    const document = page && this.documentById(page.documentId);
    if (!page || !document) return Promise.reject(new AppError('NOT_FOUND'));
    return this.#images.read(page, document);
  }

  /**
   * Pixels of the page as it was scanned (EXIF turn ignored): draw them through `page.frame`. The
   * caller closes the bitmap.
   */
  async pageBitmap(pageId: string): Promise<ImageBitmap> {
    return decodeKeptImage(await this.readPageImage(pageId), { colours: 'shown' });
  }

  /** Small JPEG of the page, upright; read anew when `page.thumbnailRevision` changes. */
  thumbnail(pageId: string): Promise<Blob | undefined> {
    return this.#services.store.readBlob(`thumbnail:${pageId}`);
  }

  // How it works

  async #begin(): Promise<void> {
    try {
      const content = await this.#services.store.readBatch(this.batchId);
      if (!content || content.batch.removedAt !== undefined) {
        this.status = { kind: 'missing' };
        return;
      }
      this.#take(content);
      await this.#refreshUndoable();
      this.status = { kind: 'ready' };
      void this.#readCatalogue();
    } catch (error) {
      this.status = { kind: 'failed', problem: keptProblem(error) };
      return;
    }
    this.#goOnBehind();
  }

  /** What starts by itself after any change: recognition, thumbnails of turned pages, fields. */
  async #goOn(): Promise<void> {
    // Pages come first: the person holds the paper against them. Text can wait that long.
    if (!this.imports.isReading) this.recognition.feed();
    await this.#upkeep.refreshThumbnails();
    await this.#upkeep.readFieldsWhereComplete();
  }

  /** Work nobody waits for: what it cannot do is shown, and nothing of it matters once closed. */
  #goOnBehind(): void {
    this.#goOn().catch((error: unknown) => {
      if (!this.#end.signal.aborted) this.problem = keptProblem(error);
    });
  }

  async #readCatalogue(): Promise<Catalogue | null> {
    this.#catalogueRead ??= this.#services.catalogue().catch(() => null);
    this.catalogue = await this.#catalogueRead;
    return this.catalogue;
  }

  #arrange(label: ChangeLabel, change: (now: Arrangement) => BatchChange): Promise<boolean> {
    return this.#attempt(() => this.#applyArranged(label, change));
  }

  async #applyArranged(
    label: ChangeLabel,
    change: (now: Arrangement) => BatchChange,
  ): Promise<void> {
    await this.#inTurn(async () => {
      const changed = change(this.#current());
      await this.#services.store.applyChange(label, this.batchId, changed);
      const newPages = (changed.newPages ?? []).map((each) => each.page);
      this.#show({ ...changed, pages: [...(changed.pages ?? []), ...newPages] });
      await this.#refreshUndoable();
    });
    this.#goOnBehind();
  }

  #step(direction: 'undo' | 'redo'): Promise<boolean> {
    return this.#attempt(async () => {
      const { store } = this.#services;
      await this.#inTurn(async () => {
        await store[direction](this.batchId);
        const content = await store.readBatch(this.batchId);
        if (content) this.#take(content);
        await this.#refreshUndoable();
      });
      this.#goOnBehind();
    });
  }

  /** Answers whether it was done; the reason why not is in `problem`. */
  async #attempt(deed: () => Promise<void>): Promise<boolean> {
    try {
      await deed();
      this.problem = null;
      return true;
    } catch (error) {
      this.problem = keptProblem(error);
      return false;
    }
  }

  /** Writes of this session follow each other, so that each starts from what the last one left. */
  #inTurn<Result>(write: () => Promise<Result>): Promise<Result> {
    const turn = this.#turn.then(write);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  async #savePages(pageIds: readonly string[], change: (page: Page) => Page): Promise<void> {
    await this.#inTurn(async () => {
      for (const id of pageIds) {
        const page = this.pageById(id);
        if (!page) continue;
        const next = change(page);
        await this.#services.store.savePage(next);
        this.#show({ pages: [next] });
      }
    });
  }

  #current(): Arrangement {
    if (!this.#arrangement) throw new Error('The batch is not open');
    return this.#arrangement;
  }

  #show(written: WrittenRecords): void {
    this.#isStale = true;
    this.#arrangement = withWritten(this.#current(), written);
  }

  /** Takes over what others wrote; several notices at once cost one or two readings. */
  #reread(): Promise<void> {
    this.#isStale = true;
    this.#rereading ??= this.#readUntilFresh().finally(() => (this.#rereading = null));
    return this.#rereading;
  }

  async #readUntilFresh(): Promise<void> {
    while (this.#isStale && !this.#end.signal.aborted) {
      this.#isStale = false;
      const content = await this.#services.store.readBatch(this.batchId);
      // What was written while reading is missing here: read again.
      if (content && !this.#isStale) this.#take(content);
    }
  }

  #take(content: BatchContent): void {
    this.#arrangement = fromStore(content, this.#arrangement);
    this.#rejectedFiles = content.rejectedFiles;
  }

  async #refreshUndoable(): Promise<void> {
    const { undo, redo } = await this.#services.store.lastChanges(this.batchId);
    this.undoable = { ...(undo && { undo: undo.label }), ...(redo && { redo: redo.label }) };
  }
}

function emptyLayer(page: Page): TextLayer {
  return { ...frameSize(page.frame), lines: [], meanConfidence: 0 };
}

function keptProblem(error: unknown): KeptProblem {
  if (error instanceof AppError) return { code: error.code, details: { ...error.details } };
  throw error;
}
