import { createReadStream } from 'node:fs';
import { readFile, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { isMissing, makeFolder, moveDurably, storageError, writeDurably } from './durable-files.ts';

/**
 * Stored files, each under the SHA-256 of its bytes: `objects/ab/cd/abcd….pdf`. What stands here is
 * never written again.
 */
export type ObjectStore = {
  /** Size in bytes, or null when there is no such object. */
  sizeOf(sha256: string): Promise<number | null>;
  /** Takes over a finished file. The same bytes may be there already; then the file is dropped. */
  adopt(sha256: string, path: string): Promise<void>;
  put(sha256: string, bytes: Uint8Array): Promise<void>;
  read(sha256: string): Promise<Uint8Array>;
  /** Bytes `start` to `end`, both included. */
  stream(sha256: string, start: number, end: number): ReadableStream<Uint8Array>;
};

export function folderObjectStore(root: string, extension: 'pdf' | 'png' = 'pdf'): ObjectStore {
  const pathOf = (sha256: string) =>
    join(root, sha256.slice(0, 2), sha256.slice(2, 4), `${sha256}.${extension}`);

  const sizeOf = async (sha256: string) => {
    try {
      return (await stat(pathOf(sha256))).size;
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  };

  return {
    sizeOf,

    async adopt(sha256, path) {
      if ((await sizeOf(sha256)) !== null) return rm(path, { force: true });
      const target = pathOf(sha256);
      await makeRoom(target);
      try {
        await moveDurably(path, target);
      } catch (error) {
        // Another instance that commits the same document was faster.
        if (!isMissing(error) || (await sizeOf(sha256)) === null) throw error;
      }
    },

    async put(sha256, bytes) {
      if ((await sizeOf(sha256)) !== null) return;
      const target = pathOf(sha256);
      await makeRoom(target);
      await writeDurably(target, bytes);
    },

    async read(sha256) {
      return readFile(pathOf(sha256));
    },

    stream(sha256, start, end) {
      const file = createReadStream(pathOf(sha256), { start, end });
      return Readable.toWeb(file) as ReadableStream<Uint8Array>;
    },
  };
}

async function makeRoom(target: string): Promise<void> {
  try {
    await makeFolder(dirname(target));
  } catch (error) {
    throw storageError(error);
  }
}
