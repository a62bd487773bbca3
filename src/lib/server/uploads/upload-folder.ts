import { open, readdir, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
  isMissing,
  makeFolder,
  storageError,
  syncFolder,
  writeStreamAt,
} from '../objects/durable-files.ts';

/** Files on their way in, one per document; how far an upload has come is the size of its file. */
export type UploadFolder = {
  pathOf(documentId: string): string;
  /** Bytes that are there; null when no upload was begun. */
  sizeOf(documentId: string): Promise<number | null>;
  /** An empty file, durable under its name. */
  create(documentId: string): Promise<void>;
  /** Writes at `offset` and makes it durable; answers the new size. Throws `SERVER_STORAGE_FULL`. */
  write(documentId: string, stream: AsyncIterable<Uint8Array>, offset: number): Promise<number>;
  /** The bytes, durable from now on; null when the file was moved away meanwhile. */
  read(documentId: string): Promise<Uint8Array | null>;
  remove(documentId: string): Promise<void>;
  documentIds(): Promise<string[]>;
};

const SUFFIX = '.part';

export function uploadFolder(root: string): UploadFolder {
  const pathOf = (documentId: string) => join(root, `${documentId}${SUFFIX}`);
  return {
    pathOf,

    async sizeOf(documentId) {
      return stat(pathOf(documentId)).then(
        (found) => found.size,
        () => null,
      );
    },

    async create(documentId) {
      try {
        await makeFolder(root);
        await using file = await open(pathOf(documentId), 'w', 0o600);
        await file.sync();
        await syncFolder(dirname(pathOf(documentId)));
      } catch (error) {
        throw storageError(error);
      }
    },

    async write(documentId, stream, offset) {
      await using file = await open(pathOf(documentId), 'r+');
      return offset + (await writeStreamAt(file, stream, offset));
    },

    async read(documentId) {
      try {
        await using file = await open(pathOf(documentId), 'r+');
        await file.sync();
        await syncFolder(root);
        return await file.readFile();
      } catch (error) {
        if (isMissing(error)) return null;
        throw error;
      }
    },

    async remove(documentId) {
      await rm(pathOf(documentId), { force: true });
    },

    async documentIds() {
      const names = await readdir(root).catch(() => []);
      return names
        .filter((name) => name.endsWith(SUFFIX))
        .map((name) => name.slice(0, -SUFFIX.length));
    },
  };
}
