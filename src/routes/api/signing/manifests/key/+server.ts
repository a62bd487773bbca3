import { respond } from '#lib/server/http/respond.ts';
import { readManifestKey } from '#lib/server/use-cases/issue-manifest.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ locals }) =>
  respond(async () => readManifestKey(locals.context, locals.person));
