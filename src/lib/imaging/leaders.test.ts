import { expect, test } from 'vitest';
import { createGreyImage, type GreyImage } from './grey-image.ts';
import { eraseLeaders } from './leaders.ts';

const dpi = 200;

function dot(image: GreyImage, x: number, y: number, size = 2): void {
  for (let row = y; row < y + size; row += 1)
    image.data.fill(90, row * 400 + x, row * 400 + x + size);
}

function ink({ data }: GreyImage): number {
  return data.reduce((sum, value) => sum + (value < 255 ? 1 : 0), 0);
}

test('a dotted line goes, sloping as scans do', () => {
  const image = createGreyImage(400, 100);
  for (let i = 0; i < 40; i += 1) dot(image, 20 + i * 8, 50 + Math.floor(i / 10));

  eraseLeaders(image, dpi);

  expect(ink(image)).toBe(0);
});

test('an ellipsis, the dots of letters and a row of print stay', () => {
  const image = createGreyImage(400, 100);
  for (let i = 0; i < 3; i += 1) dot(image, 20 + i * 8, 20);
  for (let i = 0; i < 20; i += 1) {
    // Dots over stems, as of i, and strokes of letters side by side.
    dot(image, 20 + i * 12, 60);
    for (let y = 65; y < 80; y += 1)
      image.data.fill(0, y * 400 + 20 + i * 12, y * 400 + 22 + i * 12);
  }
  const before = image.data.slice();

  eraseLeaders(image, dpi);

  expect(image.data).toEqual(before);
});
