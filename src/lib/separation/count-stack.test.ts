import { expect, test } from 'vitest';
import { countStack, type CountedPage } from './count-stack.ts';

const page = (other: Partial<CountedPage> = {}): CountedPage => ({
  isBlank: false,
  isSeparator: false,
  isLeftOut: false,
  isNoteTwin: false,
  ...other,
});
const front = (other: Partial<CountedPage> = {}) => page({ side: 'front', ...other });
const back = (other: Partial<CountedPage> = {}) => page({ side: 'back', ...other });

test('sheets scanned on both sides are counted, separator sheets among them', () => {
  const stack = [
    front({ isSeparator: true }),
    back({ isSeparator: true, isBlank: true }),
    front(),
    back({ isBlank: true, isLeftOut: true }),
    front(),
    back(),
  ];
  expect(countStack(stack)).toEqual({
    sheets: { counted: 3 },
    pages: 4,
    separators: 2,
    blanks: 1,
    leftOut: 1,
    isOddDuplex: false,
  });
});

test('a sheet scanned with and without its note is one sheet', () => {
  const stack = [front(), back(), front({ isNoteTwin: true })];
  expect(countStack(stack)).toMatchObject({ sheets: { counted: 1 }, pages: 3, isOddDuplex: false });
});

test.each([
  ['the last back', [front(), back(), front()]],
  ['a back between', [front(), front(), back()]],
  ['a front', [front(), back(), back()]],
])('%s that is missing warns', (_what, stack) => {
  expect(countStack(stack).isOddDuplex).toBe(true);
});

test('one-sided scans do not warn', () => {
  expect(countStack([front(), front(), front()]).isOddDuplex).toBe(false);
});

test('imported files may be scanned either way', () => {
  expect(countStack([page(), page(), page()]).sheets).toEqual({ oneSided: 3, twoSided: 2 });
  expect(countStack([]).sheets).toEqual({ oneSided: 0, twoSided: 0 });
});
