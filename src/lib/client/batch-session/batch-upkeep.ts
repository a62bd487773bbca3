import type { BatchStore } from '#lib/client/batches/batch-store.ts';
import type { BatchDocument, Page } from '#lib/client/batches/model.ts';
import { type PageImaging, THUMBNAIL_PX } from '#lib/client/importing/imported-file.ts';
import type { RecognizedPage } from '#lib/client/recognition/recognition-pool.ts';
import { isAtLeast } from '#lib/domain/document-state.ts';
import type { TextLayer } from '#lib/domain/text-layer.ts';
import type { Catalogue } from '#lib/protocol/documents.ts';
import { type FieldReader, withReadFields } from './field-draft.ts';
import { withLegalFields } from './legal-draft.ts';

/** The open batch as the upkeep sees it. */
export type UpkeepTarget = {
  store: BatchStore;
  imaging: PageImaging;
  readFields: FieldReader;
  catalogue(): Promise<Catalogue | null>;
  documents(): readonly BatchDocument[];
  pagesOf(documentId: string): Page[];
  /** Its part of the stack, separator sheets and left out pages too. */
  stackOf(documentId: string): Page[];
  page(pageId: string): Page | undefined;
  readImage(pageId: string): Promise<Blob>;
  textLayers(documentId: string): Promise<TextLayer[]>;
  /** Runs a write when those before it are done. */
  inTurn<Result>(write: () => Promise<Result>): Promise<Result>;
  show(written: { documents?: BatchDocument[]; pages?: Page[] }): void;
  savePages(pageIds: readonly string[], change: (page: Page) => Page): Promise<void>;
  updateDocument(id: string, update: (document: BatchDocument) => BatchDocument): Promise<void>;
};

/** What follows by itself from the pages: their text, upright thumbnails, the draft of the fields. */
export class BatchUpkeep {
  readonly #target: UpkeepTarget;
  #fieldPass: Promise<void> | null = null;
  #isFieldPassDue = false;
  readonly #withoutCodes = new Set<string>();

  constructor(target: UpkeepTarget) {
    this.#target = target;
  }

  /** Stores the text of a page, unless it was turned, replaced or marked blank meanwhile. */
  async keepText(revision: number, { pageId, layer, frame }: RecognizedPage): Promise<void> {
    const { store, imaging, page, readImage, inTurn, show } = this.#target;
    const seen = page(pageId);
    if (!seen || seen.imageRevision !== revision) return;
    const isTurned =
      seen.frame.rotation !== frame.rotation || seen.frame.skewDegrees !== frame.skewDegrees;
    const thumbnail = isTurned
      ? await imaging.thumbnail(await readImage(pageId), frame, THUMBNAIL_PX)
      : undefined;
    await inTurn(async () => {
      const current = page(pageId);
      if (!current || current.imageRevision !== revision) return;
      if (current.recognition.state === 'skipped') return;
      // Turned by the engine: another look of the same bytes, which has been read already.
      const imageRevision = isTurned ? revision + 1 : revision;
      const next: Page = {
        ...current,
        frame,
        imageRevision,
        ...(thumbnail && { thumbnailRevision: imageRevision }),
        recognition: { state: 'done', imageRevision, meanConfidence: layer.meanConfidence },
      };
      await store.saveTextLayer(pageId, layer, next, thumbnail);
      show({ pages: [next] });
    });
  }

  /** Makes thumbnails anew of pages that were turned. */
  async refreshThumbnails(): Promise<void> {
    for (const stale of this.#stalePages()) await this.#refreshThumbnail(stale);
  }

  /** Reads the codes of pages that came in while their reader could not be loaded. */
  async readMissingCodes(): Promise<void> {
    const { imaging, readImage, savePages } = this.#target;
    const missing = this.#scannedPages().filter(
      (page) => page.codes === undefined && !page.isBlank,
    );
    for (const { id, frame } of missing) {
      if (this.#withoutCodes.has(id)) continue;
      const codes = await readImage(id)
        .then((image) => imaging.codes(image, frame))
        .catch(() => null);
      // Not again before the batch is opened anew: the image or the reader of codes is missing.
      if (codes) await savePages([id], (page) => ({ ...page, codes }));
      else this.#withoutCodes.add(id);
    }
  }

  /** Reads the fields of every document whose pages are all read and that has no draft yet. */
  readFieldsWhereComplete(): Promise<void> {
    this.#isFieldPassDue = true;
    this.#fieldPass ??= this.#passFields().finally(() => (this.#fieldPass = null));
    return this.#fieldPass;
  }

  async #passFields(): Promise<void> {
    while (this.#isFieldPassDue) {
      this.#isFieldPassDue = false;
      for (const { id } of this.#target.documents().filter((each) => this.#isReadable(each))) {
        await this.#readFields(id);
      }
    }
  }

  #isReadable(document: BatchDocument): boolean {
    if (isAtLeast(document.state, 'recognized')) return false;
    const states = this.#target.pagesOf(document.id).map((page) => page.recognition.state);
    return (
      states.includes('done') &&
      states.every((state) => ['done', 'skipped', 'failed'].includes(state))
    );
  }

  async #readFields(documentId: string): Promise<void> {
    const catalogue = await this.#target.catalogue();
    const pages = this.#target.pagesOf(documentId);
    const source = textSource(pages);
    const layers = await this.#target.textLayers(documentId);
    const read = withLegalFields(
      await this.#target.readFields(layers, catalogue),
      pages,
      catalogue,
    );
    await this.#target.updateDocument(documentId, (current) => {
      const isSameText = textSource(this.#target.pagesOf(documentId)) === source;
      return isSameText ? withReadFields(current, read) : current;
    });
  }

  async #refreshThumbnail({ id, imageRevision }: Page): Promise<void> {
    const { store, imaging, page, readImage, inTurn, show } = this.#target;
    const seen = page(id);
    if (!seen || seen.imageRevision !== imageRevision) return;
    // A lost image is told where the page is opened or read.
    const image = await readImage(id).catch(() => null);
    if (!image) return;
    const thumbnail = await imaging.thumbnail(image, seen.frame, THUMBNAIL_PX);
    await inTurn(async () => {
      const current = page(id);
      if (!current || current.imageRevision !== imageRevision) return;
      const next = { ...current, thumbnailRevision: imageRevision };
      await store.savePage(next, thumbnail);
      show({ pages: [next] });
    });
  }

  #stalePages(): Page[] {
    return this.#scannedPages().filter((page) => page.thumbnailRevision !== page.imageRevision);
  }

  #scannedPages(): Page[] {
    return this.#target
      .documents()
      .filter(({ kind, receipt }) => kind === 'scanned' && receipt === undefined)
      .flatMap(({ id }) => this.#target.stackOf(id));
  }
}

/** Which text a draft was read from. */
function textSource(pages: readonly Page[]): string {
  return pages.map((page) => `${page.id}:${page.recognition.imageRevision ?? ''}`).join();
}
