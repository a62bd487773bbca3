import type { Person } from '#lib/domain/access.ts';
import { AppError } from '#lib/domain/app-error.ts';
import type { DocumentPage, DocumentQuery, RepositoryFilters } from '#lib/protocol/repository.ts';
import type { Context } from '../context.ts';
import { toOptions } from '../stores/org-unit-store.ts';
import { requirePermission } from './require-permission.ts';

/** Finds documents of the own scope by number, owner, words with or without diacritics, and filters. */
export async function searchDocuments(
  context: Context,
  person: Person | null,
  query: DocumentQuery,
): Promise<DocumentPage> {
  requirePermission(person, 'document.read');
  const scopePath = await narrowScope(context, person, query.orgUnitId);
  return context.stores.repository.search(query, scopePath);
}

/** What the filters of the list offer. */
export async function readRepositoryFilters(
  context: Context,
  person: Person | null,
): Promise<RepositoryFilters> {
  requirePermission(person, 'document.read');
  const [procedures, units, years] = await Promise.all([
    context.stores.catalogue.procedures(),
    context.stores.orgUnits.within(person.orgUnitPath),
    context.stores.repository.years(person.orgUnitPath),
  ]);
  return { procedures, orgUnits: toOptions(units), years };
}

/** The path of a unit within the own scope; the own one without a wish. Throws `NOT_FOUND`. */
export async function narrowScope(
  context: Context,
  person: Person,
  orgUnitId: string,
): Promise<string> {
  if (orgUnitId === '') return person.orgUnitPath;
  const unit = await context.stores.orgUnits.find(orgUnitId, person.orgUnitPath);
  if (unit === null) throw new AppError('NOT_FOUND');
  return unit.path;
}
