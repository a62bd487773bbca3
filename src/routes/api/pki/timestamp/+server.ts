import { MAX_PKI_REQUEST_BYTES, mediaTypes } from '#lib/protocol/pki.ts';
import { derResponse } from '#lib/server/http/der-response.ts';
import { readBytes, respond } from '#lib/server/http/respond.ts';
import { askTimestamp } from '#lib/server/use-cases/ask-validation-services.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = ({ locals, request }) =>
  respond(async () => {
    const reply = await askTimestamp(locals.context, locals.person, () =>
      readBytes(request, mediaTypes.timestampQuery, MAX_PKI_REQUEST_BYTES),
    );
    return derResponse(reply, mediaTypes.timestampReply);
  });
