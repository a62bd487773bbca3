import { openPdf, type OpenPdf } from '#lib/client/pdf-viewing/open-pdf.ts';
import { AppError } from '#lib/domain/app-error.ts';

/** A PDF of this PC, or the first part of one, that is open for drawing. */
export class ShownPdf {
  pdf = $state.raw<OpenPdf | null>(null);
  problem = $state.raw<AppError | null>(null);

  /** The answer closes it again, also while it is still opening. */
  open(content: Blob): () => void {
    let isClosed = false;
    let opened: OpenPdf | null = null;
    const url = URL.createObjectURL(content);
    this.pdf = null;
    this.problem = null;
    void openPdf(url)
      .then(
        (pdf) => {
          opened = pdf;
          if (isClosed) return pdf.close();
          this.pdf = pdf;
        },
        (error: unknown) => {
          if (isClosed) return;
          if (!(error instanceof AppError)) throw error;
          this.problem = error;
        },
      )
      .finally(() => URL.revokeObjectURL(url));
    return () => {
      isClosed = true;
      void opened?.close();
    };
  }
}
