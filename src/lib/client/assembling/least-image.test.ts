import { expect, test } from 'vitest';
import { leastImage } from './least-image.ts';

const pixels = (...values: [number, number, number][]) => Uint8Array.from(values.flat());
const black: [number, number, number] = [0, 0, 0];
const white: [number, number, number] = [255, 255, 255];

test('black and white takes one bit per pixel, each row from a new octet, 1 = black', () => {
  const row = [black, white, white, white, white, white, white, white, black];
  const image = leastImage(pixels(...row, ...row.toReversed()), 9, 2);
  expect(image.kind).toBe('bilevel');
  expect([...image.bytes]).toEqual([0b1000_0000, 0b1000_0000, 0b1000_0000, 0b1000_0000]);
});

test('grey takes one octet per pixel', () => {
  const image = leastImage(pixels(black, [120, 120, 120], white), 3, 1);
  expect(image).toMatchObject({ kind: 'grey', widthPx: 3, heightPx: 1 });
  expect([...image.bytes]).toEqual([0, 120, 255]);
});

test('one coloured pixel, such as of a red seal, keeps the colours of all', () => {
  const rgb = pixels(black, [200, 30, 30], white);
  expect(leastImage(rgb, 3, 1)).toMatchObject({ kind: 'rgb', bytes: rgb });
});
