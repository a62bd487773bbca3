import { CheckSettingSchema } from '#lib/protocol/checking.ts';
import { readBody, respond } from '#lib/server/http/respond.ts';
import { readCheckSetting, saveCheckSetting } from '#lib/server/use-cases/manage-check-setting.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ locals }) =>
  respond(() => readCheckSetting(locals.context, locals.person));

export const PUT: RequestHandler = ({ locals, request }) =>
  respond(async () => {
    const setting = await readBody(request, CheckSettingSchema);
    return saveCheckSetting(locals.context, locals.person, setting);
  });
