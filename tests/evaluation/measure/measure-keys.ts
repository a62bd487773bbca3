import { requiredKeys } from '#lib/domain/metadata-rules.ts';
import type { FieldReading } from './measure-fields.ts';

/**
 * Keys that a document costs: one for each field that takes the focus, and one to go on. An empty
 * field that need not be filled (`metadata-rules`) takes the focus only where something was read in
 * it; the expiry is always decided.
 */
export function keysPerDocument(readings: readonly FieldReading[]): number {
  return 1 + readings.filter(takesFocus).length;
}

function takesFocus({ key, value, isAsked }: FieldReading): boolean {
  if (!isAsked) return false;
  return value !== '' || requiredKeys.includes(key) || key === 'expiresOn';
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  if (sorted.length === 0) return 0;
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? 0)
    : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}
