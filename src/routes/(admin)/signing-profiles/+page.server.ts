import { forPage } from '#lib/server/http/for-page.ts';
import { readSigningProfiles } from '#lib/server/use-cases/read-signing-profiles.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => ({
  list: await forPage(readSigningProfiles(locals.context, locals.person)),
  now: locals.context.now(),
});
