import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

export type Postmaster = { pid: number; port: number };

/**
 * The server that runs on this cluster, read from its `postmaster.pid` (line 1 pid, line 4 port);
 * null when none does. A pid file whose number now belongs to some other program (after a reboot,
 * or in a fresh container) is removed: PostgreSQL itself would refuse to start beside it.
 */
export async function livingPostmaster(cluster: string): Promise<Postmaster | null> {
  const pidFile = join(cluster, 'postmaster.pid');
  const lines = (await readFile(pidFile, 'utf8').catch(() => '')).split('\n');
  const pid = Number(lines[0]);
  const port = Number(lines[3]);
  if (!Number.isInteger(pid) || pid <= 1) return null;
  if (!isAlive(pid)) return null;
  if (!(await isPostgres(pid, cluster))) {
    await rm(pidFile, { force: true });
    return null;
  }
  return Number.isInteger(port) && port > 0 ? { pid, port } : null;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Where `/proc` exists, the command line must name our cluster; elsewhere the pid file is believed. */
async function isPostgres(pid: number, cluster: string): Promise<boolean> {
  if (process.platform !== 'linux') return true;
  const commandLine = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => null);
  return commandLine === null || commandLine.includes(cluster);
}
