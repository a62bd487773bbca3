import fc from 'fast-check';
import { expect, test } from 'vitest';
import { remainingToTarget } from './digitization-rate.ts';
import { summarizeRate } from './rate-summary.ts';

test('a level that is ahead does not hide what another one lacks', () => {
  const summary = summarizeRate(
    [
      { levelId: 'province', due: 0, digitized: 100, exempt: 0 },
      { levelId: 'commune', due: 80, digitized: 20, exempt: 5 },
    ],
    () => 50,
  );
  expect(summary).toMatchObject({ due: 80, digitized: 120, exempt: 5, rate: 60, remaining: 30 });
});

test('different targets of levels are weighted by their results', () => {
  const summary = summarizeRate(
    [
      { levelId: 'province', due: 300, digitized: 0, exempt: 0 },
      { levelId: 'district', due: 100, digitized: 0, exempt: 0 },
    ],
    (level) => (level === 'province' ? 90 : 50),
  );
  expect(summary.targetPercent).toBe(80);
  expect(summary.remaining).toBe(320);
});

test('without a target there is nothing to hold the rate against', () => {
  const summary = summarizeRate(
    [{ levelId: 'province', due: 5, digitized: 5, exempt: 0 }],
    () => null,
  );
  expect(summary.targetPercent).toBeNull();
  expect(summary.remaining).toBe(0);
});

test('within one level the parts sum up to what the whole lacks, whatever the split', () => {
  const count = fc.record({
    levelId: fc.constant('province'),
    due: fc.nat(1000),
    digitized: fc.nat(1000),
    exempt: fc.nat(50),
  });
  fc.assert(
    fc.property(
      fc.array(count, { minLength: 1 }),
      fc.integer({ min: 0, max: 100 }),
      (counts, percent) => {
        const { due, digitized, exempt, remaining } = summarizeRate(counts, () => percent);
        expect(remaining).toBe(remainingToTarget({ due, digitized, exempt }, percent));
      },
    ),
  );
});
