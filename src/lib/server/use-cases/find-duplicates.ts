import type { Person } from '#lib/domain/access.ts';
import { numberIdentity } from '#lib/domain/number-identity.ts';
import type { DuplicateAnswer, DuplicateQuerySchema } from '#lib/protocol/documents.ts';
import type { InferOutput } from 'valibot';
import type { Context } from '../context.ts';
import { requirePermission } from './require-permission.ts';

/**
 * Names what is in the repository already, before anything is sent. A document of another unit is
 * named by its number only: its owner is none of the asker's business.
 */
export async function findDuplicates(
  context: Context,
  person: Person | null,
  query: InferOutput<typeof DuplicateQuerySchema>,
): Promise<DuplicateAnswer> {
  requirePermission(person, 'document.digitize');
  const duplicates: DuplicateAnswer['duplicates'] = [];
  for (const document of query.documents) {
    const found = await context.stores.duplicates.find({
      documentId: document.documentId,
      sourceSha256: document.sourceSha256,
      ...numberIdentity(document),
    });
    if (found === null) continue;
    const isInScope = found.orgUnitPath.startsWith(person.orgUnitPath);
    duplicates.push({
      documentId: document.documentId,
      reason: found.reason,
      existing: {
        documentId: isInScope ? found.id : '',
        code: isInScope ? found.code : '',
        numberNotation: found.numberNotation,
        ownerName: isInScope ? found.ownerName : '',
        storedAt: found.storedAt.toISOString(),
      },
    });
  }
  return { duplicates };
}
