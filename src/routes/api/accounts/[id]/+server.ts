import { AccountChangeSchema } from '#lib/protocol/administration.ts';
import { readBody, respond } from '#lib/server/http/respond.ts';
import { changeAccount } from '#lib/server/use-cases/manage-accounts.ts';
import type { RequestHandler } from './$types';

export const PATCH: RequestHandler = ({ locals, params, request }) =>
  respond(async () => {
    const change = await readBody(request, AccountChangeSchema);
    return changeAccount(locals.context, locals.person, params.id, change);
  });
