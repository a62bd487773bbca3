import { CorrectionsSchema } from '#lib/protocol/corrections.ts';
import { readBody, respond } from '#lib/server/http/respond.ts';
import { keepCorrections } from '#lib/server/use-cases/keep-corrections.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = ({ locals, request }) =>
  respond(async () => {
    const { corrections } = await readBody(request, CorrectionsSchema);
    return keepCorrections(locals.context, locals.person, corrections);
  });
