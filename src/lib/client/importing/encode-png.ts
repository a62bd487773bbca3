import { zlibSync } from 'fflate';

export type GreyRaster = {
  widthPx: number;
  heightPx: number;
  /** 1: eight pixels per byte, rows padded to bytes, 1 = white. 8: one byte per pixel. */
  bitDepth: 1 | 8;
  rows: Uint8Array;
  dpi: number | null;
};

const INCHES_PER_METRE = 39.3701;
const FILTER_NONE = 0;
const FILTER_UP = 2;

/** A greyscale PNG. The same pixels give the same bytes on every PC: duplicates are found by digest. */
export function encodePng(raster: GreyRaster): Uint8Array<ArrayBuffer> {
  const header = new DataView(new ArrayBuffer(13));
  header.setUint32(0, raster.widthPx);
  header.setUint32(4, raster.heightPx);
  header.setUint8(8, raster.bitDepth);
  const chunks = [chunk('IHDR', new Uint8Array(header.buffer))];
  if (raster.dpi !== null) {
    const density = new DataView(new ArrayBuffer(9));
    const perMetre = Math.round(raster.dpi * INCHES_PER_METRE);
    density.setUint32(0, perMetre);
    density.setUint32(4, perMetre);
    density.setUint8(8, 1);
    chunks.push(chunk('pHYs', new Uint8Array(density.buffer)));
  }
  chunks.push(chunk('IDAT', zlibSync(filteredRows(raster), { level: 6 })));
  chunks.push(chunk('IEND', new Uint8Array()));
  return joined([Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a), ...chunks]);
}

function filteredRows({ widthPx, heightPx, bitDepth, rows }: GreyRaster): Uint8Array {
  const rowBytes = Math.ceil((widthPx * bitDepth) / 8);
  const filtered = new Uint8Array(heightPx * (rowBytes + 1));
  for (let y = 0; y < heightPx; y += 1) {
    const from = y * rowBytes;
    const to = y * (rowBytes + 1);
    if (bitDepth === 1 || y === 0) {
      filtered[to] = FILTER_NONE;
      filtered.set(rows.subarray(from, from + rowBytes), to + 1);
      continue;
    }
    filtered[to] = FILTER_UP;
    for (let x = 0; x < rowBytes; x += 1) {
      filtered[to + 1 + x] = (rows[from + x] ?? 0) - (rows[from - rowBytes + x] ?? 0);
    }
  }
  return filtered;
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(12 + data.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  for (let index = 0; index < 4; index += 1) bytes[4 + index] = type.charCodeAt(index);
  bytes.set(data, 8);
  view.setUint32(8 + data.length, crc32(bytes.subarray(4, 8 + data.length)));
  return bytes;
}

const crcTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) {
    value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  }
  return value >>> 0;
});

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (crcTable[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
