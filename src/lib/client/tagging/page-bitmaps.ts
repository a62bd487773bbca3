import type { Page } from '#lib/client/batches/model.ts';
import { decodeKeptImage } from '#lib/client/imaging/decode-image.ts';

/** A decoded page image in the pixels of its file; a huge one is decoded smaller. */
export type LoadedPage = { pageId: string; imageRevision: number; bitmap: ImageBitmap };

const KEPT_PAGES = 4;
/** A page of A4 at 400 dpi: enough for the eye, small enough for every PC. */
const MOST_PIXELS = 16_000_000;

/** The last few pages looked at, decoded. Whoever opens it closes it. */
export class PageBitmaps implements Disposable {
  readonly #readImage: (pageId: string) => Promise<Blob>;
  readonly #loaded = new Map<string, Promise<LoadedPage>>();

  constructor(readImage: (pageId: string) => Promise<Blob>) {
    this.#readImage = readImage;
  }

  /** Throws `PAGE_DATA_LOST` when the image cannot be read any more. */
  load(page: Page): Promise<LoadedPage> {
    const key = `${page.id}:${page.imageRevision}`;
    const known = this.#loaded.get(key);
    this.#loaded.delete(key);
    const loading = known ?? this.#decode(page);
    this.#loaded.set(key, loading);
    loading.catch(() => this.#loaded.delete(key));
    this.#letGoOfOldest();
    return loading;
  }

  [Symbol.dispose](): void {
    for (const loading of this.#loaded.values()) closeQuietly(loading);
    this.#loaded.clear();
  }

  async #decode(page: Page): Promise<LoadedPage> {
    const { sourceWidthPx, sourceHeightPx } = page.frame;
    const share = Math.sqrt(MOST_PIXELS / (sourceWidthPx * sourceHeightPx));
    const bitmap = await decodeKeptImage(await this.#readImage(page.id), {
      colours: 'shown',
      fileName: page.fileName,
      ...(share < 1 && { widthPx: Math.round(sourceWidthPx * share) }),
    });
    return { pageId: page.id, imageRevision: page.imageRevision, bitmap };
  }

  #letGoOfOldest(): void {
    for (const [key, loading] of this.#loaded) {
      if (this.#loaded.size <= KEPT_PAGES) return;
      this.#loaded.delete(key);
      closeQuietly(loading);
    }
  }
}

function closeQuietly(loading: Promise<LoadedPage>): void {
  loading.then(({ bitmap }) => bitmap.close()).catch(() => undefined);
}
