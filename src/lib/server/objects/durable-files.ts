import { randomUUID } from 'node:crypto';
import { open, mkdir, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AppError } from '#lib/domain/app-error.ts';

/** A full disk becomes `SERVER_STORAGE_FULL`; every other failure stays what it is. */
export function storageError(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  const isFull = code === 'ENOSPC' || code === 'EDQUOT';
  return isFull ? new AppError('SERVER_STORAGE_FULL', {}, { cause: error }) : error;
}

export function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

/** Makes the names in a folder durable; a file's own fsync does not cover them. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  await using handle = await open(folder, 'r');
  await handle.sync();
}

/** Makes the folder and makes its name durable in the folder above. */
export async function makeFolder(folder: string): Promise<void> {
  const firstMade = await mkdir(folder, { recursive: true });
  if (firstMade !== undefined) await syncFolder(dirname(firstMade));
}

/**
 * Writes a file that is whole or absent after a power loss: temp, fsync, rename, fsync of the folder.
 * Each writer has a temporary file of its own, so that two may write the same file at once.
 */
export async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  const unfinished = `${path}.${randomUUID()}.unfinished`;
  try {
    await using file = await open(unfinished, 'w', 0o600);
    await file.writeFile(bytes);
    await file.sync();
  } catch (error) {
    await rm(unfinished, { force: true }).catch(() => undefined);
    throw storageError(error);
  }
  await moveDurably(unfinished, path);
}

export async function moveDurably(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
    await syncFolder(dirname(to));
  } catch (error) {
    throw storageError(error);
  }
}

/** Writes everything a stream gives from `position` on and returns how many bytes are durable. */
export async function writeStreamAt(
  file: FileHandle,
  stream: AsyncIterable<Uint8Array>,
  position: number,
): Promise<number> {
  let written = 0;
  try {
    for await (const chunk of stream) {
      for (let sent = 0; sent < chunk.byteLength;) {
        const { bytesWritten } = await file.write(
          chunk,
          sent,
          chunk.byteLength - sent,
          position + written,
        );
        sent += bytesWritten;
        written += bytesWritten;
      }
    }
  } catch (error) {
    throw storageError(error);
  } finally {
    // What arrived before a broken connection counts too: the next try goes on from here.
    await file.sync().catch(() => undefined);
  }
  await file.sync();
  return written;
}
