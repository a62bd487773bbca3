import { respond } from '#lib/server/http/respond.ts';
import { readTrust } from '#lib/server/use-cases/read-trust.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ locals }) =>
  respond(() => readTrust(locals.context, locals.person));
