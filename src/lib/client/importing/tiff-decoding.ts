import UTIF from 'utif2';
import { AppError } from '#lib/domain/app-error.ts';
import {
  COMPRESSION,
  type Directory,
  number,
  numbers,
  PHOTOMETRIC,
  TAG,
} from './tiff-directory.ts';

const known = new Set<number>(Object.values(COMPRESSION));
const jpegs = new Set<number>([COMPRESSION.jpeg, COMPRESSION.oldJpeg]);
/** Fax codings look at the order of bits themselves. */
const faxes = new Set<number>([COMPRESSION.huffman, COMPRESSION.g3, COMPRESSION.g4]);

/** PlanarConfiguration 2: first all red, then all green, then all blue. */
const SEPARATE_PLANES = 2;
const LEAST_BIT_FIRST = 2;

/** What the decoder would silently give as a white or black page. Throws `FILE_TYPE_UNSUPPORTED`. */
export function refuseUnknown(page: Directory): void {
  const compression = number(page, TAG.compression) ?? COMPRESSION.none;
  const isYCbCr = number(page, TAG.photometric) === PHOTOMETRIC.yCbCr;
  // Plain or separate YCbCr samples are subsampled in ways that scanners do not write.
  const isOddColour = isYCbCr && (!jpegs.has(compression) || hasPlanes(page));
  if (!known.has(compression) || isOddColour) {
    throw new AppError('FILE_TYPE_UNSUPPORTED', { compression });
  }
}

/** Decodes into `page.data`, the samples of a pixel beside each other. */
export function decodeDirectory(buffer: ArrayBuffer, page: Directory): void {
  putBitsInOrder(buffer, page);
  if (!hasPlanes(page)) {
    decodeTogether(buffer, page);
    return;
  }
  const planes = planesOf(page);
  for (const plane of planes) decodeTogether(buffer, plane);
  const [first] = planes;
  if (!first) throw new AppError('FILE_TRUNCATED');
  page.width = first.width;
  page.height = first.height;
  const sampleBytes = Math.ceil((number(page, TAG.bitsPerSample) ?? 8) / 8);
  page.data = interleaved(
    planes.map(({ data }) => data),
    sampleBytes,
  );
}

function hasPlanes(page: Directory): boolean {
  const samples = number(page, TAG.samplesPerPixel) ?? 1;
  return samples > 1 && number(page, TAG.planarConfiguration) === SEPARATE_PLANES;
}

/** A grey JPEG comes out of the decoder with three equal samples. */
function decodeTogether(buffer: ArrayBuffer, page: Directory): void {
  const isGreyJpeg =
    number(page, TAG.compression) === COMPRESSION.jpeg &&
    (number(page, TAG.samplesPerPixel) ?? 1) === 1;
  if (!isGreyJpeg) {
    UTIF.decodeImage(buffer, page);
    return;
  }
  const tripled: Directory = {
    ...page,
    [TAG.bitsPerSample]: [8, 8, 8],
    [TAG.samplesPerPixel]: [3],
    [TAG.photometric]: [PHOTOMETRIC.rgb],
  };
  UTIF.decodeImage(buffer, tripled);
  page.width = tripled.width;
  page.height = tripled.height;
  page.data = tripled.data.filter((_, at) => at % 3 === 0);
}

/** Each plane as a page of one sample. */
function planesOf(page: Directory): Directory[] {
  const samples = number(page, TAG.samplesPerPixel) ?? 1;
  const isTiled = numbers(page, TAG.tileOffsets) !== undefined;
  const offsetTag = isTiled ? TAG.tileOffsets : TAG.stripOffsets;
  const countTag = isTiled ? TAG.tileByteCounts : TAG.stripByteCounts;
  const offsets = numbers(page, offsetTag) ?? [];
  const counts = numbers(page, countTag) ?? [];
  const parts = offsets.length / samples;
  return Array.from({ length: samples }, (_, plane) => {
    const own = (all: number[]) => all.slice(plane * parts, (plane + 1) * parts);
    return {
      ...page,
      [offsetTag]: own(offsets),
      [countTag]: own(counts),
      [TAG.samplesPerPixel]: [1],
      [TAG.bitsPerSample]: [number(page, TAG.bitsPerSample) ?? 8],
      [TAG.photometric]: [PHOTOMETRIC.blackIsZero],
      [TAG.planarConfiguration]: [1],
    };
  });
}

function interleaved(planes: readonly Uint8Array[], sampleBytes: number): Uint8Array {
  const planeBytes = planes[0]?.length ?? 0;
  const together = new Uint8Array(planeBytes * planes.length);
  planes.forEach((plane, place) => {
    for (let at = 0; at < planeBytes; at += 1) {
      const sample = Math.floor(at / sampleBytes);
      const octet = at % sampleBytes;
      together[(sample * planes.length + place) * sampleBytes + octet] = plane[at] ?? 0;
    }
  });
  return together;
}

/** FillOrder 2: each octet is written backwards; told the decoder only for fax codings. */
function putBitsInOrder(buffer: ArrayBuffer, page: Directory): void {
  if (number(page, TAG.fillOrder) !== LEAST_BIT_FIRST) return;
  const compression = number(page, TAG.compression) ?? COMPRESSION.none;
  if (faxes.has(compression) || jpegs.has(compression)) return;
  const counts = numbers(page, TAG.stripByteCounts) ?? numbers(page, TAG.tileByteCounts) ?? [];
  const offsets = numbers(page, TAG.stripOffsets) ?? numbers(page, TAG.tileOffsets) ?? [];
  offsets.forEach((offset, index) => {
    const part = new Uint8Array(buffer, offset, counts[index] ?? 0);
    for (let at = 0; at < part.length; at += 1) part[at] = backwards[part[at] ?? 0] ?? 0;
  });
  page[TAG.fillOrder] = [1];
}

const backwards = Uint8Array.from({ length: 256 }, (_, octet) => {
  let turned = 0;
  for (let bit = 0; bit < 8; bit += 1) turned |= ((octet >> bit) & 1) << (7 - bit);
  return turned;
});
