import { respond } from '#lib/server/http/respond.ts';
import { listDifferences } from '#lib/server/use-cases/resolve-differences.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ locals }) =>
  respond(async () => ({ differences: await listDifferences(locals.context, locals.person) }));
