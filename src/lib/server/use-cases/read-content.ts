import type { Person } from '#lib/domain/access.ts';
import { AppError } from '#lib/domain/app-error.ts';
import type { Context } from '../context.ts';
import { requirePermission } from './require-permission.ts';

export type Content = {
  sha256: string;
  sizeBytes: number;
  fileName: string;
  /** Bytes `start` to `end`, both included. */
  stream(start: number, end: number): ReadableStream<Uint8Array>;
};

/**
 * The stored bytes of a document of the own scope: as it is now, or an earlier version by its
 * ordinal. Throws `NOT_FOUND` when there are none.
 */
export async function readContent(
  context: Context,
  person: Person | null,
  documentId: string,
  ordinal?: number,
): Promise<Content> {
  requirePermission(person, 'document.read');
  const document = await context.stores.documents.findWithin(documentId, person.orgUnitPath);
  if (document === null || document.currentVersion === null) throw new AppError('NOT_FOUND');
  const version = await context.stores.versions.find(
    documentId,
    ordinal ?? document.currentVersion,
  );
  if (version === null) throw new AppError('NOT_FOUND');
  const { sha256, sizeBytes } = version;
  if ((await context.objects.sizeOf(sha256)) !== sizeBytes) {
    throw new Error(`stored document ${documentId} has no object ${sha256}`);
  }
  return {
    sha256,
    sizeBytes,
    fileName: downloadName(document.metadata.numberNotation, document.metadata.ownerName),
    stream: (start, end) => context.objects.stream(sha256, start, end),
  };
}

/** `05-GP-SVHTTDL Nguyễn Văn An.pdf`: safe on every file system. */
function downloadName(numberNotation: string, ownerName: string): string {
  const name = `${numberNotation} ${ownerName}`
    .normalize('NFC')
    .replace(/[/\\]/gu, '-')
    .replace(/[^\p{L}\p{N} .,_-]/gu, '')
    .trim()
    .slice(0, 120);
  return `${name === '' ? 'ket-qua' : name}.pdf`;
}
