import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { code128, codeText, dataMatrix, qrCode } from '#fixtures/codes/code-modules.ts';
import { frameSize, type Box, type PageFrame, type Rotation } from '#lib/domain/text-layer.ts';
import { createGreyImage, type GreyImage } from '../grey-image.ts';
import { frameToSource, rotateGrey, sourceToFrame, straighten } from '../warp.ts';
import { codeFinder, type CodeFinder } from './find-codes.ts';

let findCodes: CodeFinder;
beforeAll(async () => {
  const path = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
  findCodes = codeFinder(new Uint8Array(await readFile(path)).buffer);
});

/** A4 at 200 dpi. */
const widthPx = 1654;
const heightPx = 2339;
const upright: PageFrame = {
  sourceWidthPx: widthPx,
  sourceHeightPx: heightPx,
  rotation: 0,
  skewDegrees: 0,
  dpi: 200,
};

const qr = { x: 118, y: 94, width: 105, height: 105 };
const matrix = { x: 600, y: 100, width: 130, height: 60 };
const bars = { x: 900, y: 100, width: 488, height: 90 };

/** Blocks as dark as ink on grey paper, one for each module, stretched to the box. */
function draw(page: GreyImage, modules: readonly string[], box: Box): void {
  for (let y = 0; y < box.height; y++) {
    const row = modules[Math.floor((y * modules.length) / box.height)] ?? '';
    for (let x = 0; x < box.width; x++) {
      if (row[Math.floor((x * row.length) / box.width)] !== '#') continue;
      page.data[(box.y + y) * page.width + box.x + x] = 40;
    }
  }
}

function page(): GreyImage {
  const image = createGreyImage(widthPx, heightPx, 240);
  // Lines of print, as far as a reader of codes can tell.
  for (let line = 0; line < 40; line++) {
    for (let letter = 0; letter < 60; letter++) {
      const tall = 8 + ((line * 7 + letter * 13) % 17);
      draw(image, ['#.#'], { x: 160 + letter * 22, y: 320 + line * 46, width: 15, height: tall });
    }
  }
  return image;
}

function pageWithCodes(): GreyImage {
  const image = page();
  draw(image, qrCode, qr);
  draw(image, dataMatrix, matrix);
  draw(image, code128, bars);
  return image;
}

function expectAround(outer: Box | undefined, inner: Box, mostPx: number): void {
  if (!outer) throw new Error('not found');
  const [right, bottom] = [outer.x + outer.width, outer.y + outer.height];
  expect(outer.x).toBeLessThan(inner.x);
  expect(outer.y).toBeLessThan(inner.y);
  expect(right).toBeGreaterThan(inner.x + inner.width);
  expect(bottom).toBeGreaterThan(inner.y + inner.height);
  expect(inner.x - outer.x).toBeLessThan(mostPx);
  expect(bottom - inner.y - inner.height).toBeLessThan(mostPx);
}

describe('codes on a page image', () => {
  test('are found and read, with room for their quiet zone', async () => {
    const fetched = vi.spyOn(globalThis, 'fetch');

    const codes = await findCodes(pageWithCodes(), upright);

    expect(new Set(codes.map(({ format, text }) => `${format} ${text}`))).toEqual(
      new Set([`qr ${codeText}`, `data-matrix ${codeText}`, `code-128 ${codeText}`]),
    );
    const boxOf = (format: string) => codes.find((code) => code.format === format)?.box;
    expectAround(boxOf('qr'), qr, 25);
    expectAround(boxOf('data-matrix'), matrix, 20);
    expectAround(boxOf('code-128'), bars, 60);
    const [first] = codes.find(({ format }) => format === 'qr')?.corners ?? [];
    expect(Math.hypot((first?.x ?? 0) - qr.x, (first?.y ?? 0) - qr.y)).toBeLessThan(4);
    expect(fetched).not.toHaveBeenCalled();
  });

  test.each<Rotation>([90, 180, 270])(
    'stand where the upright page shows them when the scan must be turned by %i°',
    async (rotation) => {
      const turnedBack = { 90: 270, 180: 180, 270: 90 } as const;
      const back = rotation === 0 ? 0 : turnedBack[rotation];
      const source = rotateGrey(pageWithCodes(), back);
      const frame = {
        ...upright,
        sourceWidthPx: source.width,
        sourceHeightPx: source.height,
        rotation,
      };

      const codes = await findCodes(source, frame);

      expect(codes).toHaveLength(3);
      expectAround(codes.find(({ format }) => format === 'qr')?.box, qr, 25);
    },
  );

  test('stand where the straightened page shows them when the scan slopes', async () => {
    const sloping = straighten(pageWithCodes(), -2.5);

    const codes = await findCodes(sloping, { ...upright, skewDegrees: 2.5 });

    expectAround(codes.find(({ format }) => format === 'qr')?.box, qr, 35);
  });

  test('are found on a scan of 600 dpi', async () => {
    const source = createGreyImage(widthPx * 3, heightPx * 3, 240);
    const large = { x: qr.x * 3, y: qr.y * 3, width: qr.width * 3, height: qr.height * 3 };
    draw(source, qrCode, large);
    const frame = { ...upright, sourceWidthPx: source.width, sourceHeightPx: source.height };

    const codes = await findCodes(source, { ...frame, dpi: 600 });

    expectAround(codes[0]?.box, large, 75);
  });

  test('are kept free even when nobody can read them any more', async () => {
    const image = page();
    draw(image, qrCode, qr);
    draw(image, ['#'], { x: qr.x + 45, y: qr.y + 45, width: 55, height: 30 });

    const codes = await findCodes(image, upright);

    // Several guesses at where it ends: all of them are kept free.
    expect(new Set(codes.map(({ text }) => text))).toEqual(new Set([null]));
    const largest = codes.toSorted((a, b) => b.box.width - a.box.width)[0];
    expectAround(largest?.box, qr, 40);
  });

  test('are not seen where there are none', async () => {
    expect(await findCodes(page(), upright)).toEqual([]);
    expect(await findCodes(createGreyImage(widthPx, heightPx), upright)).toEqual([]);
    const speck = { ...upright, sourceWidthPx: 1, sourceHeightPx: 1 };
    expect(await findCodes(createGreyImage(1, 1), speck)).toEqual([]);
  });
});

test.each<Rotation>([0, 90, 180, 270])('a point comes back from the page turned by %i°', (turn) => {
  const frame = { ...upright, rotation: turn, skewDegrees: 1.7 };
  const { widthPx: width, heightPx: height } = frameSize(frame);
  const there = frameToSource(frame, width / 5, height / 3);
  const back = sourceToFrame(frame, there.x, there.y);
  expect(back.x).toBeCloseTo(width / 5, 6);
  expect(back.y).toBeCloseTo(height / 3, 6);
});
