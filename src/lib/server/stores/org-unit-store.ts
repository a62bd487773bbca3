import { sql, type Expression, type Kysely, type SqlBool } from 'kysely';
import type { OrgUnitOption } from '#lib/protocol/repository.ts';
import type { Database } from './database-schema.ts';

export type OrgUnit = {
  id: string;
  name: string;
  path: string;
  levelId: string;
  levelName: string;
};
export type OrgUnitStore = ReturnType<typeof orgUnitStore>;

/** The scope rule, in one place: the unit itself and everything below it. */
export function isWithin(column: Expression<string>, scopePath: string): Expression<SqlBool> {
  return sql<SqlBool>`${column} LIKE ${`${scopePath}%`}`;
}

export function orgUnitStore(db: Kysely<Database>) {
  const units = db
    .selectFrom('orgUnit as u')
    .innerJoin('administrativeLevel as l', 'l.id', 'u.levelId')
    .select(['u.id', 'u.name', 'u.path', 'u.levelId', 'l.name as levelName']);

  return {
    /** In tree order: a unit stands before what is below it. */
    async within(scopePath: string): Promise<OrgUnit[]> {
      return units
        .where(({ ref }) => isWithin(ref('u.path'), scopePath))
        .orderBy('u.path')
        .execute();
    },

    async find(id: string, scopePath: string): Promise<OrgUnit | null> {
      const unit = await units
        .where('u.id', '=', id)
        .where(({ ref }) => isWithin(ref('u.path'), scopePath))
        .executeTakeFirst();
      return unit ?? null;
    },

    /** Agencies of the unit and of the units above it, nearest first. */
    async agenciesAbove(orgUnitPath: string): Promise<{ id: string; name: string }[]> {
      return db
        .selectFrom('orgUnit as u')
        .innerJoin('agency as a', 'a.id', 'u.agencyId')
        .select(['a.id', 'a.name'])
        .where(sql<boolean>`starts_with(${orgUnitPath}, u.path)`)
        .orderBy(sql`length(u.path)`, 'desc')
        .execute();
    },

    /** `nameFolded`: without diacritics, lower case. */
    async agencyNamed(nameFolded: string): Promise<{ id: string; name: string } | null> {
      const agency = await db
        .selectFrom('agency')
        .select(['id', 'name'])
        .where('nameFolded', '=', nameFolded)
        .executeTakeFirst();
      return agency ?? null;
    },

    async levels(): Promise<{ id: string; name: string; ordinal: number }[]> {
      return db.selectFrom('administrativeLevel').selectAll().orderBy('ordinal').execute();
    },
  };
}

/** Choices of a filter; depth counts from the top of the given list. */
export function toOptions(units: OrgUnit[]): OrgUnitOption[] {
  const top = Math.min(...units.map((unit) => segments(unit.path)));
  return units.map(({ id, name, levelName, path }) => ({
    id,
    name,
    levelName,
    depth: segments(path) - top,
  }));
}

const segments = (path: string): number => path.split('/').length - 1;
