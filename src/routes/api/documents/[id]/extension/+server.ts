import { ExtensionRequestSchema } from '#lib/protocol/versions.ts';
import { idFrom } from '#lib/server/http/id-from.ts';
import { readBody, respond } from '#lib/server/http/respond.ts';
import { extendDocument } from '#lib/server/use-cases/extend-document.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = ({ locals, params, request }) =>
  respond(async () => {
    const { level } = await readBody(request, ExtensionRequestSchema);
    return extendDocument(locals.context, locals.person, idFrom(params.id), level);
  });
