import type { Person } from '#lib/domain/access.ts';
import { AppError } from '#lib/domain/app-error.ts';
import { validateDocument } from '#lib/pdf/validate-document.ts';
import type { ValidationReport } from '#lib/protocol/validation-report.ts';
import type { Context } from '../context.ts';
import { readTrustSettings } from './read-trust-settings.ts';
import { requirePermission } from './require-permission.ts';

/**
 * What an expert would say today of a stored document of the own scope, as it is now. Throws
 * `NOT_FOUND` when there are no bytes.
 */
export async function validateStoredDocument(
  context: Context,
  person: Person | null,
  documentId: string,
): Promise<ValidationReport> {
  requirePermission(person, 'document.read');
  const document = await context.stores.documents.findWithin(documentId, person.orgUnitPath);
  if (document === null || document.currentVersion === null) throw new AppError('NOT_FOUND');
  const version = await context.stores.versions.find(documentId, document.currentVersion);
  if (version === null) throw new AppError('NOT_FOUND');
  const bytes = await context.objects.read(version.sha256);
  const services = context.validationServices;
  return validateDocument(bytes, { ...(await readTrustSettings(context)), services });
}
