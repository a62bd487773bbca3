import { createHash } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '#lib/domain/app-error.ts';
import { reasonOf, syncFolder } from '../../storage/data-folder.ts';
import { wholePageType, type PageMimeType } from './whole-page.ts';

/** A4 in colour at 1200 dpi without compression takes 420 MB; more is no page. */
const maxPageBytes = 600 * 1024 * 1024;

export type WrittenPage = { sha256: string; sizeBytes: number; mimeType: PageMimeType };

/** Ending of a file that is not a page yet. */
export const unfinishedEnding = '.part';

/**
 * Unfinished file, end marker, fsync, rename, fsync of the folder: under its name stands a whole page
 * or none. Throws SCANNER_TRANSFER_BROKEN and SCAN_DISK_FULL, and leaves nothing then.
 */
export async function writePage(
  target: string,
  content: AsyncIterable<Uint8Array>,
): Promise<WrittenPage> {
  const unfinished = `${target}${unfinishedEnding}`;
  try {
    const written = await writeUnfinished(unfinished, content);
    await rename(unfinished, target);
    await syncFolder(path.dirname(target));
    return written;
  } catch (error) {
    await rm(unfinished, { force: true });
    throw diskErrorOf(error);
  }
}

/** SCAN_DISK_FULL for what a full disk, a quota or a limit on file sizes says. */
export function diskErrorOf(error: unknown): unknown {
  const isFull = ['ENOSPC', 'EDQUOT', 'EFBIG'].includes(reasonOf(error));
  return isFull ? new AppError('SCAN_DISK_FULL', {}, { cause: error }) : error;
}

async function writeUnfinished(
  unfinished: string,
  content: AsyncIterable<Uint8Array>,
): Promise<WrittenPage> {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  const file = await open(unfinished, 'w+', 0o600);
  try {
    for await (const chunk of content) {
      sizeBytes += chunk.length;
      if (sizeBytes > maxPageBytes) throw torn('too-large');
      hash.update(chunk);
      await file.writeFile(chunk);
    }
    const mimeType = await wholePageType(file, sizeBytes);
    if (!mimeType) throw torn('not-whole');
    await file.sync();
    return { sha256: hash.digest('hex'), sizeBytes, mimeType };
  } finally {
    await file.close();
  }
}

function torn(reason: string): AppError {
  return new AppError('SCANNER_TRANSFER_BROKEN', { reason });
}
