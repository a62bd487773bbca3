import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as elapse } from 'node:timers/promises';

/** Not every account has the folder of system programs in its PATH. */
const program = '/usr/sbin/pcscd';
const driver = '/usr/lib/pcsc/drivers/serial/libifdvpcd.so';
const socket = '/run/pcscd/pcscd.comm';
const processFile = '/run/pcscd/pcscd.pid';
/** Where the reader of the package's own configuration listens. */
const packagedPort = 35_963;
/** There is one PC/SC daemon per machine, and one test at a time may have it. */
const lockFolder = path.join(tmpdir(), 'tram-so-hoa-pcscd.lock');

export type SmartCardDaemon = {
  /** Where the virtual reader listens for its card. */
  port: number;
  close(): Promise<void>;
};

/**
 * `pcscd` with one virtual reader, in a folder of its own; where the machine already runs one, that
 * one with the reader of the vsmartcard-vpcd package. Waits for its turn.
 */
export async function startSmartCardDaemon(folder: string): Promise<SmartCardDaemon> {
  if (!existsSync(driver)) {
    throw new Error('The virtual reader is missing: apt-get install pcscd vsmartcard-vpcd opensc');
  }
  await takeLock();
  try {
    if (await isRunning()) return { port: packagedPort, close: freeLock };
    const port = await freePort();
    const daemon = await startDaemon(folder, port);
    return {
      port,
      async close() {
        await stop(daemon);
        await freeLock();
      },
    };
  } catch (error) {
    await freeLock();
    throw error;
  }
}

async function startDaemon(folder: string, port: number): Promise<ChildProcess> {
  const configuration = path.join(folder, 'reader.conf');
  const lines = [
    'FRIENDLYNAME "Virtual PCD"',
    `DEVICENAME /dev/null:${port}`,
    `LIBPATH ${driver}`,
    `CHANNELID ${port}`,
  ];
  await writeFile(configuration, `${lines.join('\n')}\n`);
  // Files of a daemon that was killed make the next one refuse to start.
  for (const left of [socket, processFile]) await rm(left, { force: true });
  const daemon = spawn(program, ['--foreground', '--error', '--config', configuration], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  daemon.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  while (!existsSync(socket) || !(await listens(port))) {
    if (daemon.exitCode !== null) throw new Error(`pcscd does not start: ${said}`);
    await elapse(50);
  }
  return daemon;
}

async function stop(daemon: ChildProcess): Promise<void> {
  if (daemon.exitCode !== null || daemon.signalCode !== null) return;
  const ended = once(daemon, 'exit');
  daemon.kill('SIGTERM');
  const killing = setTimeout(() => daemon.kill('SIGKILL'), 5_000);
  await ended;
  clearTimeout(killing);
}

/** A running daemon holds its socket; a file alone may be left over. */
async function isRunning(): Promise<boolean> {
  const processId = Number(await readFile(processFile, 'utf8').catch(() => ''));
  const name = await readFile(`/proc/${processId}/comm`, 'utf8').catch(() => '');
  return name.trim() === 'pcscd';
}

async function takeLock(): Promise<void> {
  const owner = path.join(lockFolder, 'owner');
  for (;;) {
    try {
      await mkdir(lockFolder);
      await writeFile(owner, String(process.pid));
      return;
    } catch {
      const ownerId = await readFile(owner, 'utf8').catch(() => null);
      if (ownerId !== null && !existsSync(`/proc/${ownerId}`)) await freeLock();
      await elapse(200);
    }
  }
}

async function freeLock(): Promise<void> {
  await rm(lockFolder, { recursive: true, force: true });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('No port');
  return address.port;
}

/** Without sending anything, which the reader takes for a card that left at once. */
async function listens(port: number): Promise<boolean> {
  const attempt = connect(port, '127.0.0.1');
  try {
    await once(attempt, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    attempt.destroy();
  }
}
