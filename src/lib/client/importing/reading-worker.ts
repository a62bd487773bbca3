import type { KeptProblem } from '#lib/client/batches/model.ts';
import { AppError } from '#lib/domain/app-error.ts';
import { asStored } from '#lib/imaging/file-turn.ts';
import { inspectPdf, type SoleBilevel } from '#lib/pdf/inspect-pdf.ts';
import { bilevelPng } from './bilevel-png.ts';
import { encodePng } from './encode-png.ts';
import type { DecodedPage, ReadingRequest, ReadingResponse } from './reading-messages.ts';
import { type TiffPage, TiffPages } from './tiff-pages.ts';

/** Visually lossless for scanned paper. */
const JPEG_QUALITY = 0.93;

addEventListener('message', (event: MessageEvent<ReadingRequest>) => {
  read(event.data).then(
    () => reply({ kind: 'done' }),
    (error: unknown) => {
      if (!(error instanceof AppError)) console.error(error);
      reply({ kind: 'problem', problem: problemOf(error) });
    },
  );
});

function read(request: ReadingRequest): Promise<void> {
  switch (request.kind) {
    case 'tiff':
      return readTiff(request.bytes);
    case 'pdf':
      return readPdf(request.bytes);
    case 'bilevel':
      return readBilevel(request.image);
  }
}

async function readTiff(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  const pages = new TiffPages(bytes);
  for (let index = 0; index < pages.count; index += 1) {
    const page = await encodePage(pages.decode(index));
    reply({ kind: 'page', pageCount: pages.count, page });
  }
}

async function readPdf(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  reply({ kind: 'inspection', inspection: await inspectPdf(bytes) });
}

async function readBilevel(picture: SoleBilevel): Promise<void> {
  const image = new Blob([bilevelPng(picture)], { type: 'image/png' });
  const page = { image, mimeType: 'image/png', dpi: picture.dpi, turn: asStored } as const;
  reply({ kind: 'page', pageCount: 1, page });
}

async function encodePage(page: TiffPage): Promise<DecodedPage> {
  const { widthPx, heightPx, dpi, turn } = page;
  if (page.kind !== 'colour') {
    const bitDepth = page.kind === 'bilevel' ? 1 : 8;
    const png = encodePng({ widthPx, heightPx, dpi, bitDepth, rows: page.rows });
    return { image: new Blob([png], { type: 'image/png' }), mimeType: 'image/png', dpi, turn };
  }
  const canvas = new OffscreenCanvas(widthPx, heightPx);
  const context = canvas.getContext('2d', { alpha: false });
  if (!context) throw new AppError('IMAGE_TOO_LARGE');
  context.putImageData(new ImageData(new Uint8ClampedArray(page.rgba), widthPx, heightPx), 0, 0);
  const image = await canvas.convertToBlob({ type: 'image/jpeg', quality: JPEG_QUALITY });
  return { image, mimeType: 'image/jpeg', dpi, turn };
}

/** What the readers did not foresee is a file that is not as it should be. */
function problemOf(error: unknown): KeptProblem {
  if (!(error instanceof AppError)) return { code: 'FILE_TRUNCATED', details: {} };
  return { code: error.code, details: { ...error.details } };
}

function reply(response: ReadingResponse): void {
  postMessage(response);
}
