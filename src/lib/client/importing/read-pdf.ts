import { type OpenPdf, openPdf } from '#lib/client/pdf-viewing/open-pdf.ts';
import { MAX_IMAGE_PIXELS } from '#lib/client/imaging/decode-image.ts';
import { AppError } from '#lib/domain/app-error.ts';
import { asStored } from '#lib/imaging/file-turn.ts';
import type { Rotation } from '#lib/domain/text-layer.ts';
import type {
  PdfInspection,
  PdfPageInspection,
  SoleBilevel,
  SoleJpeg,
} from '#lib/pdf/inspect-pdf.ts';
import type { PDFPageProxy } from 'pdfjs-dist';
import { sha256Hex } from '#lib/client/batches/sha256.ts';
import { drawPdfPage, pdfPageFrame } from './draw-pdf-page.ts';
import { checkPixels, MAX_PDF_PAGES } from './image-limits.ts';
import {
  type ImportedFile,
  type ImportedPage,
  type ImportProgress,
  type PageImaging,
  THUMBNAIL_PX,
} from './imported-file.ts';
import { lookAtPage } from './look-at-page.ts';
import { mapInOrder } from './map-in-order.ts';
import { pdfTextLayer } from './pdf-text-layer.ts';
import { readInWorker } from './read-in-worker.ts';

/** Pages of a scan that are more than one plain picture are drawn at this resolution. */
const SCAN_DPI = 300;
/** Pages of an as-is PDF are shown and, without text, recognized at this resolution. */
const AS_IS_DPI = 200;
const PAGES_AT_A_TIME = 2;

type OnProgress = (progress: ImportProgress) => void;

/**
 * A PDF with text or signatures is taken as it is; of a scan every page's image is taken out,
 * unchanged where it is a JPEG, without loss where it is black and white. Throws `PDF_ENCRYPTED`, `PDF_BROKEN`, `PDF_TOO_MANY_PAGES`,
 * `IMAGE_TOO_LARGE`.
 */
export async function readPdf(
  bytes: Uint8Array<ArrayBuffer>,
  imaging: PageImaging,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<ImportedFile> {
  const inspection = await inspect(bytes, signal);
  onProgress({ pageCount: inspection.pageCount, pagesDone: 0 });
  const isAsIs = inspection.hasText || inspection.signatureCount > 0;
  const lookAtPicture = (page: PdfPageInspection): Promise<ImportedPage> | null => {
    if (page.soleJpeg) return lookAtJpeg(page.soleJpeg, page.rotate, imaging);
    return page.soleBilevel ? lookAtBilevel(page.soleBilevel, page.rotate, imaging, signal) : null;
  };
  if (!isAsIs && inspection.pages.every((page) => page.soleJpeg ?? page.soleBilevel)) {
    const pages = await readPages(
      inspection.pages,
      onProgress,
      signal,
      (page) => lookAtPicture(page) ?? Promise.reject(new AppError('PDF_BROKEN')),
    );
    return { kind: 'scanned', pages };
  }

  const file = new Blob([bytes], { type: 'application/pdf' });
  const url = URL.createObjectURL(file);
  let pdf: OpenPdf | null = null;
  try {
    const opened = (pdf = await openPdf(url));
    if (!isAsIs) {
      const pages = await readPages(
        inspection.pages,
        onProgress,
        signal,
        async (page, index) =>
          lookAtPicture(page) ?? lookAtDrawing(await opened.page(index + 1), imaging),
      );
      return { kind: 'scanned', pages };
    }
    const sha256 = await sha256Hex(bytes);
    const pages = await readPages(inspection.pages, onProgress, signal, async (_page, index) =>
      readAsIs(await opened.page(index + 1), sha256, imaging),
    );
    const reason = inspection.signatureCount > 0 ? 'has-signatures' : 'has-text';
    return { kind: 'as-is', reason, file, pages };
  } finally {
    URL.revokeObjectURL(url);
    await pdf?.close();
  }
}

async function inspect(
  bytes: Uint8Array<ArrayBuffer>,
  signal: AbortSignal,
): Promise<PdfInspection> {
  for await (const part of readInWorker({ kind: 'pdf', bytes }, signal)) {
    if (part.kind !== 'inspection') continue;
    const { inspection } = part;
    if (inspection.isEncrypted) throw new AppError('PDF_ENCRYPTED');
    if (inspection.pageCount === 0) throw new AppError('PDF_BROKEN');
    if (inspection.pageCount > MAX_PDF_PAGES) {
      throw new AppError('PDF_TOO_MANY_PAGES', { pageCount: inspection.pageCount });
    }
    for (const { soleJpeg, soleBilevel } of inspection.pages) {
      const picture = soleJpeg ?? soleBilevel;
      if (picture) checkPixels(picture.widthPx, picture.heightPx);
    }
    return inspection;
  }
  throw new AppError('PDF_BROKEN');
}

async function readPages(
  pages: readonly PdfPageInspection[],
  onProgress: OnProgress,
  signal: AbortSignal,
  read: (page: PdfPageInspection, index: number) => Promise<ImportedPage>,
): Promise<ImportedPage[]> {
  let pagesDone = 0;
  return mapInOrder(pages, PAGES_AT_A_TIME, async (page, index) => {
    signal.throwIfAborted();
    const imported = await read(page, index);
    pagesDone += 1;
    onProgress({ pageCount: pages.length, pagesDone, thumbnail: imported.thumbnail });
    return imported;
  });
}

function lookAtJpeg(
  { bytes, dpi }: SoleJpeg,
  rotation: Rotation,
  imaging: PageImaging,
): Promise<ImportedPage> {
  const image = new Blob([bytes], { type: 'image/jpeg' });
  const turn = { rotation, isMirrored: false };
  return lookAtPage({ image, mimeType: 'image/jpeg', dpi, turn }, imaging);
}

async function lookAtBilevel(
  image: SoleBilevel,
  rotation: Rotation,
  imaging: PageImaging,
  signal: AbortSignal,
): Promise<ImportedPage> {
  for await (const part of readInWorker({ kind: 'bilevel', image }, signal)) {
    if (part.kind !== 'page') continue;
    return lookAtPage({ ...part.page, turn: { rotation, isMirrored: false } }, imaging);
  }
  throw new AppError('PDF_BROKEN');
}

async function lookAtDrawing(page: PDFPageProxy, imaging: PageImaging): Promise<ImportedPage> {
  const frame = pdfPageFrame(page, SCAN_DPI, MAX_IMAGE_PIXELS / 2);
  const image = await drawPdfPage(page, frame, 'image/jpeg');
  return lookAtPage({ image, mimeType: 'image/jpeg', dpi: frame.dpi, turn: asStored }, imaging);
}

async function readAsIs(
  page: PDFPageProxy,
  sha256: string,
  imaging: PageImaging,
): Promise<ImportedPage> {
  const frame = pdfPageFrame(page, AS_IS_DPI, MAX_IMAGE_PIXELS / 2);
  const text = await page.getTextContent();
  const viewport = page.getViewport({ scale: frame.dpi / 72 });
  const textLayer = pdfTextLayer(
    text.items.flatMap((item) => ('str' in item ? item : [])),
    viewport,
  );
  const drawing = await drawPdfPage(page, frame, 'image/jpeg');
  return {
    sha256,
    mimeType: 'application/pdf',
    thumbnail: await imaging.thumbnail(drawing, frame, THUMBNAIL_PX),
    frame,
    orientationConfidence: 1,
    orientations: [],
    warnings: [],
    isBlank: false,
    ...(textLayer.lines.length > 0 && { textLayer }),
  };
}
