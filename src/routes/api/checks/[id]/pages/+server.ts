import { contentResponse } from '#lib/server/http/content-response.ts';
import { idFrom } from '#lib/server/http/id-from.ts';
import { respond } from '#lib/server/http/respond.ts';
import { readCheckPages } from '#lib/server/use-cases/check-blindly.ts';
import type { RequestHandler } from './$types';

/** The PDF for the second person, whole or a range. */
export const GET: RequestHandler = ({ locals, params, request }) =>
  respond(async () => {
    const content = await readCheckPages(locals.context, locals.person, idFrom(params.id));
    return contentResponse(content, request.headers, false);
  });
