import { AppError } from '#lib/domain/app-error.ts';
import { respond } from '#lib/server/http/respond.ts';
import type { RequestHandler } from './$types';

/** The round trip of the OIDC sign-in, when one is configured; everything else is not there. */
const handle: RequestHandler = ({ locals, request, getClientAddress }) =>
  respond(async () => {
    const answer = await locals.context.sessions.handleOidc(request, getClientAddress());
    if (answer === null) throw new AppError('NOT_FOUND');
    return answer;
  });

export const GET = handle;
export const POST = handle;
