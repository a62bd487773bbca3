import { ContentQuerySchema } from '#lib/protocol/versions.ts';
import { contentResponse } from '#lib/server/http/content-response.ts';
import { idFrom } from '#lib/server/http/id-from.ts';
import { readQuery, respond } from '#lib/server/http/respond.ts';
import { readContent } from '#lib/server/use-cases/read-content.ts';
import type { RequestHandler } from './$types';

/** The stored PDF, whole or a range; `?version=` an earlier one; `?download` offers it as a file. */
export const GET: RequestHandler = ({ locals, params, request, url }) =>
  respond(async () => {
    const { version, download } = readQuery(url, ContentQuerySchema);
    const id = idFrom(params.id);
    const content = await readContent(locals.context, locals.person, id, version);
    return contentResponse(content, request.headers, download !== undefined);
  });
