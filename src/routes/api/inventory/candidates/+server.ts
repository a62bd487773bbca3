import { CandidateQuerySchema } from '#lib/protocol/documents.ts';
import { readBody, respond } from '#lib/server/http/respond.ts';
import { findCandidates } from '#lib/server/use-cases/read-catalogue.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = ({ locals, request }) =>
  respond(async () =>
    findCandidates(locals.context, locals.person, await readBody(request, CandidateQuerySchema)),
  );
