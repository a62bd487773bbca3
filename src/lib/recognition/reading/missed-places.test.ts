import { describe, expect, test } from 'vitest';
import type { TextLine } from '#lib/domain/text-layer.ts';
import { createGreyImage, type GreyImage } from '#lib/imaging/grey-image.ts';
import { encodePgm } from '#lib/imaging/recognition-image.ts';
import { inkCells } from './ink-cells.ts';
import { missedPlaces } from './missed-places.ts';

const dpi = 200;

function fill(image: GreyImage, x: number, y: number, width: number, height: number): void {
  for (let row = y; row < y + height; row += 1) {
    image.data.fill(0, row * image.width + x, row * image.width + x + width);
  }
}

/** Something like print: upright strokes with gaps between letters. */
function print(image: GreyImage, x: number, y: number, letters: number): void {
  for (let i = 0; i < letters; i += 1) {
    fill(image, x + i * 18, y, 3, 24);
    fill(image, x + i * 18, y + 10, 10, 3);
  }
}

function lineAt(x: number, y: number, width: number): TextLine {
  const box = { x, y, width, height: 30 };
  const baseline = { x0: x, y0: y + 26, x1: x + width, y1: y + 26 };
  return { words: [{ text: 'chữ', confidence: 95, box }], box, baseline };
}

function placesOf(image: GreyImage, lines: TextLine[]) {
  const ink = inkCells(encodePgm(image), dpi);
  if (!ink) throw new Error('Not a PGM');
  return missedPlaces(ink, lines);
}

describe('print that no line covers', () => {
  const image = createGreyImage(1000, 1000);
  print(image, 100, 200, 20);
  print(image, 100, 400, 20);

  test('is found, one place for a line', () => {
    const [place, ...others] = placesOf(image, [lineAt(95, 195, 370)]);

    expect(others).toEqual([]);
    expect(place?.x).toBeLessThanOrEqual(100);
    expect(place?.y).toBeLessThanOrEqual(400);
    expect((place?.x ?? 0) + (place?.width ?? 0)).toBeGreaterThanOrEqual(450);
    expect((place?.y ?? 0) + (place?.height ?? 0)).toBeGreaterThanOrEqual(424);
  });

  test('is not looked for where everything was read', () => {
    expect(placesOf(image, [lineAt(95, 195, 370), lineAt(95, 395, 370)])).toEqual([]);
  });
});

test('print in the cells of a table is found between its rules', () => {
  const image = createGreyImage(1000, 1000);
  for (const y of [200, 260, 320, 380]) fill(image, 100, y, 800, 3);
  for (const x of [100, 160, 898]) fill(image, x, 200, 3, 183);
  for (const y of [220, 280, 340]) print(image, 124, y, 1);

  const places = placesOf(image, [lineAt(180, 215, 600), lineAt(180, 275, 600)]);

  expect(places.map(({ y }) => Math.floor((y - 200) / 60)).sort()).toEqual([0, 1, 2]);
  expect(places.every(({ x, width }) => x > 100 && x + width < 165)).toBe(true);
});

test('rules, blots and shadows at the edge are no print', () => {
  const image = createGreyImage(1000, 1000);
  fill(image, 100, 300, 800, 2);
  fill(image, 300, 500, 200, 200);
  print(image, 2, 700, 1);

  expect(placesOf(image, [])).toEqual([]);
});

test('other image formats are left alone', () => {
  expect(inkCells(Uint8Array.of(0xff, 0xd8, 0xff), dpi)).toBeNull();
});
