import { respond } from '#lib/server/http/respond.ts';
import { readSigningProfiles } from '#lib/server/use-cases/read-signing-profiles.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ locals }) =>
  respond(() => readSigningProfiles(locals.context, locals.person));
