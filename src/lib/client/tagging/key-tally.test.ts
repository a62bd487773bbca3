import { expect, test } from 'vitest';
import { KeyTally } from './key-tally.ts';

test('the middle document counts, and keys that only hold others do not', () => {
  const tally = new KeyTally();
  expect(tally.median).toBeNull();
  for (const key of ['Enter']) tally.press('a', key);
  for (const key of ['Enter', 'Enter', 'Enter']) tally.press('b', key);
  for (const key of ['Control', 'z', 'Shift', 'Enter']) tally.press('c', key);
  expect(tally.median).toBe(2);
});
