import { idFrom } from '#lib/server/http/id-from.ts';
import { respond } from '#lib/server/http/respond.ts';
import { validateStoredDocument } from '#lib/server/use-cases/validate-stored-document.ts';
import type { RequestHandler } from './$types';

/** The verdict on the stored PDF as it is now, judged now. */
export const GET: RequestHandler = ({ locals, params }) =>
  respond(async () => validateStoredDocument(locals.context, locals.person, idFrom(params.id)));
