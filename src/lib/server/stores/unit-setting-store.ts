import { sql, type Kysely } from 'kysely';
import type { Database, UnitSettingName } from './database-schema.ts';

/** A setting with the unit that made it. */
export type KeptSetting = { value: unknown; orgUnitId: string; orgUnitName: string };

/** Settings that units made their own; every change stays as a row, units below inherit. */
export function unitSettingStore(db: Kysely<Database>) {
  return {
    /** That of the unit itself, else of the nearest unit above that has one. */
    async effective(orgUnitPath: string, name: UnitSettingName): Promise<KeptSetting | null> {
      const newest = db
        .selectFrom('unitSetting as s')
        .innerJoin('orgUnit as u', 'u.id', 's.orgUnitId')
        .where('s.name', '=', name)
        .where(sql<boolean>`starts_with(${orgUnitPath}, u.path)`)
        .distinctOn('s.orgUnitId')
        .select(['s.orgUnitId', 'u.name as orgUnitName', 'u.path', 's.value'])
        .orderBy('s.orgUnitId')
        .orderBy('s.id', 'desc');
      const row = await db
        .selectFrom(newest.as('n'))
        .where('n.value', 'is not', null)
        .select(['n.value', 'n.orgUnitId', 'n.orgUnitName'])
        .orderBy(sql`length(n.path)`, 'desc')
        .limit(1)
        .executeTakeFirst();
      return row ?? null;
    },

    async change(change: {
      orgUnitId: string;
      name: UnitSettingName;
      value: object;
      changedBy: string;
      changedAt: Date;
    }): Promise<void> {
      const value = JSON.stringify(change.value);
      await db
        .insertInto('unitSetting')
        .values({ ...change, value })
        .execute();
    },
  };
}
