import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { attachOrStart, type EmbeddedPostgres } from '#lib/server/database/embedded-postgres.ts';

/** A real PostgreSQL of its own for one test file; databases in it are made as needed. */
export type TestPostgres = {
  /** A new, empty database. */
  createDatabase(): Promise<string>;
  stop(): Promise<void>;
};

export async function startPostgres(): Promise<TestPostgres> {
  const dataDir = await mkdtemp(join(tmpdir(), 'tram-so-hoa-test-'));
  let server: EmbeddedPostgres;
  try {
    // Nothing here outlives the test, so the disk need not be waited for.
    server = await attachOrStart({ dataDir, settings: ['fsync=off', 'max_connections=200'] });
  } catch (error) {
    await rm(dataDir, { recursive: true, force: true });
    throw error;
  }
  let count = 0;
  return {
    async createDatabase() {
      const name = `test_${process.pid}_${count++}`;
      const client = new pg.Client({ connectionString: server.url });
      await client.connect();
      await client.query(`CREATE DATABASE ${name} TEMPLATE template0`);
      await client.end();
      const url = new URL(server.url);
      url.pathname = `/${name}`;
      return url.href;
    },
    async stop() {
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
