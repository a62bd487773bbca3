import { createReadStream, type Stats } from 'node:fs';
import { mkdir, readdir, realpath, rename, stat } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { AppError } from '#lib/domain/app-error.ts';
import type { PageReceiver, ScanDriver, ScannerFacts, ScanOrder } from '../scan-driver.ts';

/** Taken files go here, below the watched folder; nothing is ever deleted. */
export const takenFolderName = 'da-nhan';

const pageEndings = /\.(?:jpe?g|png|tiff?|pdf)$/iu;
/** Names that scanning programs give to what they are still writing. */
const unfinishedNames = /^[.~]|\.(?:part|partial|tmp|temp|crdownload)$/iu;

export type FolderTimes = {
  /** Between two looks; a file rests when its size and time are the same at both. */
  lookEveryMs: number;
  /** A resting file that is not whole is told and left alone after so long. */
  patienceMs: number;
};

const usualTimes: FolderTimes = { lookEveryMs: 1_000, patienceMs: 60_000 };
const collator = new Intl.Collator('vi', { numeric: true });

type Seen = { sizeBytes: number; changedMs: number; looks: number; isGivenUp: boolean };

/**
 * Folders that a scanner or a scanning program writes to. Only those that the settings name, and
 * folders within them, may be watched: a page must not read where it likes.
 */
export class FolderDriver implements ScanDriver {
  readonly id = 'folder';
  readonly #allowed: readonly string[];
  readonly #times: FolderTimes;

  constructor(allowed: readonly string[], times: FolderTimes = usualTimes) {
    this.#allowed = allowed;
    this.#times = times;
  }

  async search(): Promise<string[]> {
    const found = await Promise.all(
      this.#allowed.map((folder) => realpath(folder).catch(() => null)),
    );
    return found.filter((folder) => folder !== null);
  }

  async examine(typed: string): Promise<ScannerFacts> {
    const address = await this.#checkedFolder(typed);
    return {
      name: path.basename(address),
      address,
      sources: ['feeder'],
      colours: ['colour'],
      resolutions: [],
    };
  }

  /** Takes files as they come; stopping is the usual end. */
  async scan({ address }: ScanOrder, receiver: PageReceiver, signal: AbortSignal): Promise<void> {
    const folder = await this.#checkedFolder(address);
    const seen = new Map<string, Seen>();
    while (!signal.aborted && !receiver.isEnough) {
      for (const name of await this.#resting(folder, seen)) {
        if (signal.aborted || receiver.isEnough) return;
        await this.#take(folder, name, seen, receiver);
      }
      receiver.progress(null);
      await wait(this.#times.lookEveryMs, undefined, { signal }).catch(() => undefined);
    }
  }

  /** Files that did not change between two looks, in the order of their names. */
  async #resting(folder: string, seen: Map<string, Seen>): Promise<string[]> {
    const names = await namesIn(folder);
    for (const name of seen.keys()) if (!names.includes(name)) seen.delete(name);
    const resting: string[] = [];
    for (const name of names) {
      const facts = await stat(path.join(folder, name)).catch(() => null);
      if (!facts?.isFile()) continue;
      const now = look(seen.get(name), facts);
      seen.set(name, now);
      if (now.looks > 1 && !now.isGivenUp && now.sizeBytes > 0) resting.push(name);
    }
    return resting.toSorted(collator.compare);
  }

  async #take(
    folder: string,
    name: string,
    seen: Map<string, Seen>,
    receiver: PageReceiver,
  ): Promise<void> {
    const file = path.join(folder, name);
    try {
      await receiver.receive(readWhole(file), { fileName: name.normalize('NFC') });
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'SCANNER_TRANSFER_BROKEN') throw error;
      const facts = seen.get(name);
      if (!facts || facts.looks * this.#times.lookEveryMs < this.#times.patienceMs) return;
      facts.isGivenUp = true;
      receiver.skip(name.normalize('NFC'), 'SCANNER_TRANSFER_BROKEN');
      return;
    }
    seen.delete(name);
    await putAside(file, path.join(folder, takenFolderName), name);
  }

  async #checkedFolder(typed: string): Promise<string> {
    const folder = await realpath(typed).catch((error: unknown) => {
      throw unreadable('missing', typed, error);
    });
    if (!(await stat(folder)).isDirectory()) throw unreadable('no-folder', typed);
    const allowed = await this.search();
    const isAllowed = allowed.some((root) => folder === root || folder.startsWith(root + path.sep));
    if (!isAllowed) throw unreadable('not-allowed', typed);
    await namesIn(folder);
    return folder;
  }
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    const names = await readdir(folder);
    return names.filter((name) => pageEndings.test(name) && !unfinishedNames.test(name));
  } catch (error) {
    throw unreadable('unreadable', folder, error);
  }
}

function look(before: Seen | undefined, { size, mtimeMs }: Stats): Seen {
  const isSame = before?.sizeBytes === size && before.changedMs === mtimeMs;
  if (before && isSame) return { ...before, looks: before.looks + 1 };
  return { sizeBytes: size, changedMs: mtimeMs, looks: 1, isGivenUp: false };
}

/** A file that another program holds cannot be read yet: not whole, for now. */
async function* readWhole(file: string): AsyncGenerator<Uint8Array> {
  try {
    yield* createReadStream(file);
  } catch (error) {
    throw new AppError('SCANNER_TRANSFER_BROKEN', { reason: 'unreadable' }, { cause: error });
  }
}

/** Out of the way, under a name that no earlier file has. */
async function putAside(file: string, folder: string, name: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    const { name: stem, ext } = path.parse(name);
    const taken = new Set(await readdir(folder));
    let free = name;
    for (let count = 2; taken.has(free); count++) free = `${stem} (${count})${ext}`;
    await rename(file, path.join(folder, free));
  } catch (error) {
    // Left where it is, it would come again at each look.
    throw unreadable('not-movable', file, error);
  }
}

function unreadable(reason: string, folder: string, cause?: unknown): AppError {
  return new AppError('SCAN_FOLDER_UNREADABLE', { reason, folder }, { cause });
}
