import { forPage } from '#lib/server/http/for-page.ts';
import { readScanTerms } from '#lib/server/use-cases/read-signing-profiles.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals }) =>
  forPage(
    (async () => ({
      ...(await readScanTerms(locals.context, locals.person)),
      bridgeUrl: locals.context.env.bridgeUrl,
    }))(),
  );
