import type { VerifiedTimestamp } from './verified-signature.ts';

/** A document timestamp: if it holds, the first `coveredLength` octets of the file existed then. */
export type DocumentTimestamp = { coveredLength: number; timestamp: VerifiedTimestamp };

/** When the octets up to `end` existed at the latest; null: nothing proves it. */
export function provenSince(timestamps: readonly DocumentTimestamp[], end: number): Date | null {
  return earliestOf(coveringTimestamps(timestamps, end));
}

/** Those over everything up to `end`, whether they hold or not. */
export function coveringTimestamps(
  timestamps: readonly DocumentTimestamp[],
  end: number,
): VerifiedTimestamp[] {
  return timestamps
    .filter(({ coveredLength }) => coveredLength >= end)
    .map(({ timestamp }) => timestamp);
}

/** The earliest of those that hold. */
export function earliestOf(timestamps: readonly VerifiedTimestamp[]): Date | null {
  const instants = timestamps.flatMap(({ at, problems }) => (problems.length === 0 && at) || []);
  return instants.reduce<Date | null>(
    (first, instant) => (first && first <= instant ? first : instant),
    null,
  );
}
