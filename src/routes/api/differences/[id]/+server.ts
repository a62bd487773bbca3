import { ResolutionSchema } from '#lib/protocol/checking.ts';
import { idFrom } from '#lib/server/http/id-from.ts';
import { readBody, respond } from '#lib/server/http/respond.ts';
import { resolveDifference } from '#lib/server/use-cases/resolve-differences.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = ({ locals, params, request }) =>
  respond(async () => {
    const resolution = await readBody(request, ResolutionSchema);
    await resolveDifference(locals.context, locals.person, idFrom(params.id), resolution);
    return { state: 'resolved' };
  });
