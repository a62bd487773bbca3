import { respond } from '#lib/server/http/respond.ts';
import { readCatalogue } from '#lib/server/use-cases/read-catalogue.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ locals }) =>
  respond(() => readCatalogue(locals.context, locals.person));
