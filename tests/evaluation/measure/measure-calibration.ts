import type { FieldReading } from './measure-fields.ts';

export type CalibrationBin = { from: number; to: number; count: number; right: number };

const edges = [0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 1.0001];

function isRight(reading: FieldReading): boolean {
  return reading.verdict === 'exact';
}

/** How often values were right that were shown with a confidence between two edges. */
export function calibrationTable(readings: readonly FieldReading[]): CalibrationBin[] {
  const shown = readings.filter(({ value, confidence }) => value !== '' && confidence !== null);
  return edges.slice(0, -1).map((from, i) => {
    const to = edges[i + 1] ?? 1;
    const inside = shown.filter(
      ({ confidence }) => (confidence ?? 0) >= from && (confidence ?? 0) < to,
    );
    return {
      from,
      to: Math.min(1, to),
      count: inside.length,
      right: inside.filter(isRight).length,
    };
  });
}

/** Values shown as sure, and those of them that stand so on the paper. */
export function sureReadings(readings: readonly FieldReading[]): { count: number; right: number } {
  const sure = readings.filter((reading) => reading.isSure);
  return { count: sure.length, right: sure.filter(isRight).length };
}

/** Fields that were said not to be on the paper, and those of them that truly are not. */
export function sureAbsences(readings: readonly FieldReading[]): { count: number; right: number } {
  const sure = readings.filter(({ value, isAsked }) => value === '' && !isAsked);
  return { count: sure.length, right: sure.filter(({ verdict }) => verdict === 'absent').length };
}
