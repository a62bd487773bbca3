import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { journalName, readJournal } from './job-journal.ts';

/** Pages of all jobs that no browser has kept, without touching anything. */
export async function countWaitingPages(scansFolder: string): Promise<number> {
  const jobs = await readdir(scansFolder).catch(() => []);
  const counts = await Promise.all(
    jobs.map(async (job) => {
      const lines = await readJournal(path.join(scansFolder, job, journalName));
      const kept = new Set(lines.flatMap((line) => (line.line === 'kept' ? line.pageIds : [])));
      return lines.filter((line) => line.line === 'page' && !kept.has(line.page.id)).length;
    }),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}
