import { expect, test } from 'vitest';
import { optionsOf } from './field-options.ts';

const recognized = {
  value: 'Cty Biền Xanh',
  confidence: 0.5,
  alternatives: ['Cty Biển Xanh', 'Công ty Biển Xanh'],
};

test('the inventory comes first, then what was learned, then other readings, each value once', () => {
  const options = optionsOf(
    { recognized, isConfirmed: false },
    {
      inventoryValue: 'Công ty Biển Xanh',
      learned: [{ value: 'Cty Biển Xanh', reason: 'như 3 văn bản trước' }],
    },
  );
  expect(options.map(({ value, source }) => [value, source])).toEqual([
    ['Công ty Biển Xanh', 'inventory'],
    ['Cty Biển Xanh', 'learned'],
  ]);
});

test('what was recognized is offered again once it was corrected', () => {
  const options = optionsOf({ recognized, typed: 'Biển Xanh', isConfirmed: true });
  expect(options[0]).toEqual({ value: 'Cty Biền Xanh', source: 'recognized' });
});

test('a field without other readings offers nothing', () => {
  expect(optionsOf({ isConfirmed: false })).toEqual([]);
});
