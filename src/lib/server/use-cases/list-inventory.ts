import type { Person } from '#lib/domain/access.ts';
import type { InventoryPage, InventoryQuery } from '#lib/protocol/supervision.ts';
import type { Context } from '../context.ts';
import { cappedTotal } from '../stores/paging.ts';
import { requirePermission } from './require-permission.ts';
import { narrowScope } from './search-documents.ts';

/** The results behind a number of the dashboard, down to the documents. */
export async function listInventory(
  context: Context,
  person: Person | null,
  query: InventoryQuery,
): Promise<InventoryPage> {
  requirePermission(person, 'supervision.read');
  const scopePath = await narrowScope(context, person, query.orgUnitId);
  const [page, total] = await Promise.all([
    context.stores.inventory.page(query, scopePath),
    countItems(context, query, scopePath),
  ]);
  return { ...page, ...total };
}

/** The counters know the total of every list without words, so list and dashboard agree. */
async function countItems(context: Context, query: InventoryQuery, scopePath: string) {
  if (query.q !== '') return cappedTotal(await context.stores.inventory.count(query, scopePath));
  const count = await context.stores.counters.total(scopePath, query);
  const total =
    query.state === '' ? count.due + count.digitized + count.exempt : count[query.state];
  return { total, isTotalCapped: false };
}
