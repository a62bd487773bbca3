import type { BatchStore, NewPage, StackPlace } from '#lib/client/batches/batch-store.ts';
import type { Page, ScanOrigin, SheetSide } from '#lib/client/batches/model.ts';
import { sha256Hex } from '#lib/client/batches/sha256.ts';
import type { ImportedFile } from '#lib/client/importing/imported-file.ts';
import { AppError } from '#lib/domain/app-error.ts';
import { newDocument, newPage } from './new-page.ts';
import type { SessionServices } from './session-services.ts';

/** One file that the scanner gave: mostly one page, several where it is a TIFF or a PDF. */
export type ScannedImage = {
  image: Blob;
  /** Hexadecimal, of the bytes as the bridge wrote them. */
  sha256: string;
  scannedAt: string;
  /** As the device was asked; counts only where the file itself tells none. */
  dpi: number;
  deviceName: string;
  fileName: string;
  sheetSide?: SheetSide;
  /** Names this scan for ever (job and page): brought in again, it answers the page that exists. */
  scanId?: string;
  /** The page that shows the same sheet with its note on (TT 01/2023 Đ8 k2d). */
  noteTwin?: string;
};

/** Where scanned pages go; `{}`: they begin a new document at the end of the stack. */
export type ScanPlace = { afterPageId?: string; beforePageId?: string; replacePageId?: string };

type Options = {
  batchId: string;
  services: Pick<SessionServices, 'readFile' | 'newId'> & {
    store: Pick<BatchStore, 'insertPages' | 'addDocument'>;
  };
  pages: () => Iterable<Page>;
  /** A change that undo can take back. */
  replace: (pageId: string, replacement: NewPage) => Promise<void>;
  onStored: () => void;
};

/** Brings scanned pages into the batch one after the other: checked, stored, then told. */
export class ScanIntake {
  readonly #options: Options;
  readonly #end = new AbortController();
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: Options) {
    this.#options = options;
  }

  /**
   * Ids of the pages in order, as soon as they are on this PC's disk. Those before one that fails are
   * kept. Errors: `SCANNER_TRANSFER_BROKEN` (bytes are not those of the hash), `STORAGE_FULL`,
   * `NOT_FOUND` (the place), `DOCUMENT_STATE_CONFLICT` (only when replacing) and those of importing.
   */
  add(images: readonly ScannedImage[], place: ScanPlace): Promise<string[]> {
    const added = this.#turn.then(() => this.#addAll(images, place));
    this.#turn = added.catch(() => undefined);
    return added;
  }

  close(): void {
    this.#end.abort();
  }

  async #addAll(images: readonly ScannedImage[], place: ScanPlace): Promise<string[]> {
    const pageIds: string[] = [];
    let next = place;
    for (const image of images) {
      this.#end.signal.throwIfAborted();
      const added = this.#known(image) ?? (await this.#add(image, next));
      pageIds.push(...added);
      const last = added.at(-1);
      if (last !== undefined) next = { afterPageId: last };
    }
    return pageIds;
  }

  #known({ scanId }: ScannedImage): string[] | null {
    if (scanId === undefined) return null;
    const ids: string[] = [];
    for (const page of this.#options.pages()) if (page.scan?.id === scanId) ids.push(page.id);
    return ids.length > 0 ? ids : null;
  }

  async #add(image: ScannedImage, place: ScanPlace): Promise<string[]> {
    const bytes = new Uint8Array(await image.image.arrayBuffer());
    if ((await sha256Hex(bytes)) !== image.sha256.toLowerCase()) {
      throw new AppError('SCANNER_TRANSFER_BROKEN', { fileName: image.fileName });
    }
    const { readFile } = this.#options.services;
    const content = await readFile(bytes, () => undefined, this.#end.signal, image.dpi);
    const { documentId, pages } = this.#records(content, image);
    await this.#store(content, { documentId, pages, image }, place);
    this.#options.onStored();
    return pages.map(({ page }) => page.id);
  }

  #records(content: ImportedFile, image: ScannedImage) {
    const { batchId, services } = this.#options;
    const documentId = services.newId();
    const fileName = image.fileName.normalize('NFC');
    const scan: ScanOrigin = {
      deviceName: image.deviceName.normalize('NFC'),
      ...(image.scanId !== undefined && { id: image.scanId }),
      ...(image.sheetSide && { side: image.sheetSide }),
      ...(image.noteTwin !== undefined && { noteTwinId: image.noteTwin }),
    };
    const pages = content.pages.map((page, indexInFile) =>
      newPage(page, {
        id: services.newId(),
        batchId,
        documentId,
        fileName,
        indexInFile,
        importedAt: image.scannedAt,
        scan,
      }),
    );
    return { documentId, pages };
  }

  async #store(
    content: ImportedFile,
    added: { documentId: string; pages: NewPage[]; image: ScannedImage },
    place: ScanPlace,
  ): Promise<void> {
    const { store } = this.#options.services;
    const [first, ...others] = added.pages;
    if (!first) throw new AppError('FILE_EMPTY', { fileName: added.image.fileName });
    // A PDF that is kept as it is stays a document of its own.
    if (content.kind === 'scanned') {
      const beside = besideOf(place);
      if (beside && (await this.#insert(added.pages, beside))) return;
      if (place.replacePageId !== undefined) {
        await this.#options.replace(place.replacePageId, first);
        if (others.length > 0) await this.#insert(others, { pageId: first.page.id, side: 'after' });
        return;
      }
    }
    const document = newDocument(content, added.pages, {
      id: added.documentId,
      batchId: this.#options.batchId,
      fileName: added.image.fileName.normalize('NFC'),
      importedAt: added.image.scannedAt,
    });
    await store.addDocument(
      document,
      added.pages,
      content.kind === 'as-is' ? content.file : undefined,
    );
  }

  /** False where the document there must stay as it is: what was scanned then begins a new one. */
  async #insert(pages: NewPage[], place: StackPlace): Promise<boolean> {
    try {
      await this.#options.services.store.insertPages(pages, place);
      return true;
    } catch (error) {
      if (error instanceof AppError && error.code === 'DOCUMENT_STATE_CONFLICT') return false;
      throw error;
    }
  }
}

function besideOf({ afterPageId, beforePageId }: ScanPlace): StackPlace | null {
  if (afterPageId !== undefined) return { pageId: afterPageId, side: 'after' };
  return beforePageId === undefined ? null : { pageId: beforePageId, side: 'before' };
}
