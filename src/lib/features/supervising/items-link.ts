import { queryString } from '#lib/features/searching/query-link.ts';
import type { InventoryQuery } from '#lib/protocol/supervision.ts';

/** Address of the list behind a number. */
export function itemsLink(query: Partial<InventoryQuery>): `/supervision/items?${string}` {
  const { q, orgUnitId, procedureId, levelId, state, cursor } = query;
  const text = queryString({ q, orgUnitId, procedureId, levelId, state, cursor });
  return `/supervision/items?${text.slice(1)}`;
}
