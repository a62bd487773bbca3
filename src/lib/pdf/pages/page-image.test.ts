import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { writeCmykJpeg } from '#fixtures/formats/cmyk-jpeg.ts';
import { pngChunk, pngHeader, pngSignature } from '#fixtures/formats/png.ts';
import { drawBilevel, speckles } from '#support/bilevel-pictures.ts';
import { readNetpbm, withoutPadding } from '#support/netpbm.ts';
import { qpdfComplaints, runTool, temporaryFolder } from '#support/outside-tools.ts';
import { bilevelOfPng } from '../images/bilevel-image.ts';
import { jpegInfo } from '../images/jpeg-info.ts';
import { plainPng } from '../images/plain-png.ts';
import { buildSearchablePdf } from '../searchable-pdf.ts';
import type { PageImage } from './page-image.ts';

const widthPx = 203;
const heightPx = 97;
const noise = (index: number) => Math.abs(Math.sin(index * 12.9898) * 43758.5453) % 1;
const greyNoise = Uint8Array.from({ length: widthPx * heightPx }, (_, index) => noise(index) * 256);
const rgbNoise = Uint8Array.from(
  { length: widthPx * heightPx * 3 },
  (_, index) => noise(index) * 256,
);

function pdfOf(...images: PageImage[]): Promise<Uint8Array> {
  return buildSearchablePdf({
    title: 'a',
    createdAt: new Date('2026-11-22T02:30:00Z'),
    pages: images.map((image) => ({
      image,
      frame: {
        sourceWidthPx: image.widthPx,
        sourceHeightPx: image.heightPx,
        rotation: 0,
        skewDegrees: 0,
        dpi: 72,
      },
    })),
  });
}

test.each([
  ['JBIG2', drawBilevel(widthPx, heightPx, (x, y) => (x * y) % 11 < 3), '/JBIG2Decode'],
  ['Group 4', drawBilevel(2000, 9, (x) => x > 900 && x < 903), '/CCITTFaxDecode'],
  ['specks', speckles(widthPx, heightPx, 0.1), '/JBIG2Decode'],
] as const)(
  'black and white comes back from the file unchanged: %s',
  async (_what, image, filter) => {
    using folder = temporaryFolder();
    const pdf = await pdfOf({ kind: 'bilevel', ...image });
    const file = folder.write('a.pdf', pdf);

    runTool('pdfimages', file, `${folder.path}/out`);

    expect(Buffer.from(pdf).toString('latin1')).toContain(filter);
    expect(qpdfComplaints(file)).toBe('');
    const { data } = readNetpbm(`${folder.path}/out-000.pbm`);
    const [found, expected] = [data, image.bytes].map((bits) =>
      withoutPadding(bits, image.widthPx),
    );
    expect(Buffer.compare(found ?? Buffer.alloc(0), expected ?? Buffer.alloc(0))).toBe(0);
  },
);

test('grey and colour come back from the file unchanged', async () => {
  using folder = temporaryFolder();
  const file = folder.write(
    'a.pdf',
    await pdfOf(
      { kind: 'grey', bytes: greyNoise, widthPx, heightPx },
      { kind: 'rgb', bytes: rgbNoise, widthPx, heightPx },
    ),
  );

  runTool('pdfimages', file, `${folder.path}/out`);

  expect(qpdfComplaints(file)).toBe('');
  const greyAsRgb = rgbNoise.map((_, index) => greyNoise[Math.floor(index / 3)] ?? 0);
  expect(Buffer.compare(readNetpbm(`${folder.path}/out-000.ppm`).data, greyAsRgb)).toBe(0);
  expect(Buffer.compare(readNetpbm(`${folder.path}/out-001.ppm`).data, rgbNoise)).toBe(0);
});

/** The images of a document as a program that is not ours writes them. */
function pngsOf(pdf: Uint8Array, folder: ReturnType<typeof temporaryFolder>): Uint8Array[] {
  runTool('pdfimages', '-png', folder.write('png.pdf', pdf), `${folder.path}/png`);
  return readdirSync(folder.path)
    .filter((name) => name.startsWith('png-'))
    .sort()
    .map((name) => new Uint8Array(readFileSync(`${folder.path}/${name}`)));
}

