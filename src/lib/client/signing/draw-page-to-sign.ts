import { MAX_IMAGE_PIXELS } from '#lib/client/imaging/decode-image.ts';
import { drawPdfPage, pdfPageFrame } from '#lib/client/importing/draw-pdf-page.ts';
import { openPdf } from '#lib/client/pdf-viewing/open-pdf.ts';
import type { PageFrame } from '#lib/domain/text-layer.ts';
import type { PreparationInput } from './signature-preparation.ts';

/** A page as a person sees it. */
export type PagePicture = { image: Blob; frame: PageFrame };

/** Enough for the codes that are printed on paper. */
const DRAWING_DPI = 200;

/**
 * The page that will show the signature. Of a scan it is the scan itself; of a PDF the page is drawn,
 * so that codes are seen however they were painted. For the page, not for a worker: pdf.js needs a
 * document.
 *
 * Errors: `PDF_BROKEN`, `PDF_ENCRYPTED`.
 */
export async function drawPageToSign({
  source,
  appearance,
}: Pick<PreparationInput, 'source' | 'appearance'>): Promise<PagePicture | null> {
  const isLast = 'profile' in appearance && appearance.profile.page === 'last';
  if (source.kind === 'scanned') return source.pages.at(isLast ? -1 : 0) ?? null;
  const url = URL.createObjectURL(source.file);
  try {
    const pdf = await openPdf(url);
    try {
      const page = await pdf.page(isLast ? pdf.pageCount : 1);
      const frame = pdfPageFrame(page, DRAWING_DPI, MAX_IMAGE_PIXELS / 2);
      return { image: await drawPdfPage(page, frame, 'image/jpeg'), frame };
    } finally {
      await pdf.close();
    }
  } finally {
    URL.revokeObjectURL(url);
  }
}
