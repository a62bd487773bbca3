import { Unzlib } from 'fflate';
import { AppError } from '#lib/domain/app-error.ts';
import { concatBytes } from '#lib/pki/bytes.ts';
import { undoPredictor } from '../reading/predictor.ts';

/** Colour and transparency of each pixel apart, eight bits, rows from the top without padding. */
export type RgbaImage = {
  widthPx: number;
  heightPx: number;
  /** Three octets per pixel. */
  rgb: Uint8Array;
  /** 0 = seen through, 255 = opaque. */
  alpha: Uint8Array;
};

/** Larger pictures of a signature or a seal are somebody's mistake. */
const MAX_PIXELS = 16_000_000;
const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

type Header = { widthPx: number; heightPx: number; bitDepth: number; colour: ColourType };
type Chunks = {
  header: Header;
  palette: Uint8Array;
  transparency: Uint8Array | null;
  data: Uint8Array;
};

/** Samples per pixel (PNG 3rd ed. §11.2.1). */
const samples = { grey: 1, rgb: 3, palette: 1, 'grey-alpha': 2, rgba: 4 } as const;
type ColourType = keyof typeof samples;
const colourTypes = new Map<number, ColourType>([
  [0, 'grey'],
  [2, 'rgb'],
  [3, 'palette'],
  [4, 'grey-alpha'],
  [6, 'rgba'],
]);

/**
 * Decodes a PNG that is not interlaced.
 *
 * Errors: `FILE_EMPTY`, `FILE_NOT_AN_IMAGE`, `FILE_TRUNCATED`, `FILE_TYPE_UNSUPPORTED`,
 * `IMAGE_TOO_LARGE`.
 */
export function readPng(bytes: Uint8Array): RgbaImage {
  const { header, palette, transparency, data } = readChunks(bytes);
  const { widthPx, heightPx, bitDepth, colour } = header;
  const perPixel = samples[colour];
  const rowBytes = Math.ceil((widthPx * perPixel * bitDepth) / 8);
  const rows = undoPredictor(inflate(data, (rowBytes + 1) * heightPx), {
    predictor: 15,
    colors: perPixel,
    bitsPerComponent: bitDepth,
    columns: widthPx,
  });
  const rgb = new Uint8Array(widthPx * heightPx * 3);
  const alpha = new Uint8Array(widthPx * heightPx).fill(255);
  const sample = sampleReader(rows, rowBytes, bitDepth);
  const most = 2 ** bitDepth - 1;
  const seenThrough = transparentColour(transparency, colour);

  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      const pixel = y * widthPx + x;
      const at = x * perPixel;
      const first = sample(y, at);
      if (colour === 'palette') {
        rgb.set(palette.subarray(first * 3, first * 3 + 3), pixel * 3);
        alpha[pixel] = transparency?.[first] ?? 255;
        continue;
      }
      const isGrey = colour === 'grey' || colour === 'grey-alpha';
      const values = isGrey ? [first, first, first] : [first, sample(y, at + 1), sample(y, at + 2)];
      for (const [index, value] of values.entries()) {
        rgb[pixel * 3 + index] = Math.round((value / most) * 255);
      }
      if (colour === 'rgba' || colour === 'grey-alpha') {
        alpha[pixel] = Math.round((sample(y, at + perPixel - 1) / most) * 255);
      } else if (seenThrough?.every((value, index) => value === values[index])) alpha[pixel] = 0;
    }
  }
  return { widthPx, heightPx, rgb, alpha };
}

