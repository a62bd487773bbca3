import { MAX_VGCA_BYTES, VgcaTaskQuerySchema } from '#lib/protocol/vgca.ts';
import { readBytes, readQuery, respond } from '#lib/server/http/respond.ts';
import { orderVgcaSignature } from '#lib/server/use-cases/sign-with-vgca.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = ({ locals, request, url }) =>
  respond(async () => {
    const query = readQuery(url, VgcaTaskQuerySchema);
    return orderVgcaSignature(locals.context, locals.person, query, () =>
      readBytes(request, 'application/pdf', MAX_VGCA_BYTES),
    );
  });
