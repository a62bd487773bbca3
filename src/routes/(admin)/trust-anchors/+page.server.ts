import { forPage } from '#lib/server/http/for-page.ts';
import { readTrustOverview } from '#lib/server/use-cases/read-trust.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => ({
  trust: await forPage(readTrustOverview(locals.context, locals.person)),
});
