import type { Person } from '#lib/domain/access.ts';
import type { InventoryItem } from '#lib/domain/procedure.ts';
import type { CandidateQuery, Catalogue } from '#lib/protocol/documents.ts';
import type { Context } from '../context.ts';
import { requirePermission } from './require-permission.ts';

/** Procedures and agencies, for tagging. */
export async function readCatalogue(context: Context, person: Person | null): Promise<Catalogue> {
  requirePermission(person, 'document.digitize');
  const [procedures, agencies] = await Promise.all([
    context.stores.catalogue.procedures(),
    context.stores.catalogue.agencies(),
  ]);
  return { procedures, agencies };
}

/** Due results of the own scope that could be the document at hand. */
export async function findCandidates(
  context: Context,
  person: Person | null,
  query: CandidateQuery,
): Promise<{ items: InventoryItem[] }> {
  requirePermission(person, 'document.digitize');
  return { items: await context.stores.inventory.candidates(query, person.orgUnitPath) };
}
