import { InventoryQuerySchema } from '#lib/protocol/supervision.ts';
import { forPage } from '#lib/server/http/for-page.ts';
import { readQuery } from '#lib/server/http/respond.ts';
import { listInventory } from '#lib/server/use-cases/list-inventory.ts';
import { readRepositoryFilters } from '#lib/server/use-cases/search-documents.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) =>
  forPage(
    (async () => {
      const query = readQuery(url, InventoryQuerySchema);
      const [found, filters] = await Promise.all([
        listInventory(locals.context, locals.person, query),
        readRepositoryFilters(locals.context, locals.person),
      ]);
      return { query, found, filters };
    })(),
  );
