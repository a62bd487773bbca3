import { supervisionGroupings, SupervisionQuerySchema } from '#lib/protocol/supervision.ts';
import { forPage } from '#lib/server/http/for-page.ts';
import { readQuery } from '#lib/server/http/respond.ts';
import { readAccuracy } from '#lib/server/use-cases/read-accuracy.ts';
import { readSupervision } from '#lib/server/use-cases/read-supervision.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url, depends }) => {
  depends('figures:supervision');
  return forPage(
    (async () => {
      const query = readQuery(url, SupervisionQuerySchema);
      const by = supervisionGroupings.find((name) => name === url.searchParams.get('by'));
      const [report, accuracy] = await Promise.all([
        readSupervision(locals.context, locals.person, query),
        readAccuracy(locals.context, locals.person, query),
      ]);
      return { query, by: by ?? 'unit', report, accuracy };
    })(),
  );
};
