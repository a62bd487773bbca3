import { sql, type Kysely } from 'kysely';
import type { Correction } from '#lib/protocol/corrections.ts';
import type { Database } from './database-schema.ts';
import { isWithin } from './org-unit-store.ts';

export type NewCorrection = {
  orgUnitId: string;
  agencyFolded: string;
  correction: Correction;
  at: Date;
};

/** The archive of corrections of each unit, and what of it was reset. */
export function correctionStore(db: Kysely<Database>) {
  const valid = (orgUnitId: string) =>
    db
      .selectFrom('correction as c')
      .where('c.orgUnitId', '=', orgUnitId)
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('learningReset as r')
              .select('r.id')
              .whereRef('r.orgUnitId', '=', 'c.orgUnitId')
              .whereRef('r.upToCorrection', '>=', 'c.id')
              .where(
                sql<boolean>`(r.agency_folded IS NULL OR r.agency_folded = c.agency_folded)
                  AND (r.procedure_id IS NULL OR r.procedure_id = c.procedure_id)`,
              ),
          ),
        ),
      );

  return {
    /** A document teaches once: sent again, it changes nothing. True when it was new. */
    async add({ orgUnitId, agencyFolded, correction, at }: NewCorrection): Promise<boolean> {
      const { documentId, procedureId } = correction;
      const added = await db
        .insertInto('correction')
        .values({
          orgUnitId,
          documentId,
          procedureId,
          agencyFolded,
          correction: JSON.stringify(correction),
          at,
        })
        .onConflict((conflict) => conflict.column('documentId').doNothing())
        .executeTakeFirst();
      return (added.numInsertedOrUpdatedRows ?? 0n) > 0n;
    },

    /** Drops what is older than `before`, and all but the newest `keepCount`. */
    async prune(orgUnitId: string, before: Date, keepCount: number): Promise<void> {
      const newest = db
        .selectFrom('correction')
        .select('id')
        .where('orgUnitId', '=', orgUnitId)
        .orderBy('id', 'desc')
        .limit(keepCount);
      await db
        .deleteFrom('correction')
        .where('orgUnitId', '=', orgUnitId)
        .where(({ or, eb }) => or([eb('at', '<', before), eb('id', 'not in', newest)]))
        .execute();
    },

    /** Changes whenever what is learned may change. */
    async versionOf(orgUnitId: string): Promise<string> {
      const row = await db
        .selectNoFrom(({ selectFrom }) => [
          selectFrom('correction')
            .select(sql<string>`count(*) || '.' || coalesce(max(id), 0)`.as('version'))
            .where('orgUnitId', '=', orgUnitId)
            .as('corrections'),
          selectFrom('learningReset')
            .select(sql<string>`coalesce(max(id), 0)::text`.as('version'))
            .where('orgUnitId', '=', orgUnitId)
            .as('resets'),
        ])
        .executeTakeFirstOrThrow();
      return `${row.corrections}.${row.resets}`;
    },

    /** What may still teach, oldest first. */
    async ofUnit(orgUnitId: string): Promise<Correction[]> {
      const rows = await valid(orgUnitId).select('c.correction').orderBy('c.id').execute();
      return rows.map((row) => row.correction);
    },

    /** Agencies with the spelling that was accepted last, and procedures, of what may still teach. */
    async subjects(orgUnitId: string) {
      const [agencies, procedures] = await Promise.all([
        valid(orgUnitId)
          .select('c.agencyFolded as folded')
          .select(
            sql<string>`(array_agg(c.correction->>'issuingAgency' ORDER BY c.id DESC))[1]`.as(
              'name',
            ),
          )
          .select(({ fn }) => fn.countAll<number>().as('documents'))
          .where('c.agencyFolded', '<>', '')
          .groupBy('c.agencyFolded')
          .orderBy('documents', 'desc')
          .orderBy('folded')
          .execute(),
        valid(orgUnitId)
          .innerJoin('procedure as p', 'p.id', 'c.procedureId')
          .select(['p.id', 'p.name'])
          .select(({ fn }) => fn.countAll<number>().as('documents'))
          .groupBy(['p.id', 'p.name'])
          .orderBy('documents', 'desc')
          .orderBy('p.name')
          .execute(),
      ]);
      return { agencies, procedures };
    },

    /** Units of a scope that have corrections. */
    async unitsWithin(scopePath: string): Promise<string[]> {
      const rows = await db
        .selectFrom('correction as c')
        .innerJoin('orgUnit as u', 'u.id', 'c.orgUnitId')
        .select('c.orgUnitId')
        .distinct()
        .where(({ ref }) => isWithin(ref('u.path'), scopePath))
        .execute();
      return rows.map((row) => row.orgUnitId);
    },

    /** From here on what was corrected so far teaches nothing any more about this. */
    async reset(reset: {
      orgUnitId: string;
      agencyFolded: string | null;
      procedureId: string | null;
      resetBy: string;
      at: Date;
    }): Promise<void> {
      const { at, ...row } = reset;
      await db
        .insertInto('learningReset')
        .values({
          ...row,
          resetAt: at,
          upToCorrection: sql<number>`(SELECT coalesce(max(id), 0) FROM correction)`,
        })
        .execute();
    },
  };
}
