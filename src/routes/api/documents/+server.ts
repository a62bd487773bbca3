import { AnnouncementSchema } from '#lib/protocol/documents.ts';
import { DocumentQuerySchema } from '#lib/protocol/repository.ts';
import { readBody, readQuery, respond } from '#lib/server/http/respond.ts';
import { announceDocument } from '#lib/server/use-cases/announce-document.ts';
import { searchDocuments } from '#lib/server/use-cases/search-documents.ts';
import type { RequestHandler } from './$types';

/** The full text of 500 pages, in JSON. */
const MAX_ANNOUNCEMENT_BYTES = 12_000_000;

export const GET: RequestHandler = ({ locals, url }) =>
  respond(() =>
    searchDocuments(locals.context, locals.person, readQuery(url, DocumentQuerySchema)),
  );

export const POST: RequestHandler = ({ locals, request }) =>
  respond(async () => {
    const announcement = await readBody(request, AnnouncementSchema, MAX_ANNOUNCEMENT_BYTES);
    return announceDocument(locals.context, locals.person, announcement);
  });
