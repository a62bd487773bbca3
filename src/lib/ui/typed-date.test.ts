import { describe, expect, test } from 'vitest';
import { parseTypedDate } from './typed-date.ts';

describe('a date as an official types it', () => {
  test.each([
    ['09/02/2025', '2025-02-09'],
    ['9/2/2025', '2025-02-09'],
    ['09-02-2025', '2025-02-09'],
    ['9.2.25', '2025-02-09'],
    ['09022025', '2025-02-09'],
    ['090225', '2025-02-09'],
    [' 9 / 2 / 2025 ', '2025-02-09'],
    ['2025-02-09', '2025-02-09'],
    ['31/12/98', '1998-12-31'],
    ['29/02/2024', '2024-02-29'],
  ])('%s', (typed, isoDate) => {
    expect(parseTypedDate(typed)).toBe(isoDate);
  });

  test.each(['31/02/2025', '29/02/2025', '0/5/2025', '12/13/2025', '1/1/1', 'hôm nay', '9/2'])(
    '%s is no date',
    (typed) => {
      expect(parseTypedDate(typed)).toBeNull();
    },
  );

  test('an empty box is an empty date', () => {
    expect(parseTypedDate('  ')).toBe('');
  });
});
