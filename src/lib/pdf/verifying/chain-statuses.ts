import type { Certificate } from '#lib/pki/certificate.ts';
import type { FoundStatus, RevocationLookup } from './revocation-lookup.ts';

/** The status of every certificate of a path but its trust anchor, the leaf's first. */
export async function chainStatuses(
  chain: readonly Certificate[],
  at: Date,
  known: readonly Certificate[],
  lookup: RevocationLookup,
): Promise<FoundStatus[]> {
  const statuses: FoundStatus[] = [];
  for (const [index, issuer] of chain.slice(1).entries()) {
    const subject = chain[index];
    if (subject) statuses.push(await lookup.statusOf(subject, issuer, at, known));
  }
  return statuses;
}

/**
 * Octets of the file that hold the revocation data of the whole path; null when some of it is not
 * in there.
 */
export function keptWithin(statuses: readonly FoundStatus[]): number | null {
  const ends = statuses.flatMap((one) => (one.status === 'unknown' ? [] : (one.keptWithin ?? [])));
  return ends.length > 0 && ends.length === statuses.length ? Math.max(...ends) : null;
}
