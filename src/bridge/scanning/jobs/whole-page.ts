import type { FileHandle } from 'node:fs/promises';
import type { ScannedPage } from '#lib/protocol/scanning.ts';
import { isWholeTiff } from './whole-tiff.ts';

export type PageMimeType = ScannedPage['mimeType'];

/** Devices pad behind the end marker; PDF readers look for theirs in as much (ISO 32000-2 §7.5.5). */
const tailBytes = 1024;

/**
 * What the file is by its own first bytes, when its end is there too; `null` for a torn file or for
 * what is no page. A device's word on the type of its answer is not trusted.
 */
export async function wholePageType(
  file: FileHandle,
  sizeBytes: number,
): Promise<PageMimeType | null> {
  const head = await readAt(file, 0, 8);
  const tail = await readAt(file, Math.max(0, sizeBytes - tailBytes), tailBytes);
  const start = head.toString('latin1');
  if (start.startsWith('\xFF\xD8\xFF')) return hasEnd(tail, '\xFF\xD9') ? 'image/jpeg' : null;
  if (start.startsWith('\x89PNG\r\n\x1A\n')) {
    return hasEnd(tail, 'IEND\xAE\x42\x60\x82') ? 'image/png' : null;
  }
  if (start.startsWith('%PDF-')) return hasEnd(tail, '%%EOF') ? 'application/pdf' : null;
  if (start.startsWith('II*\0') || start.startsWith('MM\0*')) {
    return (await isWholeTiff((at, length) => readAt(file, at, length), sizeBytes))
      ? 'image/tiff'
      : null;
  }
  return null;
}

function hasEnd(tail: Buffer, marker: string): boolean {
  return tail.includes(Buffer.from(marker, 'latin1'));
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await file.read(buffer, 0, length, position);
  return buffer.subarray(0, bytesRead);
}
