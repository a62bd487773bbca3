import { forPage } from '#lib/server/http/for-page.ts';
import { idFrom } from '#lib/server/http/id-from.ts';
import { readDocument } from '#lib/server/use-cases/read-document.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => ({
  document: await forPage(readDocument(locals.context, locals.person, idFrom(params.documentId))),
});
