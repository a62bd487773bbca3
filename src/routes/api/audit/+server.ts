import { AuditQuerySchema } from '#lib/protocol/administration.ts';
import { readQuery, respond } from '#lib/server/http/respond.ts';
import { listAudit } from '#lib/server/use-cases/read-audit.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ locals, url }) =>
  respond(() => listAudit(locals.context, locals.person, readQuery(url, AuditQuerySchema)));
