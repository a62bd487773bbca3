import { createHash } from 'node:crypto';
import { open, readFile } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import type { AuditAnswer } from '#lib/protocol/bridge.ts';
import { readEntries, type EntryQuery } from './read-entries.ts';

/** What happened on this PC. Never a PIN, never the bytes that were signed. */
export type AuditEvent =
  | { event: 'started'; version: string }
  | { event: 'paired' | 'unpaired'; origin: string; userName: string; pairingId: string }
  | { event: 'pairing-refused'; origin: string; userName: string }
  | {
      event: 'batch-accepted';
      origin: string;
      userName: string;
      batchId: string;
      manifestId: string;
      certificateSha256: string;
      count: number;
    }
  | { event: 'batch-refused'; origin: string; batchId: string; code: string; reason: string }
  | {
      event: 'signed' | 'failed';
      origin: string;
      batchId: string;
      documentId: string;
      title: string;
      contentSha256: string;
      code?: string;
    }
  | {
      event: 'batch-ended';
      origin: string;
      batchId: string;
      signed: number;
      total: number;
      code?: string;
    }
  | { event: 'scan-started'; origin: string; userName: string; jobId: string; scanner: string }
  | {
      event: 'scan-ended';
      origin: string;
      jobId: string;
      state: string;
      pageCount: number;
      code?: string;
    }
  /** Pages that no browser kept in time. */
  | { event: 'scan-erased'; origin: string; jobId: string; pageCount: number };

const firstPrevious = '0'.repeat(64);

/**
 * Append-only JSON lines; each line carries the SHA-256 of the line before it, so a changed or
 * missing line breaks the chain. A line torn by a power cut stays, closed, as part of the chain.
 */
export class AuditLog {
  readonly #path: string;
  readonly #file: FileHandle;
  readonly #now: () => Date;
  #previous: string;
  #lastWrite: Promise<unknown> = Promise.resolve();

  private constructor(
    path: string,
    { file, previous }: { file: FileHandle; previous: string },
    now: () => Date,
  ) {
    this.#path = path;
    this.#file = file;
    this.#previous = previous;
    this.#now = now;
  }

  static async open(path: string, now: () => Date): Promise<AuditLog> {
    const file = await open(path, 'a', 0o600);
    const kept = await readFile(path, 'utf8');
    const isTorn = kept !== '' && !kept.endsWith('\n');
    if (isTorn) await file.appendFile('\n');
    const last = (isTorn ? kept : kept.slice(0, -1)).split('\n').at(-1);
    return new AuditLog(path, { file, previous: last ? hashOf(last) : firstPrevious }, now);
  }

  /**
   * The line's SHA-256, hex, once it is on the disk: whoever keeps it can show later what was
   * written. Lines are written in the order of the calls.
   */
  append(event: AuditEvent): Promise<string> {
    const line = JSON.stringify({
      at: this.#now().toISOString(),
      ...event,
      previous: this.#previous,
    });
    const hash = hashOf(line);
    this.#previous = hash;
    const write = this.#lastWrite.then(async () => {
      await this.#file.appendFile(`${line}\n`);
      await this.#file.datasync();
      return hash;
    });
    this.#lastWrite = write.catch(() => undefined);
    return write;
  }

  /** What one origin did here from an instant on; see `readEntries`. */
  async entries(query: EntryQuery): Promise<AuditAnswer> {
    await this.#lastWrite;
    return await readEntries(this.#path, query);
  }

  async close(): Promise<void> {
    await this.#lastWrite;
    await this.#file.close();
  }
}

/** 1-based number of the first line that does not follow from the one before; `null` = unbroken. */
export function findBrokenLine(content: string): number | null {
  let previous = firstPrevious;
  for (const [index, line] of content.split('\n').slice(0, -1).entries()) {
    const stated = statedPrevious(line);
    if (stated !== null && stated !== previous) return index + 1;
    previous = hashOf(line);
  }
  return null;
}

/** `null` for a torn line, which states nothing itself but is covered by the next one. */
function statedPrevious(line: string): string | null {
  try {
    const entry: unknown = JSON.parse(line);
    const isEntry = typeof entry === 'object' && entry !== null && 'previous' in entry;
    return isEntry ? String(entry.previous) : '';
  } catch {
    return null;
  }
}

function hashOf(line: string): string {
  return createHash('sha256').update(line).digest('hex');
}
