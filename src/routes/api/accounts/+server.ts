import { NewAccountSchema } from '#lib/protocol/administration.ts';
import { readBody, respond } from '#lib/server/http/respond.ts';
import { createAccount, listAccounts } from '#lib/server/use-cases/manage-accounts.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ locals }) =>
  respond(async () => ({ accounts: await listAccounts(locals.context, locals.person) }));

export const POST: RequestHandler = ({ locals, request }) =>
  respond(async () =>
    createAccount(locals.context, locals.person, await readBody(request, NewAccountSchema)),
  );
