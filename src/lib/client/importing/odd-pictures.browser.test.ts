import { afterAll, beforeAll, expect, it } from 'vitest';
import { writePlainTiff } from '#fixtures/formats/plain-tiff.ts';
import { pngSample } from '#lib/client/assembling/testing/png-samples.ts';
import { decodeImage } from '#lib/client/imaging/decode-image.ts';
import { ImagingPool } from '#lib/client/imaging/imaging-pool.ts';
import { fileReader } from './read-file.ts';

const WIDTH = 400;
const HEIGHT = 560;

let imaging: ImagingPool;
beforeAll(() => {
  imaging = new ImagingPool({ size: 1 });
});
afterAll(() => imaging[Symbol.dispose]());

async function onlyPage(bytes: Uint8Array<ArrayBuffer>, dpi?: number) {
  const read = fileReader(imaging);
  const file = await read(bytes, () => undefined, new AbortController().signal, dpi);
  expect(file.kind).toBe('scanned');
  expect(file.pages).toHaveLength(1);
  const [page] = file.pages;
  if (!page?.image) throw new Error('The file has no picture');
  return { ...page, image: page.image };
}

/** Lines of blocks, as print looks from afar. */
function isInk(x: number, y: number): boolean {
  return y % 16 < 6 && x > 40 && x < 360 && y > 40 && y < 500 && (x * 7 + (y >> 4) * 5) % 23 > 6;
}

/** Rows of `samples` octets per pixel. */
function rowsOf(samples: (isDark: boolean) => number[]): Uint8Array[] {
  return Array.from({ length: HEIGHT }, (_, y) =>
    Uint8Array.from(Array.from({ length: WIDTH }, (_unused, x) => samples(isInk(x, y))).flat()),
  );
}

/** Packed bits, 0 = ink. */
function bitRows(): Uint8Array[] {
  return Array.from({ length: HEIGHT }, (_, y) => {
    const row = new Uint8Array(Math.ceil(WIDTH / 8));
    for (let x = 0; x < WIDTH; x += 1) {
      if (!isInk(x, y)) row[x >> 3] = (row[x >> 3] ?? 0) | (0x80 >> (x & 7));
    }
    return row;
  });
}

const plain = { widthPx: WIDTH, heightPx: HEIGHT };
const pictures = {
  'of sixteen bits of grey': {
    ...plain,
    bitDepth: 16,
    colourType: 0,
    rows: rowsOf((isDark) => (isDark ? [20, 0] : [250, 0])),
  },
  'of sixteen bits of colour': {
    ...plain,
    bitDepth: 16,
    colourType: 2,
    rows: rowsOf((isDark) => (isDark ? [20, 0, 20, 0, 20, 0] : [250, 0, 250, 0, 250, 0])),
  },
  'of one bit': { ...plain, bitDepth: 1, colourType: 0, rows: bitRows() },
  'with a palette': {
    ...plain,
    bitDepth: 8,
    colourType: 3,
    rows: rowsOf((isDark) => [isDark ? 0 : 1]),
    palette: [10, 10, 40, 250, 250, 245],
  },
} as const;

it.each(Object.entries(pictures))('a PNG %s is a page like any other', async (_, sample) => {
  const bytes = new Uint8Array(await pngSample({ ...sample }).arrayBuffer());
  const page = await onlyPage(bytes);
  expect(page.frame).toMatchObject({ sourceWidthPx: WIDTH, sourceHeightPx: HEIGHT });
  expect(page.isBlank).toBe(false);
  expect(new Uint8Array(await page.image.arrayBuffer())).toEqual(bytes);
});

it.each([
  ['inks of a printer', 5, 8, 4, (isDark: boolean) => [0, 0, 0, isDark ? 240 : 0]],
  ['sixteen bits', 1, 16, 1, (isDark: boolean) => (isDark ? [0, 20] : [0, 250])],
])('a TIFF in %s is a page in its tones', async (_, photometric, bitsPerSample, samples, pixel) => {
  const page = await onlyPage(
    writePlainTiff({
      width: WIDTH,
      height: HEIGHT,
      photometric,
      bitsPerSample,
      samplesPerPixel: samples,
      samples: Uint8Array.from(rowsOf(pixel).flatMap((row) => [...row])),
      dpi: 72,
    }),
  );
  expect(page.isBlank).toBe(false);
  const bitmap = await decodeImage(page.image);
  expect([bitmap.width, bitmap.height]).toEqual([WIDTH, HEIGHT]);
  bitmap.close();
});

it('a picture of 50 × 50 points is kept, small as it is', async () => {
  const rows = Array.from({ length: 50 }, (_, y) =>
    Uint8Array.from({ length: 50 }, (_unused, x) => (((x >> 2) + (y >> 3)) % 2 ? 0 : 255)),
  );
  const sample = { widthPx: 50, heightPx: 50, bitDepth: 8, colourType: 0, rows };
  const page = await onlyPage(new Uint8Array(await pngSample(sample).arrayBuffer()));
  expect(page.frame).toMatchObject({ sourceWidthPx: 50, sourceHeightPx: 50 });
  expect(page.thumbnail.size).toBeGreaterThan(0);
});

it.each([0, 1, 72, 9600])('a resolution of %i is not believed for an A4 page', async (dpi) => {
  const rows = Array.from({ length: 2339 }, (_, y) =>
    new Uint8Array(1654).map((_unused, x) => (isInk(x % WIDTH, y % HEIGHT) ? 10 : 250)),
  );
  const samples = Uint8Array.from(rows.flatMap((row) => [...row]));
  const tiff = { width: 1654, height: 2339, bitsPerSample: 8, samplesPerPixel: 1, photometric: 1 };
  const page = await onlyPage(writePlainTiff({ ...tiff, samples, dpi }));
  expect(page.frame.dpi).toBeGreaterThanOrEqual(190);
  expect(page.frame.dpi).toBeLessThanOrEqual(310);
});

it('a coding that nobody here reads is refused, with what to do', async () => {
  const samples = new Uint8Array(WIDTH * HEIGHT).fill(250);
  const tiff = writePlainTiff({
    width: WIDTH,
    height: HEIGHT,
    bitsPerSample: 8,
    samplesPerPixel: 1,
    photometric: 1,
    samples,
    compression: 34925,
  });
  await expect(onlyPage(tiff)).rejects.toMatchObject({ code: 'FILE_TYPE_UNSUPPORTED' });
});
