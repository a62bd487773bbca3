import { respond } from '#lib/server/http/respond.ts';
import { readLearnedTemplates } from '#lib/server/use-cases/read-learned.ts';
import type { RequestHandler } from './$types';

/** What the person's unit has learned; asked again, it costs nothing while nothing was added. */
export const GET: RequestHandler = ({ locals, request }) =>
  respond(async () => {
    const { version, templates } = await readLearnedTemplates(locals.context, locals.person);
    const etag = `"${locals.person?.orgUnitId ?? ''}.${version}"`;
    const headers = { etag, 'cache-control': 'private, no-cache' };
    if (request.headers.get('if-none-match') === etag) {
      return new Response(null, { status: 304, headers });
    }
    return Response.json(templates, { headers });
  });
