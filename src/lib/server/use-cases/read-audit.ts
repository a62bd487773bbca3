import type { Person } from '#lib/domain/access.ts';
import type { AuditPage, AuditQuery, ChainVerification } from '#lib/protocol/administration.ts';
import type { Context } from '../context.ts';
import { CHAIN_START, chainHash } from '../stores/audit-chain.ts';
import { requirePermission } from './require-permission.ts';

/** The log, newest first. */
export async function listAudit(
  context: Context,
  person: Person | null,
  query: AuditQuery,
): Promise<AuditPage> {
  requirePermission(person, 'audit.read');
  return context.stores.audit.page(query);
}

/**
 * Recomputes the whole chain: a changed, removed or inserted entry breaks it at its place; entries
 * cut off at the end are missed by the receipts that name them.
 */
export async function verifyAudit(
  context: Context,
  person: Person | null,
): Promise<ChainVerification> {
  requirePermission(person, 'audit.read');
  let previousHash = CHAIN_START;
  let checkedEntries = 0;
  for await (const entry of context.stores.audit.all()) {
    const isNext = entry.sequence === checkedEntries + 1 && entry.previousHash === previousHash;
    if (!isNext || chainHash(entry) !== entry.hash) {
      return { isIntact: false, checkedEntries, brokenAt: entry.sequence, headHash: previousHash };
    }
    previousHash = entry.hash;
    checkedEntries += 1;
  }
  const isCutOff = (await context.stores.audit.missingForReceipts()) > 0;
  return {
    isIntact: !isCutOff,
    checkedEntries,
    brokenAt: isCutOff ? checkedEntries + 1 : null,
    headHash: previousHash,
  };
}
