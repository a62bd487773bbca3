import { inflateSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { encodePng } from './encode-png.ts';
import { pngInfo } from './png-info.ts';

const grey = {
  widthPx: 5,
  heightPx: 3,
  bitDepth: 8,
  rows: Uint8Array.from({ length: 15 }, (_, index) => (index * 37) % 256),
  dpi: 300,
} as const;

it('says its size and resolution', () => {
  expect(pngInfo(encodePng(grey))).toEqual({ widthPx: 5, heightPx: 3, dpi: 300, orientation: 1 });
});

it('gives the same bytes for the same pixels', () => {
  expect(encodePng(grey)).toEqual(encodePng({ ...grey }));
});

it('keeps every pixel', () => {
  const png = encodePng(grey);
  const start = Buffer.from(png).indexOf('IDAT') + 4;
  const data = inflateSync(png.subarray(start, Buffer.from(png).indexOf('IEND') - 8));
  const rows: number[] = [];
  for (let y = 0; y < 3; y += 1) {
    for (let x = 0; x < 5; x += 1) {
      const above = data[y * 6] === 2 ? (rows[(y - 1) * 5 + x] ?? 0) : 0;
      rows.push(((data[y * 6 + 1 + x] ?? 0) + above) & 255);
    }
  }
  expect(rows).toEqual([...grey.rows]);
});

it('notices a PNG that is cut', () => {
  const png = encodePng(grey);
  expect(() => pngInfo(png.subarray(0, png.length - 13))).toThrow('FILE_TRUNCATED');
});
