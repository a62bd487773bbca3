import { forPage } from '#lib/server/http/for-page.ts';
import { readCheckSetting } from '#lib/server/use-cases/manage-check-setting.ts';
import { listDifferences } from '#lib/server/use-cases/resolve-differences.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, depends }) => {
  depends('checks:differences');
  return forPage(
    (async () => {
      const [differences, setting] = await Promise.all([
        listDifferences(locals.context, locals.person),
        readCheckSetting(locals.context, locals.person),
      ]);
      return { differences, setting };
    })(),
  );
};
