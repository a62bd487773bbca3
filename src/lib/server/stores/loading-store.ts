import type { Kysely } from 'kysely';
import { foldDiacritics } from '#lib/domain/fold.ts';
import type { Database } from './database-schema.ts';
import { loadingLock } from './locks.ts';

export type LoadingStore = ReturnType<typeof loadingStore>;
export type NewAgency = Omit<Database['agency'], 'nameFolded'>;

/** Whole sets of reference data, each loaded once under its name. */
export function loadingStore(db: Kysely<Database>) {
  return {
    /** True when `name` is still to be loaded; other instances wait until this transaction ends. */
    async begin(name: string): Promise<boolean> {
      await loadingLock(db);
      const done = await db
        .selectFrom('loadedData')
        .select('name')
        .where('name', '=', name)
        .executeTakeFirst();
      return done === undefined;
    },

    async finish(name: string, loadedAt: Date): Promise<void> {
      await db.insertInto('loadedData').values({ name, loadedAt }).execute();
    },

    async hasOrganization(): Promise<boolean> {
      const unit = await db.selectFrom('orgUnit').select('id').limit(1).executeTakeFirst();
      return unit !== undefined;
    },

    async insertOrganization(organization: {
      levels: Database['administrativeLevel'][];
      agencies: NewAgency[];
      units: Database['orgUnit'][];
    }): Promise<void> {
      await db.insertInto('administrativeLevel').values(organization.levels).execute();
      const agencies = organization.agencies.map((agency) => ({
        ...agency,
        nameFolded: foldDiacritics(agency.name),
      }));
      await db.insertInto('agency').values(agencies).execute();
      await db.insertInto('orgUnit').values(organization.units).execute();
    },

    async insertProcedures(procedures: Database['procedure'][]): Promise<void> {
      await db.insertInto('procedure').values(procedures).execute();
    },

    async insertTargets(targets: Database['target'][]): Promise<void> {
      await db.insertInto('target').values(targets).execute();
    },
  };
}
