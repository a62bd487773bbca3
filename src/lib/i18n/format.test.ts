import { expect, test } from 'vitest';
import { formatDate } from './format.ts';

test('a date stays the day it names', () => {
  expect(formatDate('2026-11-22')).toBe('22/11/2026');
});

test('an instant is the day it is in Vietnam', () => {
  expect(formatDate('2026-11-22T16:59:59Z')).toBe('22/11/2026');
  expect(formatDate('2026-11-22T17:00:00.000Z')).toBe('23/11/2026');
});

test('what is no date comes back as it is', () => {
  expect(formatDate('không rõ')).toBe('không rõ');
});
