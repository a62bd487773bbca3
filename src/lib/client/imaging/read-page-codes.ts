import { AppError } from '#lib/domain/app-error.ts';
import type { Box, PageFrame } from '#lib/domain/text-layer.ts';
import { codeReader, type CodeReader, type ReadCode } from '#lib/imaging/codes/read-codes.ts';
import { codeReaderWasm } from './code-reader-wasm.ts';
import { decodeImage } from './decode-image.ts';

let reader: CodeReader | undefined;

/** Texts of the QR on a page image. Errors: those of `readCodesOf`, and those of `decodeImage`. */
export async function readPageCodes(image: Blob, frame: PageFrame): Promise<ReadCode[]> {
  const bitmap = await decodeImage(image);
  try {
    return await readCodesOf(bitmap, frame);
  } finally {
    bitmap.close();
  }
}

/**
 * Texts of the QR on a decoded page, which stays open; for a worker. Errors: `SERVER_UNREACHABLE`
 * (the reader is not here yet).
 */
export async function readCodesOf(bitmap: ImageBitmap, frame: PageFrame): Promise<ReadCode[]> {
  reader ??= codeReader(await codeReaderWasm());
  return reader((part, scale) => drawPart(bitmap, part, scale), frame);
}

function drawPart(bitmap: ImageBitmap, part: Box, scale: number): ImageData {
  const width = Math.max(1, Math.round(part.width * scale));
  const height = Math.max(1, Math.round(part.height * scale));
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (!context) throw new AppError('IMAGE_TOO_LARGE', { megapixels: (width * height) / 1e6 });
  context.fillStyle = 'white';
  context.fillRect(0, 0, width, height);
  context.imageSmoothingQuality = 'medium';
  context.drawImage(bitmap, part.x, part.y, part.width, part.height, 0, 0, width, height);
  return context.getImageData(0, 0, width, height);
}
