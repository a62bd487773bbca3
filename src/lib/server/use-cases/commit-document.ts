import type { Person } from '#lib/domain/access.ts';
import { AppError } from '#lib/domain/app-error.ts';
import { numberIdentity } from '#lib/domain/number-identity.ts';
import { resultCode } from '#lib/domain/result-code.ts';
import type { Receipt } from '#lib/protocol/documents.ts';
import type { Context } from '../context.ts';
import type { IncomingDocument } from '../stores/document-store.ts';
import type { Stores } from '../stores/stores.ts';
import { checkContent, type CheckedContent } from './check-content.ts';
import { drawForCheck } from './draw-for-check.ts';
import { noteArrival } from './receive-upload.ts';
import { readTrustSettings } from './read-trust-settings.ts';
import { requirePermission } from './require-permission.ts';

const LOCK_PATIENCE_MS = 60_000;

/**
 * Takes a received document into the repository. Only this answer means "đã lưu vào kho": file
 * durable under its hash, signatures checked, metadata, counters, audit entry and outbox row in one
 * transaction. Repeatable at any time, also by several requests at once, with the same receipt.
 *
 * Throws `CONTENT_NOT_RECEIVED`, the codes of `checkContent`, `DUPLICATE_DOCUMENT`,
 * `INVENTORY_ITEM_TAKEN`, `SERVER_STORAGE_FULL`. Whatever it throws, nothing is lost.
 */
export async function commitDocument(
  context: Context,
  person: Person | null,
  documentId: string,
): Promise<Receipt> {
  requirePermission(person, 'document.digitize');
  const document = await context.stores.documents.find(documentId);
  if (document === null || document.announcedBy !== person.id) throw new AppError('NOT_FOUND');
  return takeIn(context, person, document);
}

/** The commit itself, without asking who wants it: also the reconciler's way to finish one. */
export async function takeIn(
  context: Context,
  actor: { id: string | null; name: string },
  document: IncomingDocument,
): Promise<Receipt> {
  if (document.receipt !== null) return document.receipt;
  const lock = context.uploadLocker.newLock(document.id);
  await lock.lock(AbortSignal.timeout(LOCK_PATIENCE_MS), () => undefined);
  try {
    const { bytes, isInPlace } = await arrivedBytes(context, document);
    await context.reach('read');
    if (document.state === 'announced') await noteArrival(context, document.id);
    const trust = await readTrustSettings(context);
    const content = await checkContent(bytes, document, trust);
    await context.reach('verified');
    if (!isInPlace)
      await context.objects.adopt(hashOf(document), context.uploads.pathOf(document.id));
    await context.reach('moved');
    const receipt = await context.transaction(async (stores) => {
      const written = await writeReceipt(context, stores, actor, document.id, content);
      await context.reach('written');
      return written;
    });
    await context.reach('committed');
    await context.uploads.remove(document.id);
    return receipt;
  } finally {
    await lock.unlock();
  }
}

/** The bytes in the incoming file, or in the repository when an earlier commit broke off after the move. */
async function arrivedBytes(context: Context, document: IncomingDocument) {
  const arrived = await context.uploads.sizeOf(document.id);
  if (arrived !== null && arrived === document.sizeBytes) {
    const bytes = await context.uploads.read(document.id);
    if (bytes !== null) return { bytes, isInPlace: false };
  }
  if ((await context.objects.sizeOf(hashOf(document))) === document.sizeBytes) {
    return { bytes: await context.objects.read(hashOf(document)), isInPlace: true };
  }
  throw new AppError('CONTENT_NOT_RECEIVED', { receivedBytes: arrived ?? 0 });
}

/** The one transaction. Locks in a fixed order: number, document, inventory item, counter, chain. */
async function writeReceipt(
  context: Context,
  stores: Stores,
  actor: { id: string | null; name: string },
  documentId: string,
  { signatures, level }: CheckedContent,
): Promise<Receipt> {
  const announced = await stores.documents.find(documentId);
  if (announced === null) throw new AppError('NOT_FOUND');
  await stores.lockNumber(`${announced.numberFolded} ${announced.agencyFolded}`);
  const document = await stores.documents.findForChange(documentId);
  if (document === null) throw new AppError('NOT_FOUND');
  if (document.receipt !== null) return document.receipt;
  await refuseSecondOfNumber(stores, document);
  const at = context.now();
  const isCounted = await countInventory(stores, document, at);
  const code = resultCode(context.env.resultCodeTemplate, document.metadata);
  const entry = await stores.audit.append({
    at,
    action: 'document.stored',
    actorId: actor.id,
    actorName: actor.name,
    subjectKind: 'document',
    subjectId: documentId,
    details: { sha256: hashOf(document), code, inventoryItemId: document.inventoryItemId ?? '' },
  });
  const receipt: Receipt = {
    documentId,
    code,
    sha256: hashOf(document),
    sizeBytes: document.sizeBytes ?? 0,
    pageCount: document.pageCount,
    storedAt: at.toISOString(),
    auditHash: entry.hash,
    inventoryItemId: document.inventoryItemId,
    isCounted,
    signatures,
  };
  await stores.documents.markStored(documentId, receipt, level);
  await drawForCheck(context, stores, document, at);
  await stores.uploads.remove(documentId);
  await stores.outbox.add({
    topic: 'document.stored',
    subjectId: documentId,
    payload: receipt,
    at,
  });
  return receipt;
}

/** Announcing looked already; two officials may have sent the same number since. */
async function refuseSecondOfNumber(stores: Stores, document: IncomingDocument): Promise<void> {
  if (document.duplicateReason !== null) return;
  const other = await stores.duplicates.sameNumber({
    documentId: document.id,
    sourceSha256: [],
    ...numberIdentity(document.metadata),
  });
  if (other === null) return;
  throw new AppError('DUPLICATE_DOCUMENT', {
    reason: other.reason,
    code: other.code,
    numberNotation: other.numberNotation,
  });
}

async function countInventory(
  stores: Stores,
  document: IncomingDocument,
  at: Date,
): Promise<boolean> {
  if (document.inventoryItemId === null) return false;
  if (await stores.inventory.digitize(document.inventoryItemId, at)) return true;
  throw new AppError('INVENTORY_ITEM_TAKEN', { numberNotation: document.metadata.numberNotation });
}

function hashOf(document: IncomingDocument): string {
  if (document.sha256 === null) throw new AppError('DOCUMENT_STATE_CONFLICT');
  return document.sha256;
}