function readChunks(bytes: Uint8Array): Chunks {
  if (bytes.length === 0) throw new AppError('FILE_EMPTY');
  if (!SIGNATURE.every((byte, index) => bytes[index] === byte)) {
    throw new AppError('FILE_NOT_AN_IMAGE');
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let header: Header | null = null;
  let palette = new Uint8Array();
  let transparency: Uint8Array | null = null;
  const data: Uint8Array[] = [];
  for (let offset = SIGNATURE.length; ;) {
    if (offset + 12 > bytes.length) throw new AppError('FILE_TRUNCATED');
    const length = view.getUint32(offset);
    const end = offset + 8 + length;
    if (end + 4 > bytes.length) throw new AppError('FILE_TRUNCATED');
    const content = bytes.subarray(offset + 8, end);
    const type = String.fromCharCode(...bytes.subarray(offset + 4, offset + 8));
    if (type === 'IHDR') header = readHeader(content);
    else if (type === 'PLTE') palette = content.slice();
    else if (type === 'tRNS') transparency = content;
    else if (type === 'IDAT') data.push(content);
    else if (type === 'IEND') break;
    offset = end + 4;
  }
  if (!header || data.length === 0) throw new AppError('FILE_NOT_AN_IMAGE');
  return { header, palette, transparency, data: concatBytes(...data) };
}

function readHeader(content: Uint8Array): Header {
  if (content.length < 13) throw new AppError('FILE_NOT_AN_IMAGE');
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  const [widthPx, heightPx] = [view.getUint32(0), view.getUint32(4)];
  const bitDepth = view.getUint8(8);
  const colour = colourTypes.get(view.getUint8(9));
  if (widthPx === 0 || heightPx === 0 || !colour) throw new AppError('FILE_NOT_AN_IMAGE');
  if (widthPx * heightPx > MAX_PIXELS) throw new AppError('IMAGE_TOO_LARGE');
  const isSmallDepth = colour === 'grey' || colour === 'palette';
  const isKnownDepth =
    bitDepth === 8 ||
    (bitDepth === 16 && colour !== 'palette') ||
    ([1, 2, 4].includes(bitDepth) && isSmallDepth);
  if (!isKnownDepth) throw new AppError('FILE_NOT_AN_IMAGE');
  const isInterlaced = view.getUint8(12) !== 0;
  if (isInterlaced) throw new AppError('FILE_TYPE_UNSUPPORTED', { reason: 'interlaced PNG' });
  return { widthPx, heightPx, bitDepth, colour };
}

/** Exactly `length` octets; what would unpack to more is not read. */
function inflate(data: Uint8Array, length: number): Uint8Array {
  const out = new Uint8Array(length);
  let filled = 0;
  const stream = new Unzlib((part) => {
    const room = part.subarray(0, length - filled);
    out.set(room, filled);
    filled += room.length;
  });
  const CHUNK = 1 << 16;
  try {
    for (let at = 0; at < data.length && filled < length; at += CHUNK) {
      stream.push(data.subarray(at, at + CHUNK), at + CHUNK >= data.length);
    }
  } catch (error) {
    throw new AppError('FILE_TRUNCATED', {}, { cause: error });
  }
  if (filled < length) throw new AppError('FILE_TRUNCATED');
  return out;
}

function sampleReader(
  rows: Uint8Array,
  rowBytes: number,
  bitDepth: number,
): (row: number, index: number) => number {
  if (bitDepth === 8) return (row, index) => rows[row * rowBytes + index] ?? 0;
  if (bitDepth === 16) {
    return (row, index) => {
      const at = row * rowBytes + index * 2;
      return (rows[at] ?? 0) * 256 + (rows[at + 1] ?? 0);
    };
  }
  const mask = 2 ** bitDepth - 1;
  return (row, index) => {
    const bit = index * bitDepth;
    const byte = rows[row * rowBytes + (bit >> 3)] ?? 0;
    return (byte >> (8 - bitDepth - (bit & 7))) & mask;
  };
}

/** tRNS of grey and RGB: one colour, sixteen bits each (§11.3.1.1). */
function transparentColour(content: Uint8Array | null, colour: ColourType): number[] | null {
  const count = colour === 'grey' ? 1 : colour === 'rgb' ? 3 : 0;
  if (!content || count === 0 || content.length < count * 2) return null;
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  const values = Array.from({ length: count }, (_, index) => view.getUint16(index * 2));
  return count === 3 ? values : [...values, ...values, ...values];
}
