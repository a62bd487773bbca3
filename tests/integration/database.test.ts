import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { attachOrStart } from '#lib/server/database/embedded-postgres.ts';
import { migrate } from '#lib/server/database/migrate.ts';
import { migrations } from '#lib/server/stores/migrations/all.ts';
import { startPostgres, type TestPostgres } from '#support/postgres.ts';

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.stop());

async function withPool<Result>(url: string, work: (pool: pg.Pool) => Promise<Result>) {
  const pool = new pg.Pool({ connectionString: url });
  try {
    return await work(pool);
  } finally {
    await pool.end();
  }
}

test('servers that start together bring an empty database to the same shape, once', async () => {
  await withPool(await postgres.createDatabase(), async (pool) => {
    await Promise.all([migrate(pool), migrate(pool), migrate(pool)]);
    await migrate(pool);
    const steps = await pool.query('SELECT name FROM schema_migration');
    expect(steps.rows.map((row) => row.name)).toEqual(migrations.map(({ name }) => name));
  });
});

test('a step that was edited after it ran stops the start instead of being skipped', async () => {
  await withPool(await postgres.createDatabase(), async (pool) => {
    await migrate(pool);
    await pool.query("UPDATE schema_migration SET digest = 'another'");
    await expect(migrate(pool)).rejects.toThrow('0001-initial');
  });
});

test('a step that fails leaves nothing behind and is repeated', async () => {
  await withPool(await postgres.createDatabase(), async (pool) => {
    await pool.query('CREATE TABLE agency (id int)');
    await expect(migrate(pool)).rejects.toThrow('already exists');
    const made = await pool.query("SELECT to_regclass('administrative_level') AS found");
    expect(made.rows[0].found).toBeNull();
    await pool.query('DROP TABLE agency');
    await migrate(pool);
    const steps = await pool.query('SELECT count(*)::int AS count FROM schema_migration');
    expect(steps.rows[0].count).toBe(migrations.length);
  });
});

test('documents of an older station get what was stored as their first version', async () => {
  await withPool(await postgres.createDatabase(), async (pool) => {
    const [initial, versions] = migrations;
    await pool.query(initial?.sql ?? '');
    const id = '0b6c1f6e-6a55-4d0c-8a1e-2f2f3d1b9a01';
    await pool.query(`
      INSERT INTO administrative_level VALUES ('province', 'Cấp tỉnh', 1);
      INSERT INTO agency VALUES ('${id}', 'province', 'Sở', 'so', 'SVH', NULL);
      INSERT INTO org_unit VALUES ('${id}', '${id}', 'province', 'Sở', 'so/');
      INSERT INTO account (id, name, email, username, role, org_unit_id)
        VALUES ('ha', 'Hà', 'ha@tai-khoan.invalid', 'ha', 'official', '${id}');
      INSERT INTO procedure VALUES ('${id}', NULL, 'Thủ tục', 'Văn hóa', 'Giấy phép', '');
      INSERT INTO result_document
        SELECT gen_random_uuid(), '${id}', '${id}', NULL, kind, 'stored', '', hash, size, 1, '{}',
          '{}', '', '', '', '', '', NULL, '', '', NULL, 'ha', now(), now(), now(), 'KQ', receipt,
          CASE WHEN receipt IS NULL THEN NULL ELSE 'h' END
        FROM (VALUES
          ('scanned', repeat('a', 64), 10::bigint, '{"signatures": [{"isValid": true}]}'::jsonb),
          ('prior', NULL, NULL, NULL)) AS given (kind, hash, size, receipt);`);
    await pool.query(versions?.sql ?? '');
    const rows = await pool.query(`
      SELECT d.kind, d.current_version, v.sha256, v.what, v.actor_id, v.signatures
      FROM result_document d LEFT JOIN document_version v ON v.document_id = d.id ORDER BY d.kind`);
    expect(rows.rows).toEqual([
      {
        kind: 'prior',
        current_version: null,
        sha256: null,
        what: null,
        actor_id: null,
        signatures: null,
      },
      {
        kind: 'scanned',
        current_version: 1,
        sha256: 'a'.repeat(64),
        what: 'original',
        actor_id: 'ha',
        signatures: [{ isValid: true }],
      },
    ]);
  });
});

