import { createHash } from 'node:crypto';
import type { AuditEntry } from '#lib/protocol/administration.ts';

/** What the first entry stands on. */
export const CHAIN_START = '0'.repeat(64);

/** SHA-256 over the previous hash and the canonical JSON of the entry, lower-case hex. */
export function chainHash(entry: Omit<AuditEntry, 'hash'>): string {
  const details = Object.entries(entry.details).sort(([a], [b]) => (a < b ? -1 : 1));
  const canonical = JSON.stringify([
    entry.previousHash,
    entry.sequence,
    entry.at,
    entry.action,
    entry.actorId,
    entry.actorName,
    entry.subjectKind,
    entry.subjectId,
    details,
  ]);
  return createHash('sha256').update(canonical).digest('hex');
}
