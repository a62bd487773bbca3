import { createHash } from 'node:crypto';
import { open, readFile } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';

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
      batchId: string;
      documentId: string;
      title: string;
      contentSha256: string;
      code?: string;
    }
  | { event: 'batch-ended'; batchId: string; signed: number; total: number; code?: string };

const firstPrevious = '0'.repeat(64);

/**
 * Append-only JSON lines; each line carries the SHA-256 of the line before it, so a changed or
 * missing line breaks the chain. A line torn by a power cut stays, closed, as part of the chain.
 */
export class AuditLog {
  readonly #file: FileHandle;
  readonly #now: () => Date;
  #previous: string;
  #lastWrite: Promise<void> = Promise.resolve();

  private constructor(file: FileHandle, previous: string, now: () => Date) {
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
    return new AuditLog(file, last ? hashOf(last) : firstPrevious, now);
  }

  /** Resolves once the line is on the disk. Lines are written in the order of the calls. */
  append(event: AuditEvent): Promise<void> {
    const line = JSON.stringify({
      at: this.#now().toISOString(),
      ...event,
      previous: this.#previous,
    });
    this.#previous = hashOf(line);
    const write = this.#lastWrite.then(async () => {
      await this.#file.appendFile(`${line}\n`);
      await this.#file.datasync();
    });
    this.#lastWrite = write.catch(() => undefined);
    return write;
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
