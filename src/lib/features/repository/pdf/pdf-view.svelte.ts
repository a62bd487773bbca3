import { AppError } from '#lib/domain/app-error.ts';
import { openPdf, type OpenPdf } from '#lib/client/pdf-viewing/open-pdf.ts';

/** Size of a page in CSS pixels at 100 %. */
export type PageSize = { width: number; height: number };

const CSS_PIXELS_PER_POINT = 96 / 72;
const A4: PageSize = {
  width: 595.28 * CSS_PIXELS_PER_POINT,
  height: 841.89 * CSS_PIXELS_PER_POINT,
};
const ZOOM_STEP = 1.2;
const SMALLEST = 0.25;
const LARGEST = 5;
/** Margins of the page column, in CSS pixels. */
const MARGIN = 32;

/** One open PDF on the screen: its pages, where the reader stands, and the zoom. */
export class PdfView {
  pdf = $state.raw<OpenPdf | null>(null);
  problem = $state.raw<AppError | null>(null);
  sizes = $state<PageSize[]>([]);
  currentPage = $state(1);
  availableWidth = $state(0);
  #chosenScale = $state<number | null>(null);

  readonly isFitted = $derived(this.#chosenScale === null);
  readonly widest = $derived(this.sizes.reduce((most, size) => Math.max(most, size.width), 1));
  /** CSS pixels per CSS pixel at 100 %. */
  readonly scale = $derived(
    this.#chosenScale ??
      Math.min(1.6, Math.max(SMALLEST, (this.availableWidth - MARGIN) / this.widest)),
  );

  /** Opens `url`; the answer closes it again, also while it is still opening. */
  open(url: string): () => void {
    let isClosed = false;
    let opened: OpenPdf | null = null;
    this.problem = null;
    this.pdf = null;
    void openPdf(url).then(
      async (pdf) => {
        opened = pdf;
        if (isClosed) return pdf.close();
        const first = await pdf.page(1);
        const { width, height } = first.getViewport({ scale: CSS_PIXELS_PER_POINT });
        if (isClosed) return;
        this.sizes = Array.from({ length: pdf.pageCount }, () => ({ width, height }));
        this.currentPage = 1;
        this.pdf = pdf;
      },
      (error: unknown) => {
        if (isClosed) return;
        if (!(error instanceof AppError)) throw error;
        this.problem = error;
      },
    );
    return () => {
      isClosed = true;
      void opened?.close();
    };
  }

  sizeOf(pageNumber: number): PageSize {
    return this.sizes[pageNumber - 1] ?? A4;
  }

  /** pdf.js scale that belongs to the zoom. */
  get renderScale(): number {
    return this.scale * CSS_PIXELS_PER_POINT;
  }

  zoomIn(): void {
    this.#chosenScale = Math.min(LARGEST, this.scale * ZOOM_STEP);
  }

  zoomOut(): void {
    this.#chosenScale = Math.max(SMALLEST, this.scale / ZOOM_STEP);
  }

  fitWidth(): void {
    this.#chosenScale = null;
  }
}
