import { replacePage } from '#lib/client/batches/arrange-pages.ts';
import { stackPages } from '#lib/client/batches/arrangement.ts';
import type {
  Batch,
  BatchDocument,
  KeptProblem,
  Page,
  RejectedFile,
  SeparationSettings,
} from '#lib/client/batches/model.ts';
import type { FileToImport } from '#lib/client/importing/dropped-files.ts';
import { compareNaturally } from '#lib/client/importing/natural-order.ts';
import { AppError } from '#lib/domain/app-error.ts';
import { frameSize, type PageFrame, type TextLayer } from '#lib/domain/text-layer.ts';
import type { Catalogue } from '#lib/protocol/documents.ts';
import { BatchChanges, type ChangeLabel, type LabelledEdit } from './batch-changes.svelte.ts';
import { holdBatch } from './batch-lock.ts';
import { BatchUpkeep } from './batch-upkeep.ts';
import { ImportQueue } from './import-queue.svelte.ts';
import { OpenBatch } from './open-batch.svelte.ts';
import { PageImages } from './page-images.ts';
import { RecognitionSchedule } from './recognition-schedule.svelte.ts';
import { type ScannedImage, ScanIntake, type ScanPlace } from './scan-intake.ts';
import { Separation } from './separation.svelte.ts';
import { keptProblem, type SessionServices } from './session-services.ts';
import { StackDeeds } from './stack-deeds.ts';

export type SessionStatus =
  | { kind: 'opening' }
  /** Another tab works on the batch; this one takes over as soon as that one lets go. */
  | { kind: 'elsewhere' }
  | { kind: 'ready' }
  | { kind: 'missing' }
  | { kind: 'failed'; problem: KeptProblem };

/**
 * One open batch, shared by the capturing, tagging and signing screens. What others
 * write (upload queue) is taken over from the store's notices.
 */
export class BatchSession {
  readonly batchId: string;
  readonly recognition: RecognitionSchedule;
  readonly imports: ImportQueue;
  /** What the official does to pages and documents. */
  readonly stack: StackDeeds;
  readonly separation: Separation;
  status = $state.raw<SessionStatus>({ kind: 'opening' });
  catalogue = $state.raw<Catalogue | null>(null);

  readonly #services: SessionServices;
  readonly #images: PageImages;
  readonly #end = new AbortController();
  #unsubscribe: () => void = () => undefined;
  readonly #open: OpenBatch;
  readonly #changes: BatchChanges;
  readonly #upkeep: BatchUpkeep;
  readonly #scans: ScanIntake;
  #catalogueRead: Promise<Catalogue | null> | undefined;

