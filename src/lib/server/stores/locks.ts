import { sql, type Kysely } from 'kysely';
import type { Database } from './database-schema.ts';

/** Namespaces of the advisory locks; all end with their transaction. */
const CHAIN = 1;
const NUMBER = 2;
const LOADING = 3;

export async function chainLock(db: Kysely<Database>): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(${CHAIN}, 0)`.execute(db);
}

/** Two documents of one number and agency are stored one after the other. */
export async function numberLock(db: Kysely<Database>, folded: string): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(${NUMBER}, hashtext(${folded}))`.execute(db);
}

export async function loadingLock(db: Kysely<Database>): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(${LOADING}, 0)`.execute(db);
}