test('the compressed rows of a PNG are taken over as they are', async () => {
  using folder = temporaryFolder();
  const [png] = pngsOf(await pdfOf({ kind: 'rgb', bytes: rgbNoise, widthPx, heightPx }), folder);
  const plain = plainPng(png ?? new Uint8Array());
  if (!plain) throw new Error('The PNG is not plain');

  const pdf = await pdfOf({ kind: 'png', ...plain });
  runTool('pdfimages', folder.write('a.pdf', pdf), `${folder.path}/out`);

  expect(plain).toMatchObject({ widthPx, heightPx, colours: 3, bitsPerComponent: 8 });
  expect(Buffer.from(pdf).includes(Buffer.from(plain.bytes))).toBe(true);
  expect(Buffer.compare(readNetpbm(`${folder.path}/out-000.ppm`).data, rgbNoise)).toBe(0);
});

test('a PNG of one bit per pixel is read without a canvas; a cut one is not', async () => {
  using folder = temporaryFolder();
  const image = speckles(widthPx, heightPx, 0.1);
  const [png] = pngsOf(await pdfOf({ kind: 'bilevel', ...image }), folder);
  const plain = plainPng(png ?? new Uint8Array());
  if (!plain) throw new Error('The PNG is not plain');

  const read = bilevelOfPng(plain);

  expect(plain.bitsPerComponent).toBe(1);
  expect(withoutPadding(read?.bytes ?? Buffer.alloc(0), widthPx)).toEqual(
    withoutPadding(image.bytes, widthPx),
  );
  expect(bilevelOfPng({ ...plain, heightPx: heightPx + 1 })).toBeNull();
  expect(bilevelOfPng({ ...plain, bytes: plain.bytes.slice(0, 200) })).toBeNull();
});

const pngOfHeader = (bitDepth: number, colourType: number, isInterlaced = false) => {
  const header = pngHeader(8, 1, bitDepth, colourType);
  if (isInterlaced) header[20] = 1;
  return Uint8Array.from([...pngSignature, ...header, ...pngChunk('IDAT', Uint8Array.of(1))]);
};

test('what a PDF does not show as a PNG does has to be decoded', () => {
  expect(plainPng(pngOfHeader(8, 2))).not.toBeNull();
  expect(plainPng(pngOfHeader(8, 0))).not.toBeNull();
  expect(plainPng(pngOfHeader(8, 0, true))).toBeNull();
  for (const [bitDepth, colourType] of [
    [16, 0],
    [16, 2],
    [4, 0],
    [8, 3],
    [1, 3],
    [8, 4],
    [8, 6],
  ] as const) {
    expect(plainPng(pngOfHeader(bitDepth, colourType))).toBeNull();
  }
  const transparent = [...pngOfHeader(8, 2), ...pngChunk('tRNS', new Uint8Array(6))];
  expect(plainPng(Uint8Array.from(transparent))).toBeNull();
});

test('inks of a CMYK scan have their colours on paper', async () => {
  using folder = temporaryFolder();
  const inks = [
    [0, 0, 0, 0],
    [255, 0, 0, 0],
    [0, 255, 0, 0],
    [0, 0, 255, 0],
    [0, 0, 0, 255],
  ] as const;
  const bytes = writeCmykJpeg(50, 8, (x) => inks[Math.floor(x / 10)] ?? inks[0]);
  const info = jpegInfo(bytes);
  const file = folder.write('a.pdf', await pdfOf({ kind: 'jpeg', bytes, ...info }));

  runTool('pdftoppm', '-r', '72', '-singlefile', file, `${folder.path}/page`);

  expect(qpdfComplaints(file)).toBe('');
  const { width, data } = readNetpbm(`${folder.path}/page.ppm`);
  const coloursAt = inks.map((_, index) => {
    const at = (30 * width + index * 80 + 40) * 3;
    return [...data.subarray(at, at + 3)].map((value) => (value > 128 ? 1 : 0)).join('');
  });
  expect(coloursAt).toEqual(['111', '011', '101', '110', '000']);
});
