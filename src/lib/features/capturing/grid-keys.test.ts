import { expect, it } from 'vitest';
import { placeAfterKey } from './grid-keys.ts';

/** Two rows of three and two items. */
const places = [
  [0, 0],
  [100, 0],
  [200, 0],
  [0, 150],
  [130, 150],
].map(([left = 0, top = 0]) => ({ left, top, height: 120 }));

it('goes up and down to the nearest item of the next row', () => {
  expect(placeAfterKey('ArrowDown', 1, () => places)).toBe(4);
  expect(placeAfterKey('ArrowDown', 2, () => places)).toBe(4);
  expect(placeAfterKey('ArrowUp', 3, () => places)).toBe(0);
});

it('stays where there is no further row', () => {
  expect(placeAfterKey('ArrowUp', 1, () => places)).toBe(1);
  expect(placeAfterKey('ArrowDown', 4, () => places)).toBe(4);
});

it('leaves other keys to others', () => {
  expect(placeAfterKey('Enter', 1, () => places)).toBeNull();
});
