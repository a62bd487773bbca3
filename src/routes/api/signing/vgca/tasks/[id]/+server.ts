import { idFrom } from '#lib/server/http/id-from.ts';
import { pdfResponse } from '#lib/server/vgca-signing/pdf-response.ts';
import { respond } from '#lib/server/http/respond.ts';
import { readVgcaResult } from '#lib/server/use-cases/sign-with-vgca.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ locals, params }) =>
  respond(async () =>
    pdfResponse(await readVgcaResult(locals.context, locals.person, idFrom(params.id))),
  );
