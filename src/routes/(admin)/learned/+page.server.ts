import { LearnedQuerySchema } from '#lib/protocol/learning.ts';
import { forPage } from '#lib/server/http/for-page.ts';
import { readQuery } from '#lib/server/http/respond.ts';
import { readLearned } from '#lib/server/use-cases/read-learned.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url, depends }) => {
  depends('learned:report');
  return forPage(
    (async () => {
      const { orgUnitId } = readQuery(url, LearnedQuerySchema);
      return { report: await readLearned(locals.context, locals.person, orgUnitId) };
    })(),
  );
};