test('entries of the log can be neither changed nor removed', async () => {
  await withPool(await postgres.createDatabase(), async (pool) => {
    await migrate(pool);
    await pool.query(
      `INSERT INTO audit_entry VALUES (1, now(), 'document.stored', NULL, 'x', 'document', '1', '{}', '', 'h')`,
    );
    await expect(pool.query("UPDATE audit_entry SET actor_name = 'y'")).rejects.toThrow(
      'append-only',
    );
    await expect(pool.query('DELETE FROM audit_entry')).rejects.toThrow('append-only');
    await expect(pool.query('TRUNCATE audit_entry')).rejects.toThrow('append-only');
  });
});

test('the embedded database is attached to while it lives, and recovers after a kill', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'tram-so-hoa-embedded-'));
  try {
    const first = await attachOrStart({ dataDir });
    await withPool(first.url, (pool) => pool.query('CREATE TABLE kept AS SELECT 42 AS answer'));
    const second = await attachOrStart({ dataDir });
    expect(second.url).toBe(first.url);

    const pidFile = join(dataDir, 'cluster', 'postmaster.pid');
    process.kill(Number((await readFile(pidFile, 'utf8')).split('\n')[0]), 'SIGKILL');
    const third = await attachOrStart({ dataDir });
    const kept = await withPool(third.url, (pool) => pool.query('SELECT answer FROM kept'));
    expect(kept.rows).toEqual([{ answer: 42 }]);
    await third.stop();
    expect(existsSync(pidFile)).toBe(false);
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
});

test('a cluster whose making broke off is made anew; the pid file of another program is ignored', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'tram-so-hoa-embedded-'));
  try {
    await mkdir(join(dataDir, 'cluster.unfinished', 'global'), { recursive: true });
    await writeFile(join(dataDir, 'cluster.unfinished', 'PG_VERSION'), '18');
    const database = await attachOrStart({ dataDir });
    await database.stop();
    expect(existsSync(join(dataDir, 'cluster.unfinished'))).toBe(false);

    const pidFile = join(dataDir, 'cluster', 'postmaster.pid');
    await writeFile(pidFile, `${process.pid}\n${dataDir}\n0\n54999\n\n127.0.0.1\n`);
    const again = await attachOrStart({ dataDir });
    await withPool(again.url, (pool) => pool.query('SELECT 1'));
    await again.stop();
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
});

test('a taken port is named, with the remedy', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'tram-so-hoa-embedded-'));
  const squatter = createServer();
  const port = await new Promise<number>((listening) => {
    squatter.listen(0, '127.0.0.1', () => {
      const address = squatter.address();
      listening(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
  try {
    await expect(attachOrStart({ dataDir, port })).rejects.toMatchObject({
      reason: 'port-in-use',
      message: expect.stringContaining(`Cổng ${port}`),
    });
  } finally {
    squatter.close();
    await rm(dataDir, { recursive: true, force: true });
  }
});

test('the database outlives the program that started it and is found again', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'tram-so-hoa-embedded-'));
  try {
    const module = new URL('../../src/lib/server/database/embedded-postgres.ts', import.meta.url);
    const script = `const { attachOrStart } = await import(${JSON.stringify(module.href)});
      await attachOrStart({ dataDir: ${JSON.stringify(dataDir)} });
      process.kill(process.pid, 'SIGKILL');`;
    const child = spawnSync(process.execPath, ['--input-type=module', '--eval', script]);
    expect(child.signal).toBe('SIGKILL');
    const database = await attachOrStart({ dataDir });
    const answer = await withPool(database.url, (pool) => pool.query('SELECT 1 AS one'));
    expect(answer.rows).toEqual([{ one: 1 }]);
    await database.stop();
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
});
