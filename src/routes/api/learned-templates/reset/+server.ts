import { LearningResetSchema } from '#lib/protocol/learning.ts';
import { readBody, respond } from '#lib/server/http/respond.ts';
import { resetLearning } from '#lib/server/use-cases/manage-learning.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = ({ locals, request }) =>
  respond(async () => {
    const reset = await readBody(request, LearningResetSchema);
    return resetLearning(locals.context, locals.person, reset);
  });
