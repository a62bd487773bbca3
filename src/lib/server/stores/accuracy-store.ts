import { sql, type Kysely } from 'kysely';
import type { MetadataKey } from '#lib/domain/metadata.ts';
import type { AccuracyLine } from '#lib/protocol/checking.ts';
import type { Database } from './database-schema.ts';
import { isWithin } from './org-unit-store.ts';

const checked = sql<number>`count(f.is_right)`.as('checked');
const right = sql<number>`count(*) FILTER (WHERE f.is_right)`.as('right');

/** How many fields were right, of those that two people agreed on or a third decided about. */
export function accuracyStore(db: Kysely<Database>) {
  const fields = (scopePath: string) =>
    db
      .selectFrom('checkField as f')
      .innerJoin('resultDocument as d', 'd.id', 'f.documentId')
      .innerJoin('orgUnit as u', 'u.id', 'd.orgUnitId')
      .where(({ ref }) => isWithin(ref('u.path'), scopePath))
      .where('f.isRight', 'is not', null);

  return {
    async byUnit(scopePath: string): Promise<AccuracyLine[]> {
      return fields(scopePath)
        .select(['u.id', 'u.name'])
        .select([checked, right])
        .groupBy(['u.id', 'u.name', 'u.path'])
        .orderBy('u.path')
        .execute();
    },

    async byField(
      scopePath: string,
    ): Promise<{ key: MetadataKey; checked: number; right: number }[]> {
      return fields(scopePath).select('f.key').select([checked, right]).groupBy('f.key').execute();
    },

    /** Of the people who described the documents. */
    async byPerson(scopePath: string): Promise<AccuracyLine[]> {
      return fields(scopePath)
        .innerJoin('account as a', 'a.id', 'd.announcedBy')
        .select(['a.id', 'a.name'])
        .select([checked, right])
        .groupBy(['a.id', 'a.name'])
        .orderBy('a.name')
        .execute();
    },

    /** Documents that wait for the second person, and for a decision. */
    async open(scopePath: string): Promise<{ waiting: number; differing: number }> {
      return db
        .selectFrom('checkSample as c')
        .innerJoin('resultDocument as d', 'd.id', 'c.documentId')
        .innerJoin('orgUnit as u', 'u.id', 'd.orgUnitId')
        .where(({ ref }) => isWithin(ref('u.path'), scopePath))
        .select(sql<number>`count(*) FILTER (WHERE c.state = 'waiting')`.as('waiting'))
        .select(sql<number>`count(*) FILTER (WHERE c.state = 'differing')`.as('differing'))
        .executeTakeFirstOrThrow();
    },
  };
}
