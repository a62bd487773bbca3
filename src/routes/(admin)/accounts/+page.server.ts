import { forPage } from '#lib/server/http/for-page.ts';
import { listAccounts, listOrgUnits } from '#lib/server/use-cases/manage-accounts.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
  const [accounts, orgUnits] = await forPage(
    Promise.all([
      listAccounts(locals.context, locals.person),
      listOrgUnits(locals.context, locals.person),
    ]),
  );
  return { accounts, orgUnits };
};
