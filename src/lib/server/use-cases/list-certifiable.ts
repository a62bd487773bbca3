import type { Person } from '#lib/domain/access.ts';
import type { CertifiablePage, CertifiableQuery } from '#lib/protocol/versions.ts';
import type { Context } from '../context.ts';
import { effectiveProfile } from './read-signing-profiles.ts';
import { requirePermission } from './require-permission.ts';

/** Stored documents of the own scope, as the clerk chooses them for the agency's signature. */
export async function listCertifiable(
  context: Context,
  person: Person | null,
  query: CertifiableQuery,
): Promise<CertifiablePage> {
  requirePermission(person, 'document.certify');
  const { level } = await effectiveProfile(context, person.orgUnitPath, 'copy');
  return context.stores.certifiable.page(query, person.orgUnitPath, level);
}
