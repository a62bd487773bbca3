import { sql, type Kysely } from 'kysely';
import type { SigningProfile, SigningProfileKind } from '#lib/domain/signing-profile.ts';
import type { Database } from './database-schema.ts';

export type SigningProfileStore = ReturnType<typeof signingProfileStore>;

export type KeptProfile = {
  kind: SigningProfileKind;
  profile: SigningProfile;
  orgUnitId: string;
  orgUnitName: string;
  changedByName: string;
  changedAt: Date;
};

/** Signing profiles that units made their own; every change stays as a row. */
export function signingProfileStore(db: Kysely<Database>) {
  return {
    /** For each kind that of the unit itself, else of the nearest unit above that has one. */
    async effective(orgUnitPath: string): Promise<KeptProfile[]> {
      const newest = db
        .selectFrom('signingProfile as p')
        .innerJoin('orgUnit as u', 'u.id', 'p.orgUnitId')
        .innerJoin('account as a', 'a.id', 'p.changedBy')
        .where(sql<boolean>`starts_with(${orgUnitPath}, u.path)`)
        .distinctOn(['p.orgUnitId', 'p.kind'])
        .select(['p.kind', 'p.profile', 'p.orgUnitId', 'u.name as orgUnitName', 'u.path'])
        .select(['a.name as changedByName', 'p.changedAt'])
        .orderBy('p.orgUnitId')
        .orderBy('p.kind')
        .orderBy('p.id', 'desc');
      const rows = await db
        .selectFrom(newest.as('n'))
        .where('n.profile', 'is not', null)
        .distinctOn('n.kind')
        .selectAll()
        .orderBy('n.kind')
        .orderBy(sql`length(n.path)`, 'desc')
        .execute();
      return rows.flatMap(({ path: _path, profile, ...row }) =>
        profile === null ? [] : [{ ...row, profile }],
      );
    },

    /** `profile` null: the unit inherits again. */
    async change(change: {
      orgUnitId: string;
      kind: SigningProfileKind;
      profile: SigningProfile | null;
      changedBy: string;
      changedAt: Date;
    }): Promise<void> {
      const profile = change.profile === null ? null : JSON.stringify(change.profile);
      await db
        .insertInto('signingProfile')
        .values({ ...change, profile })
        .execute();
    },
  };
}
