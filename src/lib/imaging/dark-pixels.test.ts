import { expect, test } from 'vitest';
import { DarkPixels } from './dark-pixels.ts';

/** The same numbers every time, 0–255 (Lehmer, 31 bits). */
function bytes(length: number, seed: number): Uint8Array {
  let state = seed;
  return Uint8Array.from({ length }, () => (state = (state * 48_271) % 2_147_483_647) & 255);
}

function allFrom(dark: DarkPixels, from: number, end: number): number[] {
  const found: number[] = [];
  for (let i = dark.next(from, end); i < end; i = dark.next(i + 1, end)) found.push(i);
  return found;
}

test.each([128, 190, 255])('finds every pixel darker than %i and no other', (level) => {
  const data = bytes(4099, level);
  const expected = [...data.keys()].filter((i) => i >= 3 && (data[i] ?? 255) < level);
  expect(allFrom(new DarkPixels(data, level), 3, data.length)).toEqual(expected);
});

test('stops before the end and begins anywhere, in images of any place in memory', () => {
  const data = bytes(64, 7).subarray(3);
  for (let from = 0; from < 12; from += 1) {
    for (let end = from; end < 40; end += 1) {
      const expected = [...data.keys()].filter((i) => i >= from && i < end && (data[i] ?? 0) < 200);
      expect(allFrom(new DarkPixels(data, 200), from, end)).toEqual(expected);
    }
  }
});
