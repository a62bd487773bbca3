import { turnOfOrientation } from '#lib/imaging/file-turn.ts';
import { jpegInfo } from '#lib/pdf/images/jpeg-info.ts';
import { checkPixels } from './image-limits.ts';
import type { ImportedFile, ImportedPage, PageImaging, ReadFile } from './imported-file.ts';
import { lookAtPage } from './look-at-page.ts';
import { pngInfo } from './png-info.ts';
import { readInWorker } from './read-in-worker.ts';
import { readPdf } from './read-pdf.ts';
import type { DecodedPage } from './reading-messages.ts';
import { sniffFile } from './sniff-file.ts';

/** Turns the bytes of one file into the pages of one document. */
export function fileReader(imaging: PageImaging): ReadFile {
  return async (bytes, onProgress, signal, dpi) => {
    switch (sniffFile(bytes)) {
      case 'jpeg':
        return readImage(withDpi(decodedJpeg(bytes), dpi), imaging, onProgress);
      case 'png':
        return readImage(withDpi(decodedPng(bytes), dpi), imaging, onProgress);
      case 'tiff':
        return readTiff(bytes, imaging, onProgress, signal);
      case 'pdf':
        return readPdf(bytes, imaging, onProgress, signal);
    }
  };
}

type OnProgress = Parameters<ReadFile>[1];

function decodedJpeg(bytes: Uint8Array<ArrayBuffer>): DecodedPage {
  const { widthPx, heightPx, dpi, orientation } = jpegInfo(bytes);
  checkPixels(widthPx, heightPx);
  return decodedImage(bytes, 'image/jpeg', dpi, orientation);
}

function decodedPng(bytes: Uint8Array<ArrayBuffer>): DecodedPage {
  const { widthPx, heightPx, dpi, orientation } = pngInfo(bytes);
  checkPixels(widthPx, heightPx);
  return decodedImage(bytes, 'image/png', dpi, orientation);
}

function decodedImage(
  bytes: Uint8Array<ArrayBuffer>,
  mimeType: DecodedPage['mimeType'],
  dpi: number | null,
  orientation: number,
): DecodedPage {
  const image = new Blob([bytes], { type: mimeType });
  return { image, mimeType, dpi, turn: turnOfOrientation(orientation) };
}

function withDpi(decoded: DecodedPage, dpi: number | undefined): DecodedPage {
  return { ...decoded, dpi: decoded.dpi ?? dpi ?? null };
}

async function readImage(
  decoded: DecodedPage,
  imaging: PageImaging,
  onProgress: OnProgress,
): Promise<ImportedFile> {
  const page = await lookAtPage(decoded, imaging);
  onProgress({ pageCount: 1, pagesDone: 1, thumbnail: page.thumbnail });
  return { kind: 'scanned', pages: [page] };
}

async function readTiff(
  bytes: Uint8Array<ArrayBuffer>,
  imaging: PageImaging,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<ImportedFile> {
  const pages: ImportedPage[] = [];
  for await (const part of readInWorker({ kind: 'tiff', bytes }, signal)) {
    if (part.kind !== 'page') continue;
    const page = await lookAtPage(part.page, imaging);
    pages.push(page);
    onProgress({
      pageCount: part.pageCount,
      pagesDone: pages.length,
      thumbnail: page.thumbnail,
    });
  }
  return { kind: 'scanned', pages };
}
