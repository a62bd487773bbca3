import { sql, type Kysely } from 'kysely';
import type { DigitizationCount } from '#lib/domain/digitization-rate.ts';
import type { InventoryItem } from '#lib/domain/procedure.ts';
import type { Database } from './database-schema.ts';
import { isWithin } from './org-unit-store.ts';

export type CounterStore = ReturnType<typeof counterStore>;
export type UnitCount = DigitizationCount & { orgUnitId: string };
export type LevelCount = DigitizationCount & { levelId: string };
export type ProcedureCount = LevelCount & { procedureId: string };

type Place = Pick<InventoryItem, 'orgUnitId' | 'procedureId'>;
const sums = [
  sql<number>`sum(c.due)::bigint`.as('due'),
  sql<number>`sum(c.digitized)::bigint`.as('digitized'),
  sql<number>`sum(c.exempt)::bigint`.as('exempt'),
] as const;

/**
 * Due, digitized and exempt per unit and procedure. Every change of an inventory item moves them in
 * its own transaction; dashboards read nothing else, whatever the number of documents.
 */
export function counterStore(db: Kysely<Database>) {
  const counted = (scopePath: string) =>
    db
      .selectFrom('digitizationCounter as c')
      .innerJoin('orgUnit as u', 'u.id', 'c.orgUnitId')
      .where(({ ref }) => isWithin(ref('u.path'), scopePath));

  return {
    async add(place: Place, delta: DigitizationCount): Promise<void> {
      await sql`
        INSERT INTO digitization_counter AS c (org_unit_id, procedure_id, due, digitized, exempt)
        VALUES (${place.orgUnitId}, ${place.procedureId},
                greatest(${delta.due}, 0), greatest(${delta.digitized}, 0), greatest(${delta.exempt}, 0))
        ON CONFLICT (org_unit_id, procedure_id) DO UPDATE SET
          due = c.due + ${delta.due},
          digitized = c.digitized + ${delta.digitized},
          exempt = c.exempt + ${delta.exempt}`.execute(db);
    },

    async byUnit(scopePath: string): Promise<UnitCount[]> {
      return counted(scopePath)
        .select(['c.orgUnitId', ...sums])
        .groupBy('c.orgUnitId')
        .execute();
    },

    async byLevel(scopePath: string): Promise<LevelCount[]> {
      return counted(scopePath)
        .select(['u.levelId', ...sums])
        .groupBy('u.levelId')
        .execute();
    },

    async byProcedure(scopePath: string): Promise<ProcedureCount[]> {
      return counted(scopePath)
        .select(['c.procedureId', 'u.levelId', ...sums])
        .groupBy(['c.procedureId', 'u.levelId'])
        .execute();
    },

    async total(
      scopePath: string,
      filter: { procedureId: string; levelId: string },
    ): Promise<DigitizationCount> {
      let select = counted(scopePath).select([...sums]);
      if (filter.procedureId !== '')
        select = select.where('c.procedureId', '=', filter.procedureId);
      if (filter.levelId !== '') select = select.where('u.levelId', '=', filter.levelId);
      const row = await select.executeTakeFirst();
      return { due: row?.due ?? 0, digitized: row?.digitized ?? 0, exempt: row?.exempt ?? 0 };
    },

    /** Units and procedures whose counter differs from a recount of the inventory; empty when right. */
    async differences(): Promise<Place[]> {
      const answer = await sql<Place>`
        WITH recount AS (
          SELECT org_unit_id, procedure_id,
                 count(*) FILTER (WHERE state = 'due') AS due,
                 count(*) FILTER (WHERE state = 'digitized') AS digitized,
                 count(*) FILTER (WHERE state = 'exempt') AS exempt
          FROM inventory_item GROUP BY org_unit_id, procedure_id)
        SELECT coalesce(r.org_unit_id, c.org_unit_id) AS org_unit_id,
               coalesce(r.procedure_id, c.procedure_id) AS procedure_id
        FROM recount r FULL JOIN digitization_counter c
          ON c.org_unit_id = r.org_unit_id AND c.procedure_id = r.procedure_id
        WHERE (coalesce(r.due, 0), coalesce(r.digitized, 0), coalesce(r.exempt, 0))
          <> (coalesce(c.due, 0), coalesce(c.digitized, 0), coalesce(c.exempt, 0))`.execute(db);
      return answer.rows;
    },
  };
}
