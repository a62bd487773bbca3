import type { Person } from '#lib/domain/access.ts';
import { metadataKeys } from '#lib/domain/metadata.ts';
import type { AccuracyReport } from '#lib/protocol/checking.ts';
import type { SupervisionQuery } from '#lib/protocol/supervision.ts';
import type { Context } from '../context.ts';
import { requirePermission } from './require-permission.ts';
import { narrowScope } from './search-documents.ts';

/** How right the metadata is, as second looks found: per unit, field and person of the scope. */
export async function readAccuracy(
  context: Context,
  person: Person | null,
  query: Pick<SupervisionQuery, 'orgUnitId'>,
): Promise<AccuracyReport> {
  requirePermission(person, 'supervision.read');
  const scopePath = await narrowScope(context, person, query.orgUnitId);
  const { accuracy } = context.stores;
  const [byUnit, fields, byPerson, open] = await Promise.all([
    accuracy.byUnit(scopePath),
    accuracy.byField(scopePath),
    accuracy.byPerson(scopePath),
    accuracy.open(scopePath),
  ]);
  const byField = metadataKeys.flatMap((key) =>
    fields.filter((field) => field.key === key).map((field) => ({ ...field, id: key, name: key })),
  );
  return {
    checked: sum(byUnit.map((line) => line.checked)),
    right: sum(byUnit.map((line) => line.right)),
    waitingDocuments: open.waiting,
    openDocuments: open.differing,
    byUnit,
    byField: byField.map(({ id, name, checked, right }) => ({ id, name, checked, right })),
    byPerson,
  };
}

const sum = (counts: readonly number[]): number =>
  counts.reduce((total, count) => total + count, 0);
