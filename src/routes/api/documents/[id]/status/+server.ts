import { idFrom } from '#lib/server/http/id-from.ts';
import { respond } from '#lib/server/http/respond.ts';
import { readStatus } from '#lib/server/use-cases/read-document.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ locals, params }) =>
  respond(async () => readStatus(locals.context, locals.person, idFrom(params.id)));
