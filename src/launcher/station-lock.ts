import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StartProblem } from './report.ts';

type Claim = { pid: number; origin: string; startedAt: string };

/**
 * One station per data folder. A claim left by a killed station is taken over.
 * Returns how to give the claim back.
 */
export function claimStation(dataDir: string, origin: string): () => Promise<void> {
  const file = join(dataDir, 'station.json');
  const standing = readClaim(file);
  if (standing && isStation(standing.pid)) {
    throw new StartProblem(
      `Trạm đang chạy rồi, tại ${standing.origin}`,
      'Mở địa chỉ đó, hoặc bấm Ctrl-C ở cửa sổ đang chạy rồi chạy lại.',
    );
  }
  const claim: Claim = { pid: process.pid, origin, startedAt: new Date().toISOString() };
  writeFileSync(file, JSON.stringify(claim));
  return async () => rmSync(file, { force: true });
}

function readClaim(file: string): Claim | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return isClaim(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isClaim(value: unknown): value is Claim {
  return (
    typeof value === 'object' &&
    value !== null &&
    'pid' in value &&
    typeof value.pid === 'number' &&
    'origin' in value &&
    typeof value.origin === 'string'
  );
}

/** Alive, and a station of ours: process ids are used again. */
function isStation(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('station.ts');
  } catch {
    // No /proc on this system: a living process with this id is taken for the station.
    return process.platform !== 'linux';
  }
}
