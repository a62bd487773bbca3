import { describe, expect, test } from 'vitest';
import { openPdf } from '#lib/client/pdf-viewing/open-pdf.ts';
import type { PageFrame } from '#lib/domain/text-layer.ts';
import type { PageImage } from '#lib/pdf/searchable-pdf.ts';
import { assembleDocument } from './assemble-document.ts';
import { readPageImage } from './page-image.ts';
import { pngSample, type PngSample } from './testing/png-samples.ts';

const WIDTH = 61;
const HEIGHT = 48;

/** One octet per sample: `samples(x, y)` gives a pixel's. */
function rowsOf(samples: (x: number, y: number) => number[]): Uint8Array[] {
  return Array.from({ length: HEIGHT }, (_, y) =>
    Uint8Array.from(Array.from({ length: WIDTH }, (_unused, x) => samples(x, y)).flat()),
  );
}

function bitRows(isSet: (x: number, y: number) => boolean): Uint8Array[] {
  return Array.from({ length: HEIGHT }, (_, y) => {
    const row = new Uint8Array(Math.ceil(WIDTH / 8));
    for (let x = 0; x < WIDTH; x++)
      if (isSet(x, y)) row[x >> 3] = (row[x >> 3] ?? 0) | (0x80 >> (x & 7));
    return row;
  });
}

const ink = (x: number, y: number) => (x * 3 + y * 5) % 17 < 5;
const tone = (x: number, y: number) => (x * 4 + y) & 0xff;
const red = [200, 30, 40];

const kinds: Record<
  string,
  { png: Omit<PngSample, 'widthPx' | 'heightPx'>; kind: PageImage['kind'] }
> = {
  'one bit per pixel': {
    png: { bitDepth: 1, colourType: 0, rows: bitRows((x, y) => !ink(x, y)) },
    kind: 'bilevel',
  },
  'grey that is only black and white': {
    png: { bitDepth: 8, colourType: 0, rows: rowsOf((x, y) => [ink(x, y) ? 0 : 255]) },
    kind: 'bilevel',
  },
  'a palette of black and white': {
    png: {
      bitDepth: 1,
      colourType: 3,
      palette: [0, 0, 0, 255, 255, 255],
      rows: bitRows((x, y) => !ink(x, y)),
    },
    kind: 'bilevel',
  },
  grey: {
    png: { bitDepth: 8, colourType: 0, rows: rowsOf((x, y) => [tone(x, y)]) },
    kind: 'png',
  },
  'grey of sixteen bits': {
    png: { bitDepth: 16, colourType: 0, rows: rowsOf((x, y) => [tone(x, y), 0]) },
    kind: 'grey',
  },
  'grey stored as colour': {
    png: {
      bitDepth: 8,
      colourType: 2,
      rows: rowsOf((x, y) => [tone(x, y), tone(x, y), tone(x, y)]),
    },
    kind: 'grey',
  },
  colour: {
    png: { bitDepth: 8, colourType: 2, rows: rowsOf((x, y) => [tone(x, y), 90, 200 - y]) },
    kind: 'png',
  },
  'colour of sixteen bits': {
    png: { bitDepth: 16, colourType: 2, rows: rowsOf((x, y) => [tone(x, y), 0, 90, 0, 9, 0]) },
    kind: 'rgb',
  },
  'a palette with a red seal': {
    png: {
      bitDepth: 8,
      colourType: 3,
      palette: [0, 0, 0, 255, 255, 255, ...red],
      rows: rowsOf((x, y) => [(x >> 4) % 3 === 2 ? 2 : ink(x, y) ? 0 : 1]),
    },
    kind: 'rgb',
  },
  'colour with transparency': {
    png: {
      bitDepth: 8,
      colourType: 6,
      rows: rowsOf((x, y) => (ink(x, y) ? [...red, 255] : [0, 0, 0, 0])),
    },
    kind: 'rgb',
  },
};

