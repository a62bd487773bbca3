import { CertifiableQuerySchema } from '#lib/protocol/versions.ts';
import { forPage } from '#lib/server/http/for-page.ts';
import { readQuery } from '#lib/server/http/respond.ts';
import { listCertifiable, readCertifyingTerms } from '#lib/server/use-cases/list-certifiable.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) =>
  forPage(
    (async () => {
      const query = readQuery(url, CertifiableQuerySchema);
      const [found, terms] = await Promise.all([
        listCertifiable(locals.context, locals.person, query),
        readCertifyingTerms(locals.context, locals.person),
      ]);
      return { query, found, ...terms, bridgeUrl: locals.context.env.bridgeUrl };
    })(),
  );
