import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import path from 'node:path';
import { StartError } from '../start-error.ts';
import { wording } from '../wording.ts';

/** The bridge's own folder: readable by its owner only, every file written whole or not at all. */
export class DataFolder {
  readonly path: string;

  private constructor(folder: string) {
    this.path = folder;
  }

  /** Makes the folder where needed and tries to write; throws StartError with the remedy. */
  static async open(folder: string): Promise<DataFolder> {
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const opened = new DataFolder(folder);
      await opened.write('.writable', '');
      return opened;
    } catch (error) {
      throw new StartError(wording.folderUnusable(folder, reasonOf(error)), { cause: error });
    }
  }

  /** For those who only read: nothing is made or tried. */
  static at(folder: string): DataFolder {
    return new DataFolder(folder);
  }

  resolve(...parts: string[]): string {
    return path.join(this.path, ...parts);
  }

  /** The file's bytes, or `null` where there is none. */
  async read(name: string): Promise<Buffer | null> {
    try {
      return await readFile(this.resolve(name));
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  }

  /** Temp file, fsync, rename, fsync of the folder: a crash leaves the old file or the new one. */
  async write(name: string, content: string | Uint8Array): Promise<void> {
    const target = this.resolve(name);
    const folder = path.dirname(target);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const temporary = `${target}.${randomUUID()}.tmp`;
    const file = await open(temporary, 'wx', 0o600);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, target);
    await syncFolder(folder);
  }
}

/** Makes names that were given or taken in the folder durable; Windows does so itself. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function isMissing(error: unknown): boolean {
  return reasonOf(error) === 'ENOENT';
}

/** The system's code, e.g. ENOENT. */
export function reasonOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') {
    return error.code;
  }
  return String(error);
}
