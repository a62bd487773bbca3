import { describe, expect, test } from 'vitest';
import { renderPage } from '#support/rendered-page.ts';
import type { GreyImage } from './grey-image.ts';
import { lineImages } from './recognition-image.ts';
import { withoutSealRings } from './seal-rings.ts';
import { textBands } from './text-bands.ts';

const dpi = 200;
const frame = {
  sourceWidthPx: 1654,
  sourceHeightPx: 2338,
  rotation: 0,
  skewDegrees: 0,
  dpi,
} as const;
/** Position, seal and name of the rendered page. */
const zone = { x: 900, y: 1280, width: 600, height: 340 };

/** The signature corner as a black and white copier gives it: the red seal is black. */
function copiedPage(hasSeal: boolean): GreyImage {
  const { rgba, width, height } = renderPage({ hasSeal });
  const data = new Uint8Array(width * height);
  for (let i = 0; i < data.length; i += 1) data[i] = (rgba[i * 4 + 1] ?? 255) < 150 ? 0 : 255;
  return { width, height, data };
}

function cut(image: GreyImage, { x, y, width, height }: typeof zone): GreyImage {
  const rows = Array.from({ length: height }, (_, row) =>
    image.data.subarray((y + row) * image.width + x, (y + row) * image.width + x + width),
  );
  const data = new Uint8Array(width * height);
  rows.forEach((row, i) => data.set(row, i * width));
  return { width, height, data };
}

function inkCount(image: GreyImage): number {
  return image.data.reduce((count, value) => count + (value < 128 ? 1 : 0), 0);
}

describe('a seal on a black and white copy', () => {
  test('loses its rings, the print around it does not', () => {
    const sealed = cut(copiedPage(true), zone);
    const clean = cut(copiedPage(false), zone);

    const cleaned = withoutSealRings(sealed, dpi);

    const seal = inkCount(sealed) - inkCount(clean);
    expect(seal).toBeGreaterThan(3000);
    expect(inkCount(cleaned) - inkCount(clean)).toBeLessThan(seal * 0.1);
    expect(inkCount(cleaned)).toBeGreaterThan(inkCount(clean) * 0.9);
  });

  test('print without a seal is left as it is', () => {
    const clean = cut(copiedPage(false), zone);

    expect(withoutSealRings(clean, dpi)).toBe(clean);
  });
});

describe('the lines of print around a signature', () => {
  test('are found one by one, with room for accents', () => {
    const bands = textBands(cut(copiedPage(false), zone), dpi);

    expect(bands).toHaveLength(2);
    const [position, name] = bands;
    expect(position?.y).toBeLessThan(45);
    expect(name?.y).toBeGreaterThan(240);
    for (const band of bands) {
      expect(band.height).toBeGreaterThan(25);
      expect(band.height).toBeLessThan(80);
    }
  });

  test('are the same under a seal, and told in pixels of the page', () => {
    const lines = lineImages(copiedPage(true), frame, zone);

    expect(lines).toHaveLength(2);
    const name = lines[1];
    expect(name?.box.y).toBeGreaterThan(zone.y + 240);
    expect(name?.box.x).toBeLessThan(1120);
    expect(name?.image.width).toBe(name?.box.width);
  });

  test('a part of the page without print has none', () => {
    const paper = { width: 300, height: 200, data: new Uint8Array(60_000).fill(255) };

    expect(textBands(paper, dpi)).toEqual([]);
  });
});
