import UTIF from 'utif2';
import { AppError } from '#lib/domain/app-error.ts';
import { type FileTurn, turnOfOrientation } from '#lib/imaging/file-turn.ts';
import { checkPixels } from './image-limits.ts';
import { decodeDirectory, refuseUnknown } from './tiff-decoding.ts';
import { type Directory, number, numbers, ratio, TAG } from './tiff-directory.ts';
import { type Samples, samplesOf } from './tiff-samples.ts';

/** Pixels of one TIFF page, in the leanest form that loses nothing that is seen. */
export type TiffPage = {
  widthPx: number;
  heightPx: number;
  dpi: number | null;
  turn: FileTurn;
} & Samples;

/**
 * A TIFF's pages, decoded one at a time (TIFF 6.0). Throws `FILE_TRUNCATED`, `IMAGE_TOO_LARGE`, and
 * `FILE_TYPE_UNSUPPORTED` for codings that nobody here can read: a page is right or refused.
 */
export class TiffPages {
  readonly #buffer: ArrayBuffer;
  readonly #pages: Directory[];

  constructor(bytes: Uint8Array<ArrayBuffer>) {
    this.#buffer = bytes.slice().buffer;
    this.#pages = readDirectories(this.#buffer).filter((page) => !isReducedCopy(page));
    if (this.#pages.length === 0) throw new AppError('FILE_TRUNCATED');
    for (const page of this.#pages) {
      refuseTruncated(page, this.#buffer.byteLength);
      checkPixels(number(page, TAG.width) ?? 0, number(page, TAG.height) ?? 0);
      refuseUnknown(page);
    }
  }

  get count(): number {
    return this.#pages.length;
  }

  decode(index: number): TiffPage {
    const page = this.#pages[index];
    if (!page) throw new AppError('FILE_TRUNCATED');
    try {
      decodeDirectory(this.#buffer, page);
    } catch (cause) {
      throw cause instanceof AppError ? cause : new AppError('FILE_TRUNCATED', {}, { cause });
    }
    if (!page.data || page.data.length === 0) throw new AppError('FILE_TYPE_UNSUPPORTED');
    const decoded: TiffPage = {
      widthPx: page.width,
      heightPx: page.height,
      dpi: dpiOf(page),
      turn: turnOfOrientation(number(page, TAG.orientation) ?? 1),
      ...samplesOf(page),
    };
    // A page of pixels is some 30 MB: let it go before the next one.
    page.data = new Uint8Array();
    return decoded;
  }
}

function readDirectories(buffer: ArrayBuffer): Directory[] {
  try {
    return UTIF.decode(buffer);
  } catch (cause) {
    throw new AppError('FILE_TRUNCATED', {}, { cause });
  }
}

/** Bit 0 of NewSubfileType: a thumbnail of another page. */
function isReducedCopy(page: Directory): boolean {
  return ((number(page, TAG.subfileType) ?? 0) & 1) === 1;
}

function refuseTruncated(page: Directory, length: number): void {
  const offsets = numbers(page, TAG.stripOffsets) ?? numbers(page, TAG.tileOffsets);
  const counts = numbers(page, TAG.stripByteCounts) ?? numbers(page, TAG.tileByteCounts) ?? [];
  if (!offsets) throw new AppError('FILE_TRUNCATED');
  const isCut = offsets.some((offset, index) => offset + (counts[index] ?? 1) > length);
  if (isCut) throw new AppError('FILE_TRUNCATED');
}

function dpiOf(page: Directory): number | null {
  const resolution = ratio(page, TAG.xResolution);
  if (resolution === null || resolution <= 1) return null;
  return Math.round(number(page, TAG.resolutionUnit) === 3 ? resolution * 2.54 : resolution);
}
