import { idFrom } from '#lib/server/http/id-from.ts';
import { respond } from '#lib/server/http/respond.ts';
import { findRemoteBatch } from '#lib/server/use-cases/sign-remotely.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = ({ locals, params }) =>
  respond(async () => {
    findRemoteBatch(locals.context, locals.person, idFrom(params.id)).cancel();
    return {};
  });
