import { sql, type Kysely, type Selectable } from 'kysely';
import type { AuditEntry, AuditPage, AuditQuery } from '#lib/protocol/administration.ts';
import { CHAIN_START, chainHash } from './audit-chain.ts';
import type { Database } from './database-schema.ts';
import { chainLock } from './locks.ts';

export type NewAuditEntry = Pick<
  AuditEntry,
  'action' | 'actorId' | 'actorName' | 'subjectKind' | 'subjectId' | 'details'
> & { at: Date };

export type AuditStore = ReturnType<typeof auditStore>;

/** The append-only, hash-chained log. */
export function auditStore(db: Kysely<Database>) {
  return {
    /**
     * Adds to the end of the chain. Must run inside a transaction and late in it: the chain is
     * locked from here to its end, so that entries cannot be appended side by side.
     */
    async append(entry: NewAuditEntry): Promise<AuditEntry> {
      await chainLock(db);
      const head = await db
        .selectFrom('auditEntry')
        .select(['sequence', 'hash'])
        .orderBy('sequence', 'desc')
        .limit(1)
        .executeTakeFirst();
      const unsealed = {
        ...entry,
        at: entry.at.toISOString(),
        sequence: (head?.sequence ?? 0) + 1,
        previousHash: head?.hash ?? CHAIN_START,
      };
      const sealed = { ...unsealed, hash: chainHash(unsealed) };
      await db
        .insertInto('auditEntry')
        .values({ ...sealed, at: entry.at, details: JSON.stringify(entry.details) })
        .execute();
      return sealed;
    },

    /** Oldest first. */
    async ofSubject(subjectId: string): Promise<AuditEntry[]> {
      const rows = await db
        .selectFrom('auditEntry')
        .selectAll()
        .where('subjectId', '=', subjectId)
        .orderBy('sequence')
        .execute();
      return rows.map(toEntry);
    },

    async page(query: AuditQuery): Promise<AuditPage> {
      let select = db.selectFrom('auditEntry').selectAll();
      if (query.action !== '') select = select.where('action', '=', query.action);
      if (query.subjectId !== '') select = select.where('subjectId', '=', query.subjectId);
      if (query.cursor !== '') select = select.where('sequence', '<', Number(query.cursor));
      const rows = await select
        .orderBy('sequence', 'desc')
        .limit(query.limit + 1)
        .execute();
      const entries = rows.slice(0, query.limit).map(toEntry);
      const last = entries.at(-1);
      return { entries, nextCursor: last && rows.length > query.limit ? `${last.sequence}` : null };
    },

    /** The whole chain in order, in bounded memory. */
    async *all(chunkSize = 2_000): AsyncIterable<AuditEntry> {
      for (let after = 0; ;) {
        const rows = await db
          .selectFrom('auditEntry')
          .selectAll()
          .where('sequence', '>', after)
          .orderBy('sequence')
          .limit(chunkSize)
          .execute();
        for (const row of rows) yield toEntry(row);
        const last = rows.at(-1);
        if (last === undefined) return;
        after = last.sequence;
      }
    },

    /** Receipts name an entry of the chain; how many name one that is not there any more. */
    async missingForReceipts(): Promise<number> {
      const row = await db
        .selectFrom('resultDocument as d')
        .select(sql<number>`count(*)`.as('missing'))
        .where('d.auditHash', 'is not', null)
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('auditEntry as a')
                .select('a.sequence')
                .whereRef('a.hash', '=', 'd.auditHash'),
            ),
          ),
        )
        .executeTakeFirstOrThrow();
      return row.missing;
    },
  };
}

function toEntry(row: Selectable<Database['auditEntry']>): AuditEntry {
  return { ...row, at: row.at.toISOString() };
}
