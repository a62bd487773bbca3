import type { PageFrame } from '#lib/domain/text-layer.ts';
import { codeFinder, type CodeFinder, type PageCode } from '#lib/imaging/codes/find-codes.ts';
import { codeReaderWasm } from './code-reader-wasm.ts';
import { decodeGrey } from './decode-image.ts';

let finder: CodeFinder | undefined;

/**
 * QR codes, DataMatrix and Code 128 on a page image. For a worker: it takes about 0.1 s a page. The
 * reader is loaded from our own server on first use.
 *
 * Errors: `SERVER_UNREACHABLE`, and those of `decodeImage`.
 */
export async function findPageCodes(image: Blob, frame: PageFrame): Promise<PageCode[]> {
  const grey = await decodeGrey(image);
  finder ??= codeFinder(await codeReaderWasm());
  return finder(grey, frame);
}
