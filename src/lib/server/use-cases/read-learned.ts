import type { Person } from '#lib/domain/access.ts';
import { AppError } from '#lib/domain/app-error.ts';
import type { LearnedTemplates } from '#lib/protocol/corrections.ts';
import type { LearnedReport } from '#lib/protocol/learning.ts';
import { learn } from '#lib/recognition/learned/learn.ts';
import type { Context } from '../context.ts';
import { toOptions } from '../stores/org-unit-store.ts';
import { effectiveLearningSetting } from './keep-corrections.ts';
import { requirePermission } from './require-permission.ts';

export type VersionedTemplates = { version: string; templates: LearnedTemplates };

/** What the person's own unit has learned, for the proposals of the page. */
export async function readLearnedTemplates(
  context: Context,
  person: Person | null,
): Promise<VersionedTemplates> {
  requirePermission(person, 'document.digitize');
  return learnedOf(context, person.orgUnitId);
}

/** What a unit of the scope has learned, from how many documents, and what of it can be reset. */
export async function readLearned(
  context: Context,
  person: Person | null,
  orgUnitId: string,
): Promise<LearnedReport> {
  requirePermission(person, 'learning.manage');
  const { stores } = context;
  const [units, teaching] = await Promise.all([
    stores.orgUnits.within(person.orgUnitPath),
    stores.corrections.unitsWithin(person.orgUnitPath),
  ]);
  const chosen = orgUnitId === '' ? person.orgUnitId : orgUnitId;
  const unit = units.find(({ id }) => id === chosen);
  if (unit === undefined) throw new AppError('NOT_FOUND');
  const [{ templates }, setting, subjects] = await Promise.all([
    learnedOf(context, unit.id),
    effectiveLearningSetting(stores, unit.path),
    stores.corrections.subjects(unit.id),
  ]);
  return {
    orgUnitId: unit.id,
    orgUnitName: unit.name,
    orgUnits: toOptions(units).filter(({ id }) => id === unit.id || teaching.includes(id)),
    templates,
    setting,
    ...subjects,
  };
}

/** Learned anew only when something was added or reset since. */
async function learnedOf(context: Context, orgUnitId: string): Promise<VersionedTemplates> {
  const version = await context.stores.corrections.versionOf(orgUnitId);
  const known = context.learned.get(orgUnitId);
  if (known?.version === version) return known;
  const templates = learn(await context.stores.corrections.ofUnit(orgUnitId));
  const fresh = { version, templates };
  context.learned.set(orgUnitId, fresh);
  return fresh;
}
