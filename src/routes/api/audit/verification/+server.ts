import { respond } from '#lib/server/http/respond.ts';
import { verifyAudit } from '#lib/server/use-cases/read-audit.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ locals }) =>
  respond(() => verifyAudit(locals.context, locals.person));
