import type { Person } from '#lib/domain/access.ts';
import { AppError } from '#lib/domain/app-error.ts';
import type { DocumentVersion } from '#lib/protocol/versions.ts';
import type { Context } from '../context.ts';
import { requirePermission } from './require-permission.ts';

/** Every version of a document of the own scope, oldest first. Throws `NOT_FOUND`. */
export async function readVersions(
  context: Context,
  person: Person | null,
  documentId: string,
): Promise<{ versions: DocumentVersion[] }> {
  requirePermission(person, 'document.read');
  const document = await context.stores.documents.findWithin(documentId, person.orgUnitPath);
  if (document === null) throw new AppError('NOT_FOUND');
  return { versions: await context.stores.versions.ofDocument(documentId) };
}
