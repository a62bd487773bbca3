import wasmUrl from 'zxing-wasm/reader/zxing_reader.wasm?url';
import { AppError } from '#lib/domain/app-error.ts';
import type { PageFrame } from '#lib/domain/text-layer.ts';
import { codeFinder, type CodeFinder, type PageCode } from '#lib/imaging/codes/find-codes.ts';
import { decodeGrey } from './decode-image.ts';

let finder: Promise<CodeFinder> | undefined;

/**
 * QR codes, DataMatrix and Code 128 on a page image. For a worker: it takes about 0.1 s a page. The
 * reader is loaded from our own server on first use.
 *
 * Errors: `SERVER_UNREACHABLE`, and those of `decodeImage`.
 */
export async function findPageCodes(image: Blob, frame: PageFrame): Promise<PageCode[]> {
  const grey = await decodeGrey(image);
  finder ??= loadFinder();
  const find = await finder;
  return find(grey, frame);
}

async function loadFinder(): Promise<CodeFinder> {
  const response = await fetch(wasmUrl).catch(() => null);
  if (!response?.ok) {
    finder = undefined;
    throw new AppError('SERVER_UNREACHABLE');
  }
  return codeFinder(await response.arrayBuffer());
}
