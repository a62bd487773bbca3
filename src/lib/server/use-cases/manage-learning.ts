import type { Person } from '#lib/domain/access.ts';
import { AppError } from '#lib/domain/app-error.ts';
import { foldDiacritics } from '#lib/domain/fold.ts';
import type { LearnedReport, LearningReset, LearningSetting } from '#lib/protocol/learning.ts';
import type { AuditAction } from '#lib/protocol/administration.ts';
import type { Context } from '../context.ts';
import type { Stores } from '../stores/stores.ts';
import { readLearned } from './read-learned.ts';
import { requirePermission } from './require-permission.ts';

/**
 * Forgets what a unit of the scope learned about an agency or a procedure, or all of it. The
 * corrections stay in the archive and teach nothing any more; those of later documents do.
 */
export async function resetLearning(
  context: Context,
  person: Person | null,
  reset: LearningReset,
): Promise<LearnedReport> {
  requirePermission(person, 'learning.manage');
  const unit = await context.stores.orgUnits.find(reset.orgUnitId, person.orgUnitPath);
  if (unit === null) throw new AppError('NOT_FOUND');
  const details = await namesOf(context, reset);
  const at = context.now();
  await context.transaction(async (stores) => {
    await stores.corrections.reset({
      orgUnitId: unit.id,
      agencyFolded: reset.what === 'agency' ? foldDiacritics(reset.agency) : null,
      procedureId: reset.what === 'procedure' ? reset.procedureId : null,
      resetBy: person.id,
      at,
    });
    const all = { orgUnitName: unit.name, ...details };
    await note(stores, person, at, 'learning.reset', unit.id, all);
  });
  return readLearned(context, person, unit.id);
}

/** Limits of the archive for the person's own unit and those below it. */
export async function saveLearningSetting(
  context: Context,
  person: Person | null,
  setting: LearningSetting,
): Promise<LearningSetting> {
  requirePermission(person, 'learning.manage');
  const at = context.now();
  const { orgUnitId } = person;
  await context.transaction(async (stores) => {
    await stores.unitSettings.change({
      orgUnitId,
      name: 'learning',
      value: setting,
      changedBy: person.id,
      changedAt: at,
    });
    await note(stores, person, at, 'learning.setting-saved', orgUnitId, { ...setting });
  });
  return setting;
}

async function namesOf(context: Context, reset: LearningReset): Promise<Record<string, string>> {
  if (reset.what === 'all') return {};
  if (reset.what === 'agency') return { agency: reset.agency };
  const procedures = await context.stores.catalogue.procedures();
  const procedure = procedures.find(({ id }) => id === reset.procedureId);
  if (procedure === undefined) throw new AppError('NOT_FOUND');
  return { procedure: procedure.name };
}

function note(
  stores: Stores,
  person: Person,
  at: Date,
  action: AuditAction,
  subjectId: string,
  details: Record<string, string | number>,
) {
  const actor = { actorId: person.id, actorName: person.name };
  return stores.audit.append({ at, action, ...actor, subjectKind: 'unit', subjectId, details });
}
