import { createHash } from 'node:crypto';
import type pg from 'pg';
import { migrations } from '../stores/migrations/all.ts';

/** Any fixed number: instances that start together take turns on it. */
const MIGRATION_LOCK = 7_246_301;
const OLDEST_VERSION = 150_000;

/**
 * Brings the database to the newest shape; a second run does nothing. Each step is one transaction
 * and is remembered with the digest of its text: a step that was edited afterwards is refused.
 */
export async function migrate(pool: pg.Pool): Promise<void> {
  const client = await pool.connect();
  try {
    await requireVersion(client);
    await client.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await client.query(
      `CREATE TABLE IF NOT EXISTS schema_migration (
         name text PRIMARY KEY, digest text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())`,
    );
    const known = await client.query<{ name: string; digest: string }>(
      'SELECT name, digest FROM schema_migration',
    );
    const digests = new Map(known.rows.map((row) => [row.name, row.digest]));
    for (const { name, sql } of migrations) {
      const digest = createHash('sha256').update(sql).digest('hex');
      const applied = digests.get(name);
      if (applied === digest) continue;
      if (applied !== undefined) throw new Error(`Migration ${name} was changed after it ran`);
      await applyStep(client, name, sql, digest);
    }
  } finally {
    await client.query('SELECT pg_advisory_unlock_all()').catch(() => undefined);
    client.release();
  }
}

async function applyStep(client: pg.PoolClient, name: string, sql: string, digest: string) {
  await client.query('BEGIN');
  try {
    await client.query(sql);
    await client.query('INSERT INTO schema_migration (name, digest) VALUES ($1, $2)', [
      name,
      digest,
    ]);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
}

async function requireVersion(client: pg.PoolClient): Promise<void> {
  const answer = await client.query<{ version: number }>(
    "SELECT current_setting('server_version_num')::int AS version",
  );
  const version = answer.rows[0]?.version ?? 0;
  if (version < OLDEST_VERSION) {
    throw new Error(
      `Cần PostgreSQL từ phiên bản 15; máy chủ đang là ${Math.floor(version / 10_000)}.`,
    );
  }
}
