import UTIF from 'utif2';
import { AppError } from '#lib/domain/app-error.ts';
import { type FileTurn, turnOfOrientation } from '#lib/imaging/file-turn.ts';
import { checkPixels } from './image-limits.ts';

/** Pixels of one TIFF page, in the leanest form that loses nothing. */
export type TiffPage = { widthPx: number; heightPx: number; dpi: number | null; turn: FileTurn } &
  /** `rows` as PNG has them: 1 = white. */
  (
    | { kind: 'bilevel'; rows: Uint8Array }
    | { kind: 'grey'; rows: Uint8Array }
    | { kind: 'colour'; rgba: Uint8Array }
  );

const TAG = {
  subfileType: 't254',
  width: 't256',
  height: 't257',
  bitsPerSample: 't258',
  photometric: 't262',
  stripOffsets: 't273',
  orientation: 't274',
  samplesPerPixel: 't277',
  stripByteCounts: 't279',
  xResolution: 't282',
  resolutionUnit: 't296',
  tileOffsets: 't324',
  tileByteCounts: 't325',
} as const;

const WHITE_IS_ZERO = 0;
const BLACK_IS_ZERO = 1;

type Directory = ReturnType<typeof UTIF.decode>[number];

/** A TIFF's pages, decoded one at a time (TIFF 6.0). Throws `FILE_TRUNCATED`, `IMAGE_TOO_LARGE`. */
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
    }
  }

  get count(): number {
    return this.#pages.length;
  }

  decode(index: number): TiffPage {
    const page = this.#pages[index];
    if (!page) throw new AppError('FILE_TRUNCATED');
    try {
      UTIF.decodeImage(this.#buffer, page);
    } catch (cause) {
      throw new AppError('FILE_TRUNCATED', {}, { cause });
    }
    if (!page.data || page.data.length === 0) throw new AppError('FILE_TYPE_UNSUPPORTED');
    const decoded = pixelsOf(page);
    // A page of pixels is some 30 MB: let it go before the next one.
    page.data = new Uint8Array();
    return decoded;
  }
}

function pixelsOf(page: Directory): TiffPage {
  const turn = turnOfOrientation(number(page, TAG.orientation) ?? 1);
  const base = { widthPx: page.width, heightPx: page.height, dpi: dpiOf(page), turn };
  const bits = number(page, TAG.bitsPerSample) ?? 1;
  const samples = number(page, TAG.samplesPerPixel) ?? 1;
  const photometric = number(page, TAG.photometric) ?? BLACK_IS_ZERO;
  const isGrey = samples === 1 && (photometric === WHITE_IS_ZERO || photometric === BLACK_IS_ZERO);
  if (isGrey && (bits === 1 || bits === 8)) {
    const rowBytes = Math.ceil((page.width * bits) / 8);
    const data = page.data.subarray(0, rowBytes * page.height);
    const rows = photometric === WHITE_IS_ZERO ? data.map((byte) => byte ^ 0xff) : data.slice();
    return { ...base, kind: bits === 1 ? 'bilevel' : 'grey', rows };
  }
  return { ...base, kind: 'colour', rgba: UTIF.toRGBA8(page) };
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
  const resolution = number(page, TAG.xResolution);
  if (resolution === undefined || resolution <= 1) return null;
  return Math.round(number(page, TAG.resolutionUnit) === 3 ? resolution * 2.54 : resolution);
}

function number(page: Directory, tag: string): number | undefined {
  return numbers(page, tag)?.[0];
}

function numbers(page: Directory, tag: string): number[] | undefined {
  const value = page[tag];
  if (!Array.isArray(value)) return undefined;
  return value.filter((each): each is number => typeof each === 'number');
}
