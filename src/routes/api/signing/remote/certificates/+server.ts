import { respond } from '#lib/server/http/respond.ts';
import { readRemoteCertificates } from '#lib/server/use-cases/sign-remotely.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ locals }) =>
  respond(() => readRemoteCertificates(locals.context, locals.person));
