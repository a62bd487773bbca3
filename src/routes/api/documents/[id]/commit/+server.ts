import { idFrom } from '#lib/server/http/id-from.ts';
import { respond } from '#lib/server/http/respond.ts';
import { commitDocument } from '#lib/server/use-cases/commit-document.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = ({ locals, params }) =>
  respond(async () => commitDocument(locals.context, locals.person, idFrom(params.id)));
