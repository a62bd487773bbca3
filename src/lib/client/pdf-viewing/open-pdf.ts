import { AppError } from '#lib/domain/app-error.ts';
import type * as PdfJsModule from 'pdfjs-dist';
import type { PDFDocumentProxy, PDFPageProxy } from 'pdfjs-dist';

/** A PDF that pdf.js has open, loaded page by page. Whoever opens it closes it. */
export type OpenPdf = {
  pageCount: number;
  /** `pageNumber` counts from 1. */
  page: (pageNumber: number) => Promise<PDFPageProxy>;
  close: () => Promise<void>;
};

export type PdfJs = typeof PdfJsModule;

/** pdf.js with its worker, loaded on first use from our own server. */
export async function loadPdfJs(): Promise<PdfJs> {
  const [pdfJs, worker] = await Promise.all([
    import('pdfjs-dist'),
    import('pdfjs-dist/build/pdf.worker.min.mjs?url'),
  ]);
  pdfJs.GlobalWorkerOptions.workerSrc = worker.default;
  return pdfJs;
}

/** Throws `NOT_FOUND`, `PDF_ENCRYPTED`, `PDF_BROKEN` or `SERVER_UNREACHABLE`. */
export async function openPdf(url: string): Promise<OpenPdf> {
  const pdfJs = await loadPdfJs();
  const task = pdfJs.getDocument({
    url,
    useWorkerFetch: false,
    BinaryDataFactory: OwnFiles,
    // The bases only tell pdf.js that the files can be had; `OwnFiles` finds them by name.
    cMapUrl: 'own/',
    standardFontDataUrl: 'own/',
    wasmUrl: 'own/',
  });
  try {
    return opened(await task.promise);
  } catch (error) {
    await task.destroy();
    throw asAppError(error, pdfJs);
  }
}

function opened(document: PDFDocumentProxy): OpenPdf {
  return {
    pageCount: document.numPages,
    page: (pageNumber) => document.getPage(pageNumber),
    close: () => document.loadingTask.destroy(),
  };
}

function asAppError(error: unknown, pdfJs: PdfJs): unknown {
  if (error instanceof pdfJs.PasswordException) return new AppError('PDF_ENCRYPTED');
  if (error instanceof pdfJs.InvalidPDFException) return new AppError('PDF_BROKEN');
  if (error instanceof pdfJs.ResponseException) {
    if (error.missing || error.status === 404) return new AppError('NOT_FOUND');
    if (error.status === 0) return new AppError('SERVER_UNREACHABLE');
    return new AppError('SERVER_FAILED', { status: error.status });
  }
  if (error instanceof TypeError) return new AppError('SERVER_UNREACHABLE');
  return error;
}

/** Fonts, character maps and decoders of pdf.js, as files of this application. */
const files = import.meta.glob<string>(
  [
    '/node_modules/pdfjs-dist/cmaps/*.bcmap',
    '/node_modules/pdfjs-dist/standard_fonts/*.{pfb,ttf}',
    '/node_modules/pdfjs-dist/wasm/{jbig2,openjpeg}.wasm',
  ],
  { query: '?url', import: 'default' },
);

class OwnFiles {
  async fetch({ filename }: { kind: string; filename: string }): Promise<Uint8Array> {
    const path = Object.keys(files).find((name) => name.endsWith(`/${filename}`));
    const load = path === undefined ? undefined : files[path];
    if (load === undefined) throw new Error(`pdf.js asks for an unknown file: ${filename}`);
    const response = await fetch(await load());
    if (!response.ok) throw new AppError('SERVER_UNREACHABLE');
    return new Uint8Array(await response.arrayBuffer());
  }
}
