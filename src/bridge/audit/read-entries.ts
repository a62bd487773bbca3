import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { AuditAnswer } from '#lib/protocol/bridge.ts';

type Entry = AuditAnswer['entries'][number];

export type EntryQuery = { origin: string; since: Date; limit: number };

/** What one origin did here from an instant on, oldest first; other origins stay unknown to it. */
export async function readEntries(file: string, query: EntryQuery): Promise<AuditAnswer> {
  const { origin, since, limit } = query;
  const entries: Entry[] = [];
  const input = createReadStream(file, 'utf8');
  try {
    for await (const line of createInterface({ input })) {
      const entry = entryOf(line);
      if (!entry || entry.origin !== origin || new Date(entry.at) < since) continue;
      if (entries.length === limit) return { entries, hasMore: true };
      entries.push(entry);
    }
  } finally {
    input.destroy();
  }
  return { entries, hasMore: false };
}

/** `null` for a line torn by a power cut. */
function entryOf(line: string): Entry | null {
  try {
    const { at, event, previous, ...facts } = JSON.parse(line);
    const hash = createHash('sha256').update(line).digest('hex');
    return { ...facts, at: String(at), event: String(event), previous: String(previous), hash };
  } catch {
    return null;
  }
}
