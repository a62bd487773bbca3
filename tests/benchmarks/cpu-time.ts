import { readdir, readFile } from 'node:fs/promises';

/** Clock ticks per second of /proc on every Linux there is. */
const TICKS = 100;

type ProcessTimes = { parent: number; ownTicks: number; endedChildrenTicks: number };

/** Seconds of CPU that a process and all below it, living or ended, have used (Linux). */
export async function cpuSeconds(pid: number): Promise<number> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/u.test(name)).map(Number);
  const entries = await Promise.all(ids.map(async (id) => [id, await timesOf(id)] as const));
  const known = new Map(entries.flatMap(([id, times]) => (times ? [[id, times] as const] : [])));
  const isBelow = (id: number): boolean => {
    if (id === pid) return true;
    const parent = known.get(id)?.parent;
    return parent !== undefined && parent > 1 && isBelow(parent);
  };
  let ticks = 0;
  for (const [id, times] of known) {
    if (isBelow(id)) ticks += times.ownTicks + times.endedChildrenTicks;
  }
  return ticks / TICKS;
}

async function timesOf(pid: number): Promise<ProcessTimes | null> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  if (stat === null) return null;
  // The name in brackets may hold blanks; proc(5) counts on from the state after it.
  const fields = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const [parent = 0, user = 0, system = 0, childUser = 0, childSystem = 0] = [
    1, 11, 12, 13, 14,
  ].map((index) => fields[index]);
  return { parent, ownTicks: user + system, endedChildrenTicks: childUser + childSystem };
}
