import { AppError } from '#lib/domain/app-error.ts';

export const MAX_FILE_BYTES = 200 * 1024 * 1024;

/** The whole file in memory. Throws `FILE_EMPTY`, `FILE_TOO_LARGE` or `FILE_UNREADABLE`. */
export async function loadFile(file: File): Promise<Uint8Array<ArrayBuffer>> {
  if (file.size === 0) throw new AppError('FILE_EMPTY');
  if (file.size > MAX_FILE_BYTES) {
    throw new AppError('FILE_TOO_LARGE', { megabytes: Math.round(file.size / 1024 ** 2) });
  }
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch (cause) {
    throw new AppError('FILE_UNREADABLE', {}, { cause });
  }
}
