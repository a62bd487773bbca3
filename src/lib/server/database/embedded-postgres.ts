import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chown, mkdir, open, readFile, rename, rm, stat, statfs } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import pg from 'pg';
import { choosePort, isPortFree } from './ports.ts';
import { DatabaseStartError, explainLog } from './database-start-error.ts';
import { findPostgresPrograms, run, type PostgresPrograms } from './postgres-programs.ts';
import { livingPostmaster } from './postmaster.ts';

const DATABASE = 'tram_so_hoa';
const USER = 'tram_so_hoa';
const MIN_FREE_BYTES = 200 * 1024 * 1024;

export type EmbeddedPostgresOptions = {
  /** Folder of ours; the cluster, its password and its log live below it. */
  dataDir: string;
  /** A wanted port; refused when taken. Without it, the first free one from 54329. */
  port?: number;
  /** Further server settings, `fsync=off` for tests. */
  settings?: readonly string[];
};

export type EmbeddedPostgres = { url: string; stop(): Promise<void> };

/**
 * Connects to the database that already runs on this folder, or starts it, creating the cluster
 * the first time. The database is its own process: when this one is killed it lives on and the
 * next call attaches to it. A cluster appears under its name only when `initdb` has finished, so a
 * half-finished one holds no data and is removed.
 *
 * Throws `DatabaseStartError` with a message in Vietnamese that says the remedy.
 */
export async function attachOrStart(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const programs = await findPostgresPrograms(resolve(options.dataDir));
  const folder = await openDataFolder(programs);
  const postmaster = await livingPostmaster(folder.cluster);
  const port = postmaster?.port ?? (await startServer(programs, folder, options));
  const url = `postgres://${USER}:${folder.password}@127.0.0.1:${port}/`;
  await waitUntilReady(`${url}postgres`, folder.log);
  await ensureDatabase(`${url}postgres`);
  return { url: `${url}${DATABASE}`, stop: () => stopServer(programs, folder) };
}

type DataFolder = { root: string; cluster: string; log: string; password: string };

async function openDataFolder(programs: PostgresPrograms): Promise<DataFolder> {
  const root = programs.dataDir;
  await mkdir(dirname(root), { recursive: true });
  await mkdir(root, { mode: 0o700 }).catch(ignoreExisting);
  if (programs.owner) await chown(root, programs.owner.uid, programs.owner.gid);
  return {
    root,
    cluster: join(root, 'cluster'),
    log: join(root, 'postgres.log'),
    password: await keptPassword(join(root, 'password'), programs),
  };
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw new DatabaseStartError('no-access', {}, { cause: error });
}

/** The password is kept beside the cluster, readable by its owner only. */
async function keptPassword(path: string, programs: PostgresPrograms): Promise<string> {
  const known = await readFile(path, 'utf8').catch(() => '');
  if (known.trim() !== '') return known.trim();
  const password = randomBytes(24).toString('hex');
  const file = await open(`${path}.new`, 'w', 0o600);
  try {
    await file.writeFile(`${password}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  if (programs.owner) await chown(`${path}.new`, programs.owner.uid, programs.owner.gid);
  await rename(`${path}.new`, path);
  return password;
}

async function startServer(
  programs: PostgresPrograms,
  folder: DataFolder,
  options: EmbeddedPostgresOptions,
): Promise<number> {
  if (!existsSync(join(folder.cluster, 'PG_VERSION'))) await createCluster(programs, folder);
  const port = await choosePort(options.port);
  const settings = [
    `port=${port}`,
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'timezone=UTC',
    ...(options.settings ?? []),
  ].map((setting) => `-c ${setting.endsWith('=') ? `${setting}''` : setting}`);
  const start = () =>
    run(programs, programs.pgCtl, [
      'start',
      `--pgdata=${folder.cluster}`,
      `--log=${folder.log}`,
      '--wait',
      '--timeout=120',
      `--options=${settings.join(' ')}`,
    ]);
  const logSizeBefore = await stat(folder.log).then(
    (found) => found.size,
    () => 0,
  );
  let outcome = await start();
  for (let attempt = 0; attempt < 10 && outcome.exitCode !== 0; attempt++) {
    // Children of a killed postmaster need a moment to let go of the shared memory.
    const log = await readLogFrom(folder.log, logSizeBefore);
    if (!log.includes('pre-existing shared memory')) break;
    await new Promise((done) => setTimeout(done, 500));
    outcome = await start();
  }
  if (outcome.exitCode === 0) return port;
  const log = await readLogFrom(folder.log, logSizeBefore);
  if (!(await isPortFree(port))) throw new DatabaseStartError('port-in-use', { port });
  throw explainLog(`${outcome.output}\n${log}`, folder.log);
}

async function createCluster(programs: PostgresPrograms, folder: DataFolder): Promise<void> {
  const disk = await statfs(folder.root);
  if (disk.bavail * disk.bsize < MIN_FREE_BYTES) {
    throw new DatabaseStartError('disk-full', { folder: folder.root });
  }
  const unfinished = `${folder.cluster}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  const outcome = await run(programs, programs.initdb, [
    `--pgdata=${unfinished}`,
    `--username=${USER}`,
    `--pwfile=${join(folder.root, 'password')}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--lc-messages=C',
  ]);
  if (outcome.exitCode !== 0) {
    await rm(unfinished, { recursive: true, force: true });
    throw explainLog(outcome.output, folder.log);
  }
  await rename(unfinished, folder.cluster);
}

async function stopServer(programs: PostgresPrograms, folder: DataFolder): Promise<void> {
  if ((await livingPostmaster(folder.cluster)) === null) return;
  await run(programs, programs.pgCtl, [
    'stop',
    `--pgdata=${folder.cluster}`,
    '--mode=fast',
    '--wait',
    '--timeout=60',
  ]);
}

/** A server that recovers from a crash refuses connections for a while (SQLSTATE 57P03). */
async function waitUntilReady(url: string, log: string): Promise<void> {
  const deadline = Date.now() + 120_000;
  for (;;) {
    try {
      await withClient(url, (client) => client.query('SELECT 1'));
      return;
    } catch (error) {
      const isRefusal = error instanceof pg.DatabaseError && error.code !== '57P03';
      if (isRefusal || Date.now() > deadline) {
        throw new DatabaseStartError('cannot-start', { log }, { cause: error });
      }
    }
    await new Promise((done) => setTimeout(done, 200));
  }
}

async function ensureDatabase(url: string): Promise<void> {
  await withClient(url, async (client) => {
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE} TEMPLATE template0`);
  });
}

async function withClient(url: string, work: (client: pg.Client) => Promise<unknown>) {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function readLogFrom(path: string, offset: number): Promise<string> {
  const bytes = await readFile(path).catch(() => Buffer.alloc(0));
  return bytes.subarray(offset).toString('utf8');
}
