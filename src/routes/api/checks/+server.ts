import { respond } from '#lib/server/http/respond.ts';
import { listWaitingChecks } from '#lib/server/use-cases/check-blindly.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ locals }) =>
  respond(async () => ({ checks: await listWaitingChecks(locals.context, locals.person) }));
