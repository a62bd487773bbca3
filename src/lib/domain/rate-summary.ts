import {
  digitizationRate,
  remainingToTarget,
  type DigitizationCount,
} from './digitization-rate.ts';

/** A count that belongs to one administrative level: targets are set per level and year. */
export type LevelledCount = DigitizationCount & { levelId: string };

export type RateSummary = DigitizationCount & {
  rate: number | null;
  /** Percent; weighted by the number of results where levels with different targets meet. */
  targetPercent: number | null;
  remaining: number;
};

/**
 * Sums counts of several levels and holds each level against its own target: what is missing at one
 * level is not made up by another. `targetOf` answers percent, or null when none was set.
 */
export function summarizeRate(
  counts: readonly LevelledCount[],
  targetOf: (levelId: string) => number | null,
): RateSummary {
  const perLevel = new Map<string, DigitizationCount>();
  for (const count of counts) {
    perLevel.set(count.levelId, addCounts(perLevel.get(count.levelId) ?? nothing, count));
  }
  const total = [...perLevel.values()].reduce(addCounts, nothing);
  let remaining = 0;
  let weighted = 0;
  let hasTarget = perLevel.size > 0;
  for (const [levelId, count] of perLevel) {
    const percent = targetOf(levelId);
    if (percent === null) hasTarget = false;
    else {
      remaining += remainingToTarget(count, percent);
      weighted += percent * (count.due + count.digitized);
    }
  }
  const results = total.due + total.digitized;
  return {
    ...total,
    rate: digitizationRate(total),
    targetPercent: hasTarget && results > 0 ? weighted / results : null,
    remaining,
  };
}

const nothing: DigitizationCount = { due: 0, digitized: 0, exempt: 0 };

function addCounts(a: DigitizationCount, b: DigitizationCount): DigitizationCount {
  return {
    due: a.due + b.due,
    digitized: a.digitized + b.digitized,
    exempt: a.exempt + b.exempt,
  };
}
