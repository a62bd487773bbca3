import { CheckAnswerSchema } from '#lib/protocol/checking.ts';
import { idFrom } from '#lib/server/http/id-from.ts';
import { readBody, respond } from '#lib/server/http/respond.ts';
import { sendCheck } from '#lib/server/use-cases/check-blindly.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = ({ locals, params, request }) =>
  respond(async () => {
    const answer = await readBody(request, CheckAnswerSchema);
    return sendCheck(locals.context, locals.person, idFrom(params.id), answer);
  });
