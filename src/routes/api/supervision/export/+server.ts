import { SupervisionExportSchema } from '#lib/protocol/supervision.ts';
import { readQuery, respond } from '#lib/server/http/respond.ts';
import { exportSupervision } from '#lib/server/use-cases/export-supervision.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ locals, url }) =>
  respond(async () => {
    const query = readQuery(url, SupervisionExportSchema);
    const file = await exportSupervision(locals.context, locals.person, query);
    return new Response(new Uint8Array(file.bytes), {
      headers: {
        'content-type': file.contentType,
        'content-disposition': `attachment; filename="${file.fileName}"`,
        'cache-control': 'no-store',
      },
    });
  });
