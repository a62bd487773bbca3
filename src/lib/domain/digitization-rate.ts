/** Counts of still-valid results of one unit, level or procedure. */
export type DigitizationCount = { due: number; digitized: number; exempt: number };

/**
 * Rate of Decision 468 in percent: digitized ÷ (due + digitized); exempt results stand in neither.
 * `null` when nothing is to be digitized. `due` counts what still waits.
 */
export function digitizationRate(count: DigitizationCount): number | null {
  const total = count.due + count.digitized;
  return total === 0 ? null : (count.digitized / total) * 100;
}

/** How many more results must be digitized to reach `targetPercent`. */
export function remainingToTarget(count: DigitizationCount, targetPercent: number): number {
  const total = count.due + count.digitized;
  return Math.max(0, Math.ceil((total * targetPercent) / 100 - 1e-9) - count.digitized);
}
