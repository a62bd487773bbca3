import { afterEach, beforeEach, expect, test } from 'vitest';
import { ImagingPool } from './imaging-pool.ts';

let imaging: ImagingPool;

beforeEach(() => {
  imaging = new ImagingPool({ size: 1 });
});
afterEach(() => imaging[Symbol.dispose]());

/** Lines of bars as long as words, in ink of one colour. */
async function scan(colour: string, width = 827, height = 1169): Promise<Blob> {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no canvas');
  context.fillStyle = 'white';
  context.fillRect(0, 0, width, height);
  context.fillStyle = colour;
  for (let y = 100; y < height - 100; y += 40) {
    for (let x = 80; x < width - 120; x += 60) context.fillRect(x, y, 45, 10);
  }
  return canvas.convertToBlob({ type: 'image/png' });
}

async function darkest(pgm: Blob): Promise<number> {
  // The header ends with the brightest value there is.
  const bytes = new Uint8Array(await pgm.arrayBuffer()).subarray(20);
  return bytes.reduce((least, value) => Math.min(least, value), 255);
}

test('questions about two pages by turns are answered for the page they are about', async () => {
  const black = await scan('black');
  const red = await scan('#ff0000');
  const [{ frame }] = await Promise.all([imaging.analyse(black, 100), imaging.analyse(red, 100)]);

  const [first, second, third, fourth] = await Promise.all([
    imaging.recognitionImage(black, frame, 'plain'),
    imaging.recognitionImage(red, frame, 'plain'),
    imaging.recognitionImage(black, frame, 'without-pen'),
    imaging.recognitionImage(red, frame, 'plain'),
  ]);

  expect(await darkest(first)).toBe(0);
  expect(await darkest(second)).toBe(255);
  expect(await darkest(third)).toBeLessThan(60);
  expect(await darkest(fourth)).toBe(255);
});

test('a page is finished before the next one that waits is begun', async () => {
  const pages = [await scan('black'), await scan('black')] as const;
  const order: string[] = [];
  const [first, second] = pages.map((image, i) =>
    imaging.analyse(image, 100).then(async ({ frame }) => {
      order.push(`analysed ${i}`);
      await imaging.thumbnail(image, frame, 100);
      order.push(`drawn ${i}`);
    }),
  );
  await Promise.all([first, second]);

  expect(order).toEqual(['analysed 0', 'drawn 0', 'analysed 1', 'drawn 1']);
});

test('a file that is no image is told, and the next page is looked at all the same', async () => {
  const broken = new Blob(['no image'], { type: 'image/png' });
  const page = await scan('black');

  await expect(imaging.analyse(broken)).rejects.toMatchObject({ code: 'FILE_NOT_AN_IMAGE' });
  await expect(imaging.analyse(page, 100)).resolves.toMatchObject({ isBlank: false });
  await expect(imaging.analyse(broken)).rejects.toMatchObject({ code: 'FILE_NOT_AN_IMAGE' });
});

test('an image wider than any scanner makes is analysed or refused, never lost', async () => {
  const strip = await scan('black', 33_000, 120);

  await expect(imaging.analyse(strip, 300)).resolves.toMatchObject({
    frame: { sourceWidthPx: 33_000, sourceHeightPx: 120 },
  });
});
