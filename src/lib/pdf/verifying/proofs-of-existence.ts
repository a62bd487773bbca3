import type { VerifiedTimestamp } from './verified-signature.ts';

/** A document timestamp: if it holds, the first `coveredLength` octets of the file existed then. */
export type DocumentTimestamp = { coveredLength: number; timestamp: VerifiedTimestamp };

/** When the octets up to `end` existed at the latest; null: nothing proves it. */
export function provenSince(proofs: readonly DocumentTimestamp[], end: number): Date | null {
  const covering = proofs.filter((proof) => proof.coveredLength >= end);
  return earliestOf(covering.map(({ timestamp }) => timestamp));
}

/** The earliest of those that hold. */
export function earliestOf(timestamps: readonly VerifiedTimestamp[]): Date | null {
  const instants = timestamps.flatMap(({ at, problems }) => (problems.length === 0 && at) || []);
  return instants.reduce<Date | null>(
    (first, instant) => (first && first <= instant ? first : instant),
    null,
  );
}
