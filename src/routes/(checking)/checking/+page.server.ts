import { forPage } from '#lib/server/http/for-page.ts';
import { listWaitingChecks } from '#lib/server/use-cases/check-blindly.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, depends }) => {
  depends('checks:waiting');
  return {
    checks: await forPage(listWaitingChecks(locals.context, locals.person)),
    now: locals.context.now().toISOString(),
  };
};
