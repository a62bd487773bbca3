import { mediaTypes, ServiceQuerySchema } from '#lib/protocol/pki.ts';
import { derResponse } from '#lib/server/http/der-response.ts';
import { readQuery, respond } from '#lib/server/http/respond.ts';
import { askCrl } from '#lib/server/use-cases/ask-validation-services.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ locals, url }) =>
  respond(async () => {
    const query = readQuery(url, ServiceQuerySchema);
    return derResponse(await askCrl(locals.context, locals.person, query.url), mediaTypes.crl);
  });
