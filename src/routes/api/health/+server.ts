import { sql } from 'kysely';
import { respond } from '#lib/server/http/respond.ts';
import type { RequestHandler } from './$types';

/** Answers once the database answers; for the launcher and for load balancers. */
export const GET: RequestHandler = ({ locals }) =>
  respond(async () => {
    await sql`SELECT 1`.execute(locals.context.db);
    return { app: 'tram-so-hoa', isHealthy: true };
  });
