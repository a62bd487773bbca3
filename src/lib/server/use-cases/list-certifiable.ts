import type { Person } from '#lib/domain/access.ts';
import type { SigningProfile } from '#lib/domain/signing-profile.ts';
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

/** What the page of the clerk needs beside the list: the profile of the unit, the name on the paper. */
export async function readCertifyingTerms(
  context: Context,
  person: Person | null,
): Promise<{ profile: SigningProfile; agencyName: string }> {
  requirePermission(person, 'document.certify');
  const [agency] = await context.stores.orgUnits.agenciesAbove(person.orgUnitPath);
  const profile = await effectiveProfile(context, person.orgUnitPath, 'copy');
  return { profile, agencyName: agency?.name ?? person.orgUnitName };
}
