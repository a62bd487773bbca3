import { SupervisionQuerySchema } from '#lib/protocol/supervision.ts';
import { readQuery, respond } from '#lib/server/http/respond.ts';
import { readSupervision } from '#lib/server/use-cases/read-supervision.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ locals, url }) =>
  respond(() =>
    readSupervision(locals.context, locals.person, readQuery(url, SupervisionQuerySchema)),
  );