  constructor(batchId: string, services: SessionServices) {
    this.batchId = batchId;
    this.#services = services;
    this.#images = new PageImages(services.store);
    const { store } = services;
    this.#open = new OpenBatch(batchId, store, this.#end.signal);
    this.#changes = new BatchChanges({
      batchId,
      store,
      open: this.#open,
      onChanged: () => this.#goOnBehind(),
    });
    this.imports = new ImportQueue({
      batchId,
      services,
      nameOfDigest: (sha256) =>
        this.#open.documents.find(({ fileSha256 }) => fileSha256 === sha256)?.fileName,
      onSettled: () => this.#goOnBehind(),
    });
    this.#scans = new ScanIntake({
      batchId,
      services,
      pages: () => this.#open.pages.values(),
      replace: (pageId, replacement) =>
        this.#changes.record('replacePage', (now) => replacePage(now, pageId, replacement)),
      onStored: () => this.#goOnBehind(),
    });
    this.stack = new StackDeeds({
      changes: this.#changes,
      imports: this.imports,
      page: (id) => this.pageById(id),
      newId: services.newId,
    });
    this.separation = new Separation({
      documents: () => this.#open.documents,
      stackOf: (id) => this.stackOf(id),
      readTextLayers: (ids) => store.readTextLayers(ids),
      settings: () => this.batch.separation ?? {},
      record: (label, change) => this.#changes.record(label, change),
      newId: services.newId,
    });
    this.#upkeep = new BatchUpkeep({
      ...services,
      catalogue: () => this.#readCatalogue(),
      documents: () => this.#open.documents,
      pagesOf: (id) => this.pagesOf(id),
      stackOf: (id) => this.stackOf(id),
      page: (id) => this.pageById(id),
      readImage: (id) => this.readPageImage(id),
      textLayers: (id) => this.textLayers(id),
      inTurn: (write) => this.#open.inTurn(write),
      show: (written) => this.#open.show(written),
      savePages: (ids, change) => this.#open.savePages(ids, change),
      updateDocument: (id, update) => this.updateDocument(id, update),
    });
    this.recognition = new RecognitionSchedule(services.recognizer, {
      onProblem: (problem) => (this.#changes.problem = problem),
      pages: () => this.#open.documents.flatMap((document) => this.pagesOf(document.id)),
      readImage: (id) => this.readPageImage(id),
      keepText: async (revision, recognized) => {
        await this.#upkeep.keepText(revision, recognized);
        await this.separation.refresh();
        await this.#upkeep.readFieldsWhereComplete();
      },
      savePages: (pages, change) =>
        this.#open.savePages(
          pages.map(({ id }) => id),
          change,
        ),
    });
  }

  /** Asks for the batch; `status` tells how it goes. */
  open(): void {
    this.#unsubscribe = this.#services.store.subscribe((notice) => {
      if (notice.batchId === this.batchId && this.status.kind === 'ready') this.#open.hear(notice);
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
    this.#scans.close();
    this.recognition.close();
    this.#images.close();
    this.#unsubscribe();
    this.#end.abort();
  }

  /** The last deed that could not be done; shown until the next one succeeds. */
  get problem(): KeptProblem | null {
    return this.#changes.problem;
  }

  /** Labels of what undo and redo would do. */
  get undoable(): { undo?: string; redo?: string } {
    return this.#changes.undoable;
  }

  get batch(): Batch {
    return this.#open.arrangement.batch;
  }

  /** Shown documents in the order of the stack. */
  get documents(): readonly BatchDocument[] {
    return this.#open.documents;
  }

  /** All pages of the batch by id, also removed ones. */
  get pages(): ReadonlyMap<string, Page> {
    return this.#open.pages;
  }

  /** Files that did not become pages, with the reason; those still on their way are not among them. */
  get rejectedFiles(): readonly RejectedFile[] {
    const onTheirWay = this.imports.files.map((file) => file.id);
    return this.#open.rejectedFiles
      .filter((file) => !onTheirWay.includes(file.id))
      .sort((a, b) => compareNaturally(a.fileName, b.fileName));
  }

  get pageCount(): number {
    return this.#open.documents.reduce((sum, { id }) => sum + this.pagesOf(id).length, 0);
  }

  documentById(documentId: string): BatchDocument | undefined {
    return this.#open.document(documentId);
  }

  pageById(pageId: string): Page | undefined {
    return this.#open.pages.get(pageId);
  }

  /** Shown pages in order; `place.pageIndex` of a recognized field counts in this list. */
  pagesOf(documentId: string): Page[] {
    return this.#open.pagesOf(documentId);
  }

  /** Its part of the stack as it was scanned: separator sheets and left out blank pages too. */
  stackOf(documentId: string): Page[] {
    const document = this.documentById(documentId);
    return document ? stackPages(document, this.#open.pages) : [];
  }

  /** Resolves when all of them are in the batch or in a list that says why not. */
  import(files: readonly FileToImport[]): Promise<void> {
    return this.imports.add(files);
  }

  /**
   * Pages that the bridge scanned, by the same way as files: checked, stored, then answered with their
   * ids. Calls follow each other. Errors: those of `ScanIntake.add`.
   */
  importScanned(images: readonly ScannedImage[], place: ScanPlace = {}): Promise<string[]> {
    return this.#scans.add(images, place);
  }

  // Deeds with undo

  removeDocuments(documentIds: readonly string[]): Promise<boolean> {
    return this.stack.removeDocuments(documentIds);
  }

  /** A change of documents made elsewhere (tagging) that undo can take back. */
  applyChange(
    label: ChangeLabel,
    change: (documents: ReadonlyMap<string, BatchDocument>) => BatchDocument[],
  ): Promise<boolean> {
    return this.#changes.make(label, () =>
      Promise.resolve((now) => ({ documents: change(now.documents) })),
    );
  }

  /** Edits documents on top of what is stored now; undo takes it back. Throws `STORAGE_FULL`. */
  editDocuments(edit: LabelledEdit): Promise<void> {
    return this.#changes.edit(edit);
  }

  undo(): Promise<boolean> {
    return this.#changes.step('undo');
  }

  redo(): Promise<boolean> {
    return this.#changes.step('redo');
  }

  // Progress, without undo

  /** Changes one document on top of what is stored now; the way for every writer that types. */
  updateDocument(
    documentId: string,
    update: (document: BatchDocument) => BatchDocument,
  ): Promise<void> {
    return this.#open.updateDocument(documentId, update);
  }

  saveDocument(document: BatchDocument): Promise<void> {
    return this.#open.saveDocument(document);
  }

  saveSignedPdf(document: BatchDocument, pdf: Blob): Promise<void> {
    return this.#open.saveSignedPdf(document, pdf);
  }

  rename(name: string): Promise<void> {
    return this.#open.saveBatch({ name: name.normalize('NFC') });
  }

  async setSeparation(separation: SeparationSettings): Promise<void> {
    await this.#open.saveBatch({ separation });
    this.#goOnBehind();
  }

  dismissRejectedFile(id: string): Promise<void> {
    return this.#open.dismissRejectedFile(id);
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

  /** The page in this frame, drawn by a worker. The caller closes the bitmap. `PAGE_DATA_LOST`. */
  async pagePicture(pageId: string, frame: PageFrame): Promise<ImageBitmap> {
    return this.#services.imaging.picture(await this.readPageImage(pageId), frame);
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
      this.#open.take(content);
      await this.#changes.refresh();
      this.status = { kind: 'ready' };
      void this.#readCatalogue();
    } catch (error) {
      this.status = { kind: 'failed', problem: keptProblem(error) };
      return;
    }
    this.#goOnBehind();
  }

  /** What starts by itself after any change: recognition, separation, thumbnails, fields. */
  async #goOn(): Promise<void> {
    // Pages come first: the person holds the paper against them. Text can wait that long.
    if (!this.imports.isReading) this.recognition.feed();
    await this.#upkeep.readMissingCodes();
    await this.separation.refresh();
    await this.#upkeep.refreshThumbnails();
    await this.#upkeep.readFieldsWhereComplete();
  }

  /** Work nobody waits for: what it cannot do is shown, and nothing of it matters once closed. */
  #goOnBehind(): void {
    this.#goOn().catch((error: unknown) => {
      if (!this.#end.signal.aborted) this.#changes.problem = keptProblem(error);
    });
  }

  async #readCatalogue(): Promise<Catalogue | null> {
    this.#catalogueRead ??= this.#services.catalogue().catch(() => null);
    this.catalogue = await this.#catalogueRead;
    return this.catalogue;
  }
}

function emptyLayer(page: Page): TextLayer {
  return { ...frameSize(page.frame), lines: [], meanConfidence: 0 };
}
