import type { Person } from '#lib/domain/access.ts';
import { AppError } from '#lib/domain/app-error.ts';
import type { DocumentStatus } from '#lib/protocol/documents.ts';
import type { DocumentDetail } from '#lib/protocol/repository.ts';
import type { Context } from '../context.ts';
import { requirePermission } from './require-permission.ts';

/** Everything about one document of the own scope. Throws `NOT_FOUND`, also for what lies outside it. */
export async function readDocument(
  context: Context,
  person: Person | null,
  documentId: string,
): Promise<DocumentDetail> {
  requirePermission(person, 'document.read');
  const found = await context.stores.repository.read(documentId, person.orgUnitPath);
  if (found === null) throw new AppError('NOT_FOUND');
  const { inventoryItemId, ...document } = found;
  const [history, versions, inventoryItem] = await Promise.all([
    context.stores.audit.ofSubject(documentId),
    context.stores.versions.ofDocument(documentId),
    inventoryItemId === null
      ? null
      : context.stores.inventory.find(inventoryItemId, person.orgUnitPath),
  ]);
  return { ...document, history, versions, inventoryItem };
}

/** How far a document has come, for the queue on the PC. */
export async function readStatus(
  context: Context,
  person: Person | null,
  documentId: string,
): Promise<DocumentStatus> {
  requirePermission(person, 'document.digitize');
  const document = await context.stores.documents.findWithin(documentId, person.orgUnitPath);
  if (document === null) throw new AppError('NOT_FOUND');
  return { documentId, state: document.state, receipt: document.receipt };
}
