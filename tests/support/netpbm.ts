import { readFileSync } from 'node:fs';

export type NetpbmImage = { width: number; height: number; data: Buffer };

/** A binary PBM, PGM or PPM of at most 255 levels, as `pdftoppm`, `pdfimages` and `jbig2dec` write it. */
export function readNetpbm(path: string): NetpbmImage {
  const bytes = readFileSync(path);
  const head = bytes.subarray(0, 64).toString('latin1');
  const match = /^(?:P4\s+(\d+)\s+(\d+)|P[56]\s+(\d+)\s+(\d+)\s+\d+)\s/u.exec(head);
  if (!match) throw new Error(`${path} is no binary netpbm file`);
  const [all, bitWidth, bitHeight, width = bitWidth, height = bitHeight] = match;
  return { width: Number(width), height: Number(height), data: bytes.subarray(all.length) };
}

/** Packed rows with the bits beyond the width, which mean nothing, as zeros. */
export function withoutPadding(bits: Uint8Array, widthPx: number): Uint8Array {
  const rowBytes = Math.ceil(widthPx / 8);
  const mask = (0xff << (rowBytes * 8 - widthPx)) & 0xff;
  return bits.map((octet, index) => (index % rowBytes === rowBytes - 1 ? octet & mask : octet));
}
