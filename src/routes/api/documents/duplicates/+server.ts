import { DuplicateQuerySchema } from '#lib/protocol/documents.ts';
import { readBody, respond } from '#lib/server/http/respond.ts';
import { findDuplicates } from '#lib/server/use-cases/find-duplicates.ts';
import type { RequestHandler } from './$types';

/** Hashes of the pages of 500 documents, in JSON. */
const MAX_QUERY_BYTES = 8_000_000;

export const POST: RequestHandler = ({ locals, request }) =>
  respond(async () => {
    const query = await readBody(request, DuplicateQuerySchema, MAX_QUERY_BYTES);
    return findDuplicates(locals.context, locals.person, query);
  });
