import type { PDFPageProxy } from 'pdfjs-dist';
import { AppError } from '#lib/domain/app-error.ts';
import type { PageFrame } from '#lib/domain/text-layer.ts';

const POINTS_PER_INCH = 72;
const JPEG_QUALITY = 0.93;

/** The page as pdf.js shows it, upright, at a resolution that keeps it under `maxPixels`. */
export function pdfPageFrame(page: PDFPageProxy, wantedDpi: number, maxPixels: number): PageFrame {
  const { width, height } = page.getViewport({ scale: 1 });
  const inches = (width / POINTS_PER_INCH) * (height / POINTS_PER_INCH);
  const dpi = Math.max(1, Math.floor(Math.min(wantedDpi, Math.sqrt(maxPixels / inches))));
  const viewport = page.getViewport({ scale: dpi / POINTS_PER_INCH });
  return {
    sourceWidthPx: Math.max(1, Math.round(viewport.width)),
    sourceHeightPx: Math.max(1, Math.round(viewport.height)),
    rotation: 0,
    skewDegrees: 0,
    dpi,
  };
}

/** Draws the page at the resolution of the frame. Throws `PDF_BROKEN`. */
export async function drawPdfPage(
  page: PDFPageProxy,
  frame: PageFrame,
  type: 'image/jpeg' | 'image/png',
): Promise<Blob> {
  const canvas = document.createElement('canvas');
  canvas.width = frame.sourceWidthPx;
  canvas.height = frame.sourceHeightPx;
  try {
    const viewport = page.getViewport({ scale: frame.dpi / POINTS_PER_INCH });
    await page.render({ canvas, viewport, background: 'white', intent: 'print' }).promise;
    return await blobOf(canvas, type);
  } catch (cause) {
    throw cause instanceof AppError ? cause : new AppError('PDF_BROKEN', {}, { cause });
  } finally {
    // Gives the pixels back at once instead of at the next collection.
    canvas.width = 0;
    page.cleanup();
  }
}

function blobOf(canvas: HTMLCanvasElement, type: string): Promise<Blob> {
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new AppError('IMAGE_TOO_LARGE'))),
      type,
      JPEG_QUALITY,
    );
  });
}
