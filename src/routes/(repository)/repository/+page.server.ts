import { DocumentQuerySchema } from '#lib/protocol/repository.ts';
import { forPage } from '#lib/server/http/for-page.ts';
import { readQuery } from '#lib/server/http/respond.ts';
import { readRepositoryFilters, searchDocuments } from '#lib/server/use-cases/search-documents.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) =>
  forPage(
    (async () => {
      const query = readQuery(url, DocumentQuerySchema);
      const [found, filters] = await Promise.all([
        searchDocuments(locals.context, locals.person, query),
        readRepositoryFilters(locals.context, locals.person),
      ]);
      return { query, found, filters };
    })(),
  );
