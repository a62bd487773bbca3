import type { Person } from '#lib/domain/access.ts';
import { AppError } from '#lib/domain/app-error.ts';
import { numberIdentity } from '#lib/domain/number-identity.ts';
import { checkMetadata } from '#lib/domain/metadata-rules.ts';
import type { Announcement, DocumentStatus } from '#lib/protocol/documents.ts';
import type { Context } from '../context.ts';
import type { IncomingDocument } from '../stores/document-store.ts';
import { requirePermission } from './require-permission.ts';

/** Largest file that is taken in; scans of 500 pages at 300 dpi stay below it. */
export const MAX_DOCUMENT_BYTES = 300 * 1024 * 1024;

/**
 * Says what is coming, before a byte is sent. The page's id makes it repeatable: the same document
 * gets the same answer; one that changed (another file, another inventory item) replaces what was
 * announced, as long as it is not stored.
 *
 * Throws `FILE_TOO_LARGE`, `METADATA_INCOMPLETE`, `INVENTORY_ITEM_TAKEN`, `DUPLICATE_DOCUMENT`,
 * `DOCUMENT_STATE_CONFLICT`.
 */
export async function announceDocument(
  context: Context,
  person: Person | null,
  announcement: Announcement,
): Promise<DocumentStatus> {
  requirePermission(person, 'document.digitize');
  const known = await knownDocument(context, person, announcement);
  if (known?.state === 'stored') return answerStored(known, announcement);
  await checkAnnouncement(context, announcement);
  const orgUnitId = await owningUnit(context, person, announcement);
  const isSameFile = known?.sha256 === announcement.sha256;
  const at = context.now();

  await context.transaction(async (stores) => {
    await stores.documents.announce(announcement, { personId: person.id, orgUnitId, at });
    if (isSameFile && known.state === 'received') {
      await stores.documents.markReceived(announcement.documentId, at);
    }
    if (isSameFile) return;
    await stores.uploads.remove(announcement.documentId);
    await stores.audit.append({
      at,
      action: 'document.announced',
      actorId: person.id,
      actorName: person.name,
      subjectKind: 'document',
      subjectId: announcement.documentId,
      details: {
        fileName: announcement.fileName,
        sha256: announcement.sha256,
        ...signingDetails(announcement),
      },
    });
  });
  if (known !== null && !isSameFile) await context.uploads.remove(announcement.documentId);

  const state = isSameFile && known.state === 'received' ? 'received' : 'announced';
  return { documentId: announcement.documentId, state, receipt: null };
}

/** What the signer decided, and the entry of the log on their PC that tells of it. */
function signingDetails({ signing }: Announcement): Record<string, string> {
  if (signing === undefined) return {};
  const { provider, certificateSha256, auditHash } = signing.receipt;
  const known = Object.entries({ provider, certificateSha256, bridgeAuditHash: auditHash });
  return Object.fromEntries([
    ['revocation', signing.revocation],
    ...known.flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  ]);
}

async function knownDocument(
  context: Context,
  person: Person,
  announcement: Announcement,
): Promise<IncomingDocument | null> {
  const known = await context.stores.documents.find(announcement.documentId);
  if (known !== null && known.announcedBy !== person.id) throw new AppError('NOT_FOUND');
  return known;
}

function answerStored(known: IncomingDocument, announcement: Announcement): DocumentStatus {
  if (known.sha256 !== announcement.sha256) throw new AppError('DOCUMENT_STATE_CONFLICT');
  return { documentId: known.id, state: 'stored', receipt: known.receipt };
}

async function checkAnnouncement(context: Context, announcement: Announcement): Promise<void> {
  if (announcement.sizeBytes > MAX_DOCUMENT_BYTES) {
    throw new AppError('FILE_TOO_LARGE', { maxBytes: MAX_DOCUMENT_BYTES });
  }
  const fields = checkMetadata(announcement.metadata, vietnamDate(context.now()))
    .filter((issue) => issue.isBlocking)
    .map((issue) => issue.key);
  if (fields.length > 0) throw new AppError('METADATA_INCOMPLETE', { fields });
  if ((await context.stores.catalogue.procedure(announcement.procedureId)) === null) {
    throw new AppError('INVALID_INPUT', { fields: ['procedureId'] });
  }
  if (announcement.duplicateReason !== undefined) return;
  const duplicate = await context.stores.duplicates.find({
    documentId: announcement.documentId,
    sourceSha256: announcement.sourceSha256,
    ...numberIdentity(announcement.metadata),
  });
  if (duplicate !== null) {
    throw new AppError('DUPLICATE_DOCUMENT', {
      reason: duplicate.reason,
      code: duplicate.code,
      numberNotation: duplicate.numberNotation,
    });
  }
}

/** The unit whose inventory the document belongs to; without an item, the official's own. */
async function owningUnit(
  context: Context,
  person: Person,
  announcement: Announcement,
): Promise<string> {
  if (announcement.inventoryItemId === null) return person.orgUnitId;
  const item = await context.stores.inventory.find(
    announcement.inventoryItemId,
    person.orgUnitPath,
  );
  if (item === null) throw new AppError('NOT_FOUND');
  if (item.state !== 'due') {
    throw new AppError('INVENTORY_ITEM_TAKEN', { numberNotation: item.numberNotation });
  }
  return item.orgUnitId;
}

/** The calendar day in Viet Nam, ISO. */
function vietnamDate(instant: Date): string {
  return instant.toLocaleDateString('sv-SE', { timeZone: 'Asia/Ho_Chi_Minh' });
}
