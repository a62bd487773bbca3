import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '#lib/domain/app-error.ts';
import type { ScanJob, ScannedPage } from '#lib/protocol/scanning.ts';
import { syncFolder } from '../../storage/data-folder.ts';
import {
  JobJournal,
  journalName,
  readJournal,
  type JobEnding,
  type JobOpening,
} from './job-journal.ts';
import { diskErrorOf, writePage } from './write-page.ts';

export type JobEnd = Pick<JobEnding, 'state' | 'problem'>;

/** One scan job on the disk: a folder with its journal and the pages that the browser has not kept. */
export class JobRecord {
  readonly origin: string;
  readonly #folder: string;
  readonly #journal: JobJournal;
  readonly #opening: JobOpening['job'];
  readonly #pages: ScannedPage[] = [];
  readonly #keptIds = new Set<string>();
  #ending: JobEnding | null = null;
  #isClosed = false;

  private constructor(folder: string, journal: JobJournal, { origin, job }: JobOpening) {
    this.#folder = folder;
    this.#journal = journal;
    this.origin = origin;
    this.#opening = job;
  }

  static async create(folder: string, opening: Omit<JobOpening, 'line'>): Promise<JobRecord> {
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const journal = await JobJournal.open(path.join(folder, journalName));
      const line = { line: 'job', ...opening } as const;
      await journal.append(line);
      await syncFolder(folder);
      await syncFolder(path.dirname(folder));
      return new JobRecord(folder, journal, line);
    } catch (error) {
      throw diskErrorOf(error);
    }
  }

  /**
   * As the journal tells it after a restart. What it does not tell is no page and is removed; a job
   * without an end was interrupted at `now`. `null` for a folder without a journal.
   */
  static async reopen(folder: string, now: Date): Promise<JobRecord | null> {
    const journalPath = path.join(folder, journalName);
    const lines = await readJournal(journalPath);
    const opening = lines.find(({ line }) => line === 'job');
    if (opening?.line !== 'job') return null;
    const record = new JobRecord(folder, await JobJournal.open(journalPath), opening);
    for (const line of lines) {
      if (line.line === 'page') record.#pages.push(line.page);
      if (line.line === 'kept') line.pageIds.forEach((id) => record.#keptIds.add(id));
      if (line.line === 'ended') record.#ending = line;
    }
    await record.#removeStrays();
    if (!record.#ending) {
      const problem = {
        code: 'SCAN_INTERRUPTED',
        details: { pageCount: record.#pages.length },
      } as const;
      await record.end({ state: 'interrupted', problem }, now);
    }
    return record;
  }

  get job(): ScanJob {
    const { state, problem } = this.#ending ?? { state: 'scanning' as const, problem: null };
    return {
      ...this.#opening,
      state,
      problem,
      pages: [...this.#pages],
      keptPageIds: [...this.#keptIds],
    };
  }

  /** Nothing here is needed any more. */
  get isDone(): boolean {
    return this.#ending !== null && this.#keptIds.size === this.#pages.length;
  }

  get endedAt(): Date | null {
    return this.#ending && new Date(this.#ending.at);
  }

  isKept(pageId: string): boolean {
    return this.#keptIds.has(pageId);
  }

  /** Returns once the page and its line in the journal are on the disk. Throws what `writePage` throws. */
  async addPage(
    content: AsyncIterable<Uint8Array>,
    about: Pick<ScannedPage, 'number' | 'dpi' | 'fileName'>,
    now: () => Date,
  ): Promise<ScannedPage> {
    const pageId = randomUUID();
    const written = await writePage(this.#pathOf(pageId), content);
    const page = { id: pageId, ...about, ...written, scannedAt: now().toISOString() };
    await this.#journal.append({ line: 'page', page });
    this.#pages.push(page);
    return page;
  }

  /** The page's file, open. Throws NOT_FOUND, and PAGE_DATA_LOST for one that is gone. */
  async openPage(pageId: string) {
    const page = this.#pages.find((each) => each.id === pageId);
    if (!page) throw new AppError('NOT_FOUND');
    try {
      return { page, file: await open(this.#pathOf(page.id), 'r') };
    } catch (error) {
      throw new AppError('PAGE_DATA_LOST', { reason: 'gone' }, { cause: error });
    }
  }

  /** Erases pages that the browser has; unknown ids are passed over, because it may say so twice. */
  async keep(pageIds: readonly string[]): Promise<void> {
    const known = pageIds.filter(
      (wanted) => !this.#keptIds.has(wanted) && this.#pages.some((page) => page.id === wanted),
    );
    if (known.length === 0) return;
    await this.#journal.append({ line: 'kept', pageIds: known });
    for (const pageId of known) {
      this.#keptIds.add(pageId);
      await rm(this.#pathOf(pageId), { force: true });
    }
  }

  async end({ state, problem }: JobEnd, at: Date): Promise<void> {
    this.#ending = { line: 'ended', at: at.toISOString(), state, problem };
    // A full disk must not keep the end from being told; after a restart the job is `interrupted`.
    await this.#journal.append(this.#ending).catch(() => undefined);
  }

  async erase(): Promise<void> {
    await this.close();
    await rm(this.#folder, { recursive: true, force: true });
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    await this.#journal.close();
  }

  #pathOf(pageId: string): string {
    return path.join(this.#folder, pageId);
  }

  async #removeStrays(): Promise<void> {
    const needed = this.#pages.filter(({ id }) => !this.#keptIds.has(id)).map(({ id }) => id);
    for (const name of await readdir(this.#folder)) {
      if (name === journalName || needed.includes(name)) continue;
      await rm(path.join(this.#folder, name), { recursive: true, force: true });
    }
  }
}
