import { MAX_PKI_REQUEST_BYTES, mediaTypes, ServiceQuerySchema } from '#lib/protocol/pki.ts';
import { derResponse } from '#lib/server/http/der-response.ts';
import { readBytes, readQuery, respond } from '#lib/server/http/respond.ts';
import { askOcsp } from '#lib/server/use-cases/ask-validation-services.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = ({ locals, request, url }) =>
  respond(async () => {
    const query = readQuery(url, ServiceQuerySchema);
    const response = await askOcsp(locals.context, locals.person, query.url, () =>
      readBytes(request, mediaTypes.ocspRequest, MAX_PKI_REQUEST_BYTES),
    );
    return derResponse(response, mediaTypes.ocspResponse);
  });
