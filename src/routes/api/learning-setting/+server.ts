import { LearningSettingSchema } from '#lib/protocol/learning.ts';
import { readBody, respond } from '#lib/server/http/respond.ts';
import { saveLearningSetting } from '#lib/server/use-cases/manage-learning.ts';
import type { RequestHandler } from './$types';

export const PUT: RequestHandler = ({ locals, request }) =>
  respond(async () => {
    const setting = await readBody(request, LearningSettingSchema);
    return saveLearningSetting(locals.context, locals.person, setting);
  });
