import { createHash } from 'node:crypto';
import { AppError } from '#lib/domain/app-error.ts';
import type { Person } from '#lib/domain/access.ts';
import type { DocumentVersion } from '#lib/protocol/versions.ts';
import type { Context } from '../context.ts';
import type { NewVersion } from '../stores/version-store.ts';

/** A version of a document, and its bytes. */
export type BaseVersion = { version: DocumentVersion; bytes: Uint8Array };

/** The current version of a document of the own scope. Throws `NOT_FOUND` when it has no file here. */
export async function currentVersion(
  context: Context,
  person: Person,
  documentId: string,
): Promise<DocumentVersion> {
  const document = await context.stores.documents.findWithin(documentId, person.orgUnitPath);
  if (document === null || document.currentVersion === null) throw new AppError('NOT_FOUND');
  const version = await context.stores.versions.find(documentId, document.currentVersion);
  if (version === null) throw new Error(`document ${documentId} has lost its current version`);
  return version;
}

export async function bytesOf(
  context: Context,
  { documentId, sha256 }: Pick<DocumentVersion, 'documentId' | 'sha256'>,
): Promise<Uint8Array> {
  const bytes = await context.objects.read(sha256);
  if (sha256Of(bytes) !== sha256) throw new Error(`object ${sha256} of ${documentId} is damaged`);
  return bytes;
}

export const sha256Of = (bytes: Uint8Array): string =>
  createHash('sha256').update(bytes).digest('hex');

export type VersionContent = Pick<
  NewVersion,
  'profile' | 'copyForm' | 'signerName' | 'certificateSha256' | 'level' | 'signatures'
> & { bridgeReceipt: NewVersion['bridgeReceipt'] };

/**
 * Puts checked bytes behind the version they were made from: durable first, then version, document,
 * audit entry and outbox in one transaction. The same bytes again answer the version that is there.
 *
 * Throws `DOCUMENT_CHANGED_MEANWHILE` when another version came in between, `SERVER_STORAGE_FULL`.
 */
export async function writeVersion(
  context: Context,
  person: Person,
  base: DocumentVersion,
  whole: Uint8Array,
  content: VersionContent & { what: 'signature' | 'extension' },
  details: Record<string, string | number>,
): Promise<DocumentVersion> {
  const { documentId } = base;
  const sha256 = sha256Of(whole);
  await context.reach('verified');
  await context.objects.put(sha256, whole);
  await context.reach('moved');
  const version = await context.transaction(async (stores) => {
    const document = await stores.documents.findForChange(documentId);
    const same = await stores.versions.findByHash(documentId, sha256);
    if (same !== null) return same;
    if (document?.currentVersion !== base.ordinal) throw new AppError('DOCUMENT_CHANGED_MEANWHILE');
    const at = context.now();
    const ordinal = base.ordinal + 1;
    const added = { documentId, ordinal, sha256, sizeBytes: whole.byteLength };
    const isCertified = content.profile === 'copy' || content.profile === 'issue';
    await stores.versions.add({
      ...added,
      ...content,
      baseSha256: base.sha256,
      actorId: person.id,
      at,
    });
    await stores.documents.moveToVersion(documentId, {
      ordinal,
      level: content.level,
      isCertified,
    });
    await stores.audit.append({
      at,
      action: content.what === 'signature' ? 'document.signed' : 'document.extended',
      actorId: person.id,
      actorName: person.name,
      subjectKind: 'document',
      subjectId: documentId,
      details: { sha256, version: ordinal, level: content.level ?? '', ...details },
    });
    await stores.outbox.add({
      topic: 'document.version-added',
      subjectId: documentId,
      payload: { ...added, what: content.what, level: content.level },
      at,
    });
    await context.reach('written');
    return {
      ...added,
      ...content,
      baseSha256: base.sha256,
      actorName: person.name,
      at: at.toISOString(),
    };
  });
  await context.reach('committed');
  return version;
}
