import type { BatchStore } from '#lib/client/batches/batch-store.ts';
import type { BatchDocument, Page } from '#lib/client/batches/model.ts';
import { sha256Hex } from '#lib/client/batches/sha256.ts';
import { type OpenPdf, openPdf } from '#lib/client/pdf-viewing/open-pdf.ts';
import { drawPdfPage } from '#lib/client/importing/draw-pdf-page.ts';
import { AppError } from '#lib/domain/app-error.ts';

/** Reads page images back from the store and checks that they are the bytes that were written. */
export class PageImages {
  readonly #store: BatchStore;
  /** The as-is PDF that was read last stays open: its pages are mostly asked for one after another. */
  #open: { documentId: string; pdf: Promise<OpenPdf>; url: string } | null = null;

  constructor(store: BatchStore) {
    this.#store = store;
  }

  /** Rejects with `PAGE_DATA_LOST` when bytes are missing or others than those imported. */
  async read(page: Page, document: BatchDocument): Promise<Blob> {
    if (document.kind === 'as-is') {
      const pdf = await this.#openAsIs(document);
      return drawPdfPage(await pdf.page(page.indexInFile + 1), page.frame, 'image/png');
    }
    const bytes = await readBytes(await this.#store.readBlob(`page:${page.id}`));
    if ((await sha256Hex(bytes)) !== page.sha256) throw new AppError('PAGE_DATA_LOST');
    return new Blob([bytes], { type: page.mimeType });
  }

  close(): void {
    const open = this.#open;
    this.#open = null;
    if (!open) return;
    URL.revokeObjectURL(open.url);
    open.pdf.then((pdf) => pdf.close()).catch(() => undefined);
  }

  async #openAsIs(document: BatchDocument): Promise<OpenPdf> {
    if (this.#open?.documentId === document.id) return this.#open.pdf;
    const file = await this.#store.readBlob(`as-is:${document.id}`);
    if (!file) throw new AppError('PAGE_DATA_LOST');
    this.close();
    const url = URL.createObjectURL(file);
    const pdf = openPdf(url);
    this.#open = { documentId: document.id, pdf, url };
    return pdf;
  }
}

async function readBytes(blob: Blob | undefined): Promise<ArrayBuffer> {
  if (!blob) throw new AppError('PAGE_DATA_LOST');
  try {
    return await blob.arrayBuffer();
  } catch (cause) {
    throw new AppError('PAGE_DATA_LOST', {}, { cause });
  }
}