describe('a PNG page is right on paper and takes the least that loses nothing', () => {
  test.each(Object.entries(kinds))('%s', async (_what, { png, kind }) => {
    const image = pngSample({ widthPx: WIDTH, heightPx: HEIGHT, ...png });

    expect((await readPageImage(image)).kind).toBe(kind);
    const shown = await shownByPdfJs(image);
    const expected = await shownByBrowser(image);
    expect(shown.length).toBe(expected.length);
    const off = shown.map((value, index) => Math.abs(value - (expected[index] ?? 0)));
    expect(Math.max(...off)).toBeLessThanOrEqual(1);
  });
});

test('a JPEG goes into the file octet by octet, whatever the unit wants', async () => {
  const canvas = new OffscreenCanvas(WIDTH, HEIGHT);
  canvas.getContext('2d')?.fillRect(5, 5, 20, 20);
  const image = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.8 });
  const bytes = new Uint8Array(await image.arrayBuffer());

  const read = await readPageImage(image, 'jpeg');

  expect(read).toMatchObject({ kind: 'jpeg', widthPx: WIDTH, heightPx: HEIGHT, components: 3 });
  expect(read.bytes).toEqual(bytes);
});

describe('a large page that came without loss', () => {
  const size = { widthPx: 1900, heightPx: 1000 };
  const noise = (x: number, y: number) =>
    (Math.imul(x * 7919 + y * 104_729, 2_654_435_761) >>> 24) & 0xff;
  const grain = (x: number, y: number) => [noise(x, y) >> 2, 90 + (noise(y, x) >> 3), 40];
  const rows = Array.from({ length: size.heightPx }, (_, y) =>
    Uint8Array.from(Array.from({ length: size.widthPx }, (_unused, x) => grain(x, y)).flat()),
  );
  const image = pngSample({ ...size, bitDepth: 8, colourType: 2, rows });

  test('stays as it was scanned', async () => {
    expect((await readPageImage(image)).kind).toBe('png');
  });

  test('becomes a JPEG where the unit wants so', async () => {
    const read = await readPageImage(image, 'jpeg');
    expect(read).toMatchObject({ kind: 'jpeg', ...size, components: 3 });
    expect(read.bytes.length).toBeLessThan(image.size / 2);
  });
});

test('a page whose bytes are no picture any more says that they are lost', async () => {
  const broken = new Blob([new Uint8Array(300)], { type: 'image/png' });
  await expect(readPageImage(broken)).rejects.toThrow('PAGE_DATA_LOST');
});

async function shownByPdfJs(image: Blob): Promise<number[]> {
  const frame: PageFrame = {
    sourceWidthPx: WIDTH,
    sourceHeightPx: HEIGHT,
    rotation: 0,
    skewDegrees: 0,
    dpi: 72,
  };
  const { pdf } = await assembleDocument({
    kind: 'scanned',
    title: 'a',
    createdAt: new Date(0),
    pages: [{ image, frame }],
  });
  const url = URL.createObjectURL(new Blob([Uint8Array.from(pdf)], { type: 'application/pdf' }));
  const document_ = await openPdf(url);
  try {
    const page = await document_.page(1);
    const canvas = document.createElement('canvas');
    canvas.width = WIDTH;
    canvas.height = HEIGHT;
    await page.render({ canvas, viewport: page.getViewport({ scale: 1 }) }).promise;
    return pixelsOf(canvas);
  } finally {
    await document_.close();
    URL.revokeObjectURL(url);
  }
}

/** Transparent parts are paper. */
async function shownByBrowser(image: Blob): Promise<number[]> {
  const bitmap = await createImageBitmap(image, { colorSpaceConversion: 'none' });
  const canvas = document.createElement('canvas');
  canvas.width = WIDTH;
  canvas.height = HEIGHT;
  const context = canvas.getContext('2d');
  if (!context) throw new Error('The canvas has no context');
  context.fillStyle = 'white';
  context.fillRect(0, 0, WIDTH, HEIGHT);
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  return pixelsOf(canvas);
}

function pixelsOf(canvas: HTMLCanvasElement): number[] {
  return [...(canvas.getContext('2d')?.getImageData(0, 0, WIDTH, HEIGHT).data ?? [])];
}
