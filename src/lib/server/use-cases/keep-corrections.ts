import * as v from 'valibot';
import type { Person } from '#lib/domain/access.ts';
import { AppError } from '#lib/domain/app-error.ts';
import { foldDiacritics } from '#lib/domain/fold.ts';
import type { Correction } from '#lib/protocol/corrections.ts';
import {
  DEFAULT_LEARNING_SETTING,
  LearningSettingSchema,
  type LearningSetting,
} from '#lib/protocol/learning.ts';
import type { Context } from '../context.ts';
import type { Stores } from '../stores/stores.ts';
import { requirePermission } from './require-permission.ts';

/**
 * Keeps what the page proposed and the official accepted, in the archive of the document's unit.
 * Repeatable: a document teaches once. Throws `NOT_FOUND` for a document that is not stored or that
 * somebody else sent.
 */
export async function keepCorrections(
  context: Context,
  person: Person | null,
  corrections: readonly Correction[],
): Promise<{ kept: number }> {
  requirePermission(person, 'document.digitize');
  const at = context.now();
  return context.transaction(async (stores) => {
    let kept = 0;
    const units = new Map<string, string>();
    for (const correction of corrections) {
      const document = await stores.documents.find(correction.documentId);
      if (document?.announcedBy !== person.id || document.state !== 'stored') {
        throw new AppError('NOT_FOUND');
      }
      const agencyFolded = foldDiacritics(correction.issuingAgency);
      const { orgUnitId } = document;
      if (await stores.corrections.add({ orgUnitId, agencyFolded, correction, at })) kept++;
      units.set(orgUnitId, document.orgUnitPath);
    }
    for (const [orgUnitId, path] of units) await prune(stores, orgUnitId, path, at);
    return { kept };
  });
}

export async function effectiveLearningSetting(
  stores: Stores,
  orgUnitPath: string,
): Promise<LearningSetting> {
  const kept = await stores.unitSettings.effective(orgUnitPath, 'learning');
  return kept === null ? DEFAULT_LEARNING_SETTING : v.parse(LearningSettingSchema, kept.value);
}

async function prune(stores: Stores, orgUnitId: string, path: string, at: Date): Promise<void> {
  const { keepMonths, keepCount } = await effectiveLearningSetting(stores, path);
  const oldest = new Date(at);
  oldest.setUTCMonth(oldest.getUTCMonth() - keepMonths);
  await stores.corrections.prune(orgUnitId, oldest, keepCount);
}
