import * as v from 'valibot';
import type { Person } from '#lib/domain/access.ts';
import {
  CheckSettingSchema,
  DEFAULT_CHECK_SETTING,
  type CheckSetting,
  type CheckSettingView,
} from '#lib/protocol/checking.ts';
import type { Context } from '../context.ts';
import type { Stores } from '../stores/stores.ts';
import { requirePermission } from './require-permission.ts';

/** What holds for documents of this unit. */
export async function effectiveCheckSetting(
  stores: Stores,
  orgUnitPath: string,
): Promise<CheckSetting> {
  const kept = await stores.unitSettings.effective(orgUnitPath, 'checking');
  return kept === null ? DEFAULT_CHECK_SETTING : v.parse(CheckSettingSchema, kept.value);
}

export async function readCheckSetting(
  context: Context,
  person: Person | null,
): Promise<CheckSettingView> {
  requirePermission(person, 'check.resolve');
  const kept = await context.stores.unitSettings.effective(person.orgUnitPath, 'checking');
  if (kept === null) return { ...DEFAULT_CHECK_SETTING, setBy: null, isOwn: false };
  return {
    ...v.parse(CheckSettingSchema, kept.value),
    setBy: kept.orgUnitName,
    isOwn: kept.orgUnitId === person.orgUnitId,
  };
}

/** Makes it the own setting of the person's unit; units below inherit it, for documents from now on. */
export async function saveCheckSetting(
  context: Context,
  person: Person | null,
  setting: CheckSetting,
): Promise<CheckSettingView> {
  requirePermission(person, 'check.resolve');
  const at = context.now();
  await context.transaction(async (stores) => {
    await stores.unitSettings.change({
      orgUnitId: person.orgUnitId,
      name: 'checking',
      value: { ...setting, keys: [...new Set(setting.keys)] },
      changedBy: person.id,
      changedAt: at,
    });
    await stores.audit.append({
      at,
      action: 'check.setting-saved',
      actorId: person.id,
      actorName: person.name,
      subjectKind: 'unit',
      subjectId: person.orgUnitId,
      details: {
        orgUnitName: person.orgUnitName,
        ratePercent: setting.ratePercent,
        fieldNames: setting.keys.join(','),
      },
    });
  });
  return readCheckSetting(context, person);
}
