import * as v from 'valibot';
import type { KeptValues } from '#lib/client/batch-session/catalogue-cache.ts';
import { keptProblem } from '#lib/client/batch-session/session-services.ts';
import type { KeptProblem } from '#lib/client/batches/model.ts';
import type { FileToImport } from '#lib/client/importing/dropped-files.ts';
import { AppError } from '#lib/domain/app-error.ts';
import { type RestingFile, RestingFiles } from './resting-files.ts';

/** Not yet in the DOM types: Chromium's File System Access. */
type PermissionHandle = FileSystemDirectoryHandle & {
  queryPermission?: (asked: { mode: 'read' }) => Promise<PermissionState>;
  requestPermission?: (asked: { mode: 'read' }) => Promise<PermissionState>;
};
export type PickFolder = () => Promise<FileSystemDirectoryHandle>;

const TakenSchema = v.array(v.string());
const LOOK_EVERY_MS = 2000;
/** The oldest are forgotten first. */
const REMEMBERED = 20_000;

export type FolderWatchParts = {
  personId: string;
  kept: KeptValues;
  importFiles: (files: readonly FileToImport[]) => Promise<void>;
  wait: (ms: number, signal: AbortSignal) => Promise<void>;
  /** `null`: this browser cannot. */
  pick: PickFolder | null;
};

/**
 * A folder of this PC that the browser itself reads, without the bridge: files that have come to rest
 * come into the batch, each only once, whatever batch it was. Nothing in the folder is changed.
 */
export class FolderWatch {
  name = $state<string | null>(null);
  isWatching = $state(false);
  takenCount = $state(0);
  problem = $state.raw<KeptProblem | null>(null);
  readonly #parts: FolderWatchParts;
  #folder: PermissionHandle | null = null;
  #stop = new AbortController();

  constructor(parts: FolderWatchParts) {
    this.#parts = parts;
  }

  get canWatch(): boolean {
    return this.#parts.pick !== null;
  }

  /** The folder of the last time, not yet watched: reading it may need the person's leave again. */
  async remember(): Promise<void> {
    const kept = await this.#parts.kept.readKept(this.#folderKey);
    if (!(kept instanceof FileSystemDirectoryHandle)) return;
    this.#folder = kept;
    this.name = kept.name;
  }

  /** From a click: the browser asks which folder. */
  async choose(): Promise<void> {
    const { pick, kept } = this.#parts;
    if (!pick) return;
    try {
      this.#folder = await pick();
    } catch (error) {
      if (error instanceof DOMException && error.name === 'AbortError') return;
      throw error;
    }
    this.name = this.#folder.name;
    await kept.keep(this.#folderKey, this.#folder);
    await this.watch();
  }

  /** From a click, where the browser has to ask again. Goes on until `stop`. */
  async watch(): Promise<void> {
    const folder = this.#folder;
    if (!folder || this.isWatching) return;
    this.problem = null;
    if ((await permissionFor(folder)) !== 'granted') {
      this.problem = { code: 'SCAN_FOLDER_UNREADABLE', details: { folder: folder.name } };
      return;
    }
    this.isWatching = true;
    this.takenCount = 0;
    this.#stop = new AbortController();
    await this.#watch(folder, this.#stop.signal);
    this.isWatching = false;
  }

  stop(): void {
    this.#stop.abort();
  }

  async #watch(folder: FileSystemDirectoryHandle, signal: AbortSignal): Promise<void> {
    const files = new RestingFiles(folder, await this.#readTaken());
    try {
      while (!signal.aborted) {
        await this.#takeIn(files, await files.look());
        await this.#parts.wait(LOOK_EVERY_MS, signal);
      }
    } catch (error) {
      if (!signal.aborted) this.problem = folderProblem(error, folder.name);
    }
  }

  async #takeIn(files: RestingFiles, fresh: readonly RestingFile[]): Promise<void> {
    if (fresh.length === 0) return;
    await this.#parts.importFiles(fresh.map(({ file }) => ({ file, path: file.name })));
    files.take(fresh);
    this.takenCount += fresh.length;
    await this.#parts.kept.keep(this.#takenKey, files.taken.slice(-REMEMBERED));
  }

  async #readTaken(): Promise<string[]> {
    const kept = v.safeParse(TakenSchema, await this.#parts.kept.readKept(this.#takenKey));
    return kept.success ? kept.output : [];
  }

  get #folderKey(): string {
    return `watched-folder:${this.#parts.personId}`;
  }

  get #takenKey(): string {
    return `watched-files:${this.#parts.personId}`;
  }
}

async function permissionFor(folder: PermissionHandle): Promise<PermissionState> {
  const known = (await folder.queryPermission?.({ mode: 'read' })) ?? 'granted';
  if (known !== 'prompt') return known;
  return (await folder.requestPermission?.({ mode: 'read' })) ?? 'granted';
}

function folderProblem(error: unknown, folder: string): KeptProblem {
  if (error instanceof AppError) return keptProblem(error);
  if (error instanceof DOMException) return { code: 'SCAN_FOLDER_UNREADABLE', details: { folder } };
  throw error;
}
