import { contentResponse } from '#lib/server/http/content-response.ts';
import { idFrom } from '#lib/server/http/id-from.ts';
import { respond } from '#lib/server/http/respond.ts';
import { readContent } from '#lib/server/use-cases/read-content.ts';
import type { RequestHandler } from './$types';

/** The stored PDF, whole or a range; `?download` offers it as a file. */
export const GET: RequestHandler = ({ locals, params, request, url }) =>
  respond(async () => {
    const content = await readContent(locals.context, locals.person, idFrom(params.id));
    return contentResponse(content, request.headers, url.searchParams.has('download'));
  });
