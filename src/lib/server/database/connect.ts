import { CamelCasePlugin, Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Database } from '../stores/database-schema.ts';

export type Connection = { pool: pg.Pool; db: Kysely<Database>; close(): Promise<void> };

const DATE = 1082;
const BIGINT = 20;
const NUMERIC = 1700;

/**
 * Dates come as ISO text, counts as numbers (none of ours passes 2^53); everything else as `pg`
 * gives it. Columns are snake_case in SQL and camelCase here.
 */
export function connect(url: string, maxConnections = 10): Connection {
  const pool = new pg.Pool({
    connectionString: url,
    max: maxConnections,
    connectionTimeoutMillis: 15_000,
    types: {
      getTypeParser: (oid: number, format?: 'text' | 'binary') => {
        if (oid === DATE) return (text: string) => text;
        if (oid === BIGINT || oid === NUMERIC) return Number;
        return pg.types.getTypeParser(oid, format);
      },
    },
  });
  let isClosing = false;
  // An idle connection that the server closes must not end the process; the next query reconnects.
  pool.on('error', (error) => {
    if (!isClosing) console.error('database connection lost:', error.message);
  });
  const db = new Kysely<Database>({
    dialect: new PostgresDialect({ pool }),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  });
  const close = async () => {
    isClosing = true;
    await db.destroy();
  };
  return { pool, db, close };
}
