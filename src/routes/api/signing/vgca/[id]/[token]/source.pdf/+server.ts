import { idFrom } from '#lib/server/http/id-from.ts';
import { respond } from '#lib/server/http/respond.ts';
import { readVgcaSource } from '#lib/server/use-cases/sign-with-vgca.ts';
import { pdfResponse } from '#lib/server/vgca-signing/pdf-response.ts';
import type { RequestHandler } from './$types';

/** Fetched by VGCA Sign Service, which has no session: the token in the address is its only right. */
export const GET: RequestHandler = ({ locals, params }) =>
  respond(async () =>
    pdfResponse(await readVgcaSource(locals.context, idFrom(params.id), params.token)),
  );
