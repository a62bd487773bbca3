import { zlibSync } from 'fflate';

const CRC_POLYNOMIAL = 0xedb88320;

export type PngSample = {
  widthPx: number;
  heightPx: number;
  bitDepth: number;
  /** 0 grey, 2 RGB, 3 palette, 4 grey with transparency, 6 RGB with transparency. */
  colourType: number;
  /** Packed rows without filter octets. */
  rows: Uint8Array[];
  /** Red, green, blue of each entry. */
  palette?: readonly number[];
};

/** A PNG of any kind that scanning programs write, its rows not filtered. */
export function pngSample(sample: PngSample): Blob {
  const { widthPx, heightPx, bitDepth, colourType, rows, palette } = sample;
  const header = new DataView(new ArrayBuffer(13));
  header.setUint32(0, widthPx);
  header.setUint32(4, heightPx);
  header.setUint8(8, bitDepth);
  header.setUint8(9, colourType);
  const filtered = Uint8Array.from(rows.flatMap((row) => [0, ...row]));
  const parts = [
    Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
    chunk('IHDR', new Uint8Array(header.buffer)),
    ...(palette ? [chunk('PLTE', Uint8Array.from(palette))] : []),
    chunk('IDAT', zlibSync(filtered)),
    chunk('IEND', new Uint8Array()),
  ];
  return new Blob(parts, { type: 'image/png' });
}

function chunk(type: string, data: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(12 + data.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  for (let index = 0; index < 4; index++) bytes[4 + index] = type.charCodeAt(index);
  bytes.set(data, 8);
  view.setUint32(8 + data.length, crc32(bytes.subarray(4, 8 + data.length)));
  return bytes;
}

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? CRC_POLYNOMIAL : 0);
  }
  return ~crc >>> 0;
}
