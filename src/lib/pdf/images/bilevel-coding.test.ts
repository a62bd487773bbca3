import { readFileSync } from 'node:fs';
import UTIF from 'utif2';
import { expect, test } from 'vitest';
import { writeTiff } from '#fixtures/formats/tiff.ts';
import { drawBilevel, printedBilevel, speckles } from '#support/bilevel-pictures.ts';
import { readNetpbm, withoutPadding } from '#support/netpbm.ts';
import { runTool, temporaryFolder } from '#support/outside-tools.ts';
import type { BilevelImage } from './bilevel-image.ts';
import { bilevelStream } from './bilevel-stream.ts';
import { encodeG4 } from './ccitt-g4.ts';
import { encodeJbig2 } from './jbig2-generic.ts';

const pictures: Record<string, BilevelImage> = {
  'a page of print': printedBilevel({}, 200),
  'a slanted page of print': printedBilevel({ skewDegrees: 2, hasSeal: true }, 150),
  'one white pixel': drawBilevel(1, 1, () => false),
  'one black pixel': drawBilevel(1, 1, () => true),
  'all white': drawBilevel(300, 200, () => false),
  'all black': drawBilevel(301, 200, () => true),
  'a chessboard': drawBilevel(123, 77, (x, y) => (x + y) % 2 === 0),
  'upright lines, each row as the one above': drawBilevel(250, 90, (x) => x % 7 < 2),
  'rows of every run length': drawBilevel(2700, 2700, (x, y) => x < y),
  'a dark edge at the right': drawBilevel(1003, 50, (x) => x > 990),
  'a row of seven': drawBilevel(7, 40, (x, y) => (x * y) % 3 === 0),
  'a few specks': speckles(640, 480, 0.003),
  'a halftone': speckles(333, 222, 0.3),
  'as many black as white': speckles(257, 129, 0.5),
  'mostly black': speckles(400, 300, 0.98),
};

test.each(Object.entries(pictures))('%s comes back from JBIG2 unchanged', (_what, image) => {
  using folder = temporaryFolder();
  const file = folder.write('a.jb2', encodeJbig2(image));

  runTool('jbig2dec', '-q', '-e', '-t', 'pbm', '-o', `${folder.path}/a.pbm`, file);

  expectSame(readNetpbm(`${folder.path}/a.pbm`), image);
});

test.each(Object.entries(pictures))('%s comes back from Group 4 unchanged', (_what, image) => {
  using folder = temporaryFolder();
  const { widthPx: width, heightPx: height } = image;
  const samples = image.bytes.map((octet) => octet ^ 0xff);
  const tiff = writeTiff([{ width, height, dpi: 300, colour: 'bilevel', samples }]);

  const file = folder.write('a.tif', tiff);
  runTool('tiffcp', '-c', 'none', file, `${folder.path}/plain.tif`);

  const plain = readFileSync(`${folder.path}/plain.tif`);
  const [page] = UTIF.decode(plain);
  if (!page) throw new Error('tiffcp wrote no page');
  UTIF.decodeImage(plain, page);
  expectSame({ width: page.width, height: page.height, data: Buffer.from(page.data) }, image);
});

test('bits beyond the width change nothing', () => {
  const image = speckles(203, 40, 0.2);
  const rowBytes = Math.ceil(image.widthPx / 8);
  const bytes = image.bytes.map((octet, index) =>
    index % rowBytes === rowBytes - 1 ? octet | 0x1f : octet,
  );
  expect(encodeJbig2({ ...image, bytes })).toEqual(encodeJbig2(image));
  expect(encodeG4(bytes, image.widthPx, image.heightPx)).toEqual(
    encodeG4(image.bytes, image.widthPx, image.heightPx),
  );
});

test('a picture with fewer rows than it should have is refused', () => {
  const image = { ...speckles(100, 100, 0.1), heightPx: 101 };
  expect(() => encodeJbig2(image)).toThrow(RangeError);
  expect(() => encodeG4(image.bytes, image.widthPx, image.heightPx)).toThrow(RangeError);
});

test('of both codings the smaller one is taken', () => {
  for (const image of Object.values(pictures)) {
    const { raw } = bilevelStream(image, {});
    const { bytes, widthPx, heightPx } = image;
    const sizes = [encodeJbig2(image).length, encodeG4(bytes, widthPx, heightPx).length];
    expect(raw.length).toBe(Math.min(...sizes));
  }
});

function expectSame(
  read: { width: number; height: number; data: Buffer },
  { bytes, widthPx, heightPx }: BilevelImage,
): void {
  expect([read.width, read.height]).toEqual([widthPx, heightPx]);
  const [found, expected] = [read.data, bytes].map((bits) => withoutPadding(bits, widthPx));
  expect(Buffer.compare(found ?? Buffer.alloc(0), expected ?? Buffer.alloc(0))).toBe(0);
}
