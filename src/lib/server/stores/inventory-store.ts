import { sql, type Kysely, type SqlBool } from 'kysely';
import * as v from 'valibot';
import { foldDiacritics, foldNumberNotation } from '#lib/domain/fold.ts';
import type { InventoryItem } from '#lib/domain/procedure.ts';
import type { CandidateQuery } from '#lib/protocol/documents.ts';
import type { InventoryEntry, InventoryQuery } from '#lib/protocol/supervision.ts';
import { counterStore } from './counter-store.ts';
import type { Database } from './database-schema.ts';
import { isWithin } from './org-unit-store.ts';
import { COUNT_LIMIT, cutPage, decodeCursor } from './paging.ts';
import { foldedQuery, foldedVector } from './search-words.ts';

export type InventoryStore = ReturnType<typeof inventoryStore>;
export type NewInventoryItem = InventoryItem & {
  exemptReason: string | null;
  digitizedAt: Date | null;
};

const CursorKeys = v.tuple([v.pipe(v.string(), v.isoDate()), v.pipe(v.string(), v.uuid())]);
const CANDIDATES = 50;
const CHUNK = 500;
const itemColumns = [
  'i.id',
  'i.orgUnitId',
  'i.procedureId',
  'i.numberNotation',
  'i.issuedOn',
  'i.ownerName',
  'i.ownerIdentifier',
  'i.dossierCode',
  'i.state',
] as const;

/** Still-valid results: the denominator. Every change here moves the counters in the same transaction. */
export function inventoryStore(db: Kysely<Database>) {
  const counters = counterStore(db);
  const items = (scopePath: string) =>
    db
      .selectFrom('inventoryItem as i')
      .innerJoin('orgUnit as u', 'u.id', 'i.orgUnitId')
      .where(({ ref }) => isWithin(ref('u.path'), scopePath));

  return {
    async insert(newItems: readonly NewInventoryItem[]): Promise<void> {
      for (let start = 0; start < newItems.length; start += CHUNK) {
        const rows = newItems.slice(start, start + CHUNK).map(toRow);
        await db.insertInto('inventoryItem').values(rows).execute();
      }
      for (const { place, count } of countByPlace(newItems)) await counters.add(place, count);
    },

    async find(id: string, scopePath: string): Promise<InventoryItem | null> {
      const row = await items(scopePath)
        .select(itemColumns)
        .where('i.id', '=', id)
        .executeTakeFirst();
      return row ?? null;
    },

    /** Takes a due item for a stored document; false when it is not due any more. */
    async digitize(id: string, at: Date): Promise<boolean> {
      const place = await db
        .updateTable('inventoryItem')
        .set({ state: 'digitized', digitizedAt: at })
        .where('id', '=', id)
        .where('state', '=', 'due')
        .returning(['orgUnitId', 'procedureId'])
        .executeTakeFirst();
      if (place === undefined) return false;
      await counters.add(place, { due: -1, digitized: 1, exempt: 0 });
      return true;
    },

    /** Takes a due item out of the rate; false when it is not due any more. */
    async exempt(id: string, reason: string): Promise<boolean> {
      const place = await db
        .updateTable('inventoryItem')
        .set({ state: 'exempt', exemptReason: reason })
        .where('id', '=', id)
        .where('state', '=', 'due')
        .returning(['orgUnitId', 'procedureId'])
        .executeTakeFirst();
      if (place === undefined) return false;
      await counters.add(place, { due: -1, digitized: 0, exempt: 1 });
      return true;
    },

    /** Due items that share something with the query, the most alike first; ranked in full on the PC. */
    async candidates(query: CandidateQuery, scopePath: string): Promise<InventoryItem[]> {
      const number = foldNumberNotation(query.numberNotation);
      const ordinal = /^\d+/u.exec(number)?.[0];
      const owner = foldedQuery(query.ownerName);
      const words = foldedQuery(query.search);
      const signs: { weight: number; holds: ReturnType<typeof sql<SqlBool>> }[] = [];
      const sign = (weight: number, holds: ReturnType<typeof sql<SqlBool>>) =>
        signs.push({ weight, holds });
      if (number !== '') sign(8, sql<SqlBool>`i.number_folded = ${number}`);
      if (ordinal !== undefined) sign(2, sql<SqlBool>`i.number_folded LIKE ${`${ordinal}/%`}`);
      if (query.ownerIdentifier !== '') {
        sign(6, sql<SqlBool>`i.owner_identifier = ${query.ownerIdentifier}`);
      }
      if (query.dossierCode !== '') sign(8, sql<SqlBool>`i.dossier_code = ${query.dossierCode}`);
      if (owner !== null) sign(4, sql<SqlBool>`i.searchable @@ ${owner}`);
      if (words !== null) sign(10, sql<SqlBool>`i.searchable @@ ${words}`);
      const searchNumber = foldNumberNotation(query.search);
      if (/\d/u.test(searchNumber)) {
        sign(10, sql<SqlBool>`i.number_folded LIKE ${`${escapeLike(searchNumber)}%`}`);
      }
      if (signs.length === 0 && query.procedureId === null) return [];

      const tieBreakers = [
        sql`(i.issued_on::text = ${query.issuedOn})::int`,
        sql`(i.procedure_id::text = ${query.procedureId ?? ''})::int`,
      ];
      const rank = [
        ...signs.map(({ weight, holds }) => sql`(${holds})::int * ${sql.lit(weight)}`),
        ...tieBreakers,
      ];
      let select = items(scopePath).select(itemColumns).where('i.state', '=', 'due');
      if (signs.length > 0) {
        select = select.where(
          sql<SqlBool>`(${sql.join(
            signs.map(({ holds }) => holds),
            sql` OR `,
          )})`,
        );
      } else if (query.procedureId !== null) {
        select = select.where('i.procedureId', '=', query.procedureId);
      }
      return select
        .orderBy(sql`${sql.join(rank, sql` + `)}`, 'desc')
        .orderBy('i.issuedOn', 'desc')
        .orderBy('i.id')
        .limit(CANDIDATES)
        .execute();
    },

    async page(
      query: InventoryQuery,
      scopePath: string,
    ): Promise<{ items: InventoryEntry[]; nextCursor: string | null }> {
      const after = query.cursor === '' ? null : decodeCursor(query.cursor, CursorKeys);
      let select = this.filtered(query, scopePath)
        .innerJoin('procedure as p', 'p.id', 'i.procedureId')
        .leftJoin('resultDocument as d', (join) =>
          join.onRef('d.inventoryItemId', '=', 'i.id').on('d.state', '=', 'stored'),
        )
        .select(itemColumns)
        .select(['i.exemptReason', 'i.digitizedAt', 'u.name as orgUnitName'])
        .select(['p.name as procedureName', 'd.id as documentId']);
      if (after !== null) {
        select = select.where(
          sql<SqlBool>`(i.issued_on, i.id) < (${after[0]}::date, ${after[1]}::uuid)`,
        );
      }
      const rows = await select
        .orderBy('i.issuedOn', 'desc')
        .orderBy('i.id', 'desc')
        .limit(query.limit + 1)
        .execute();
      const { page, nextCursor } = cutPage(rows, query.limit, (row) => [row.issuedOn, row.id]);
      const entries = page.map((row) => ({
        ...row,
        digitizedAt: row.digitizedAt?.toISOString() ?? null,
      }));
      return { items: entries, nextCursor };
    },

    /** Counts to just above the limit; used when words were asked for, which no counter knows. */
    async count(query: InventoryQuery, scopePath: string): Promise<number> {
      const row = await db
        .selectFrom(
          this.filtered(query, scopePath)
            .select('i.id')
            .limit(COUNT_LIMIT + 1)
            .as('found'),
        )
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow();
      return row.count;
    },

    filtered(query: InventoryQuery, scopePath: string) {
      let select = items(scopePath);
      if (query.procedureId !== '') select = select.where('i.procedureId', '=', query.procedureId);
      if (query.levelId !== '') select = select.where('u.levelId', '=', query.levelId);
      if (query.state !== '') select = select.where('i.state', '=', query.state);
      if (query.q === '') return select;
      const words = foldedQuery(query.q);
      const number = foldNumberNotation(query.q);
      return select.where(({ or, eb }) =>
        or([
          eb('i.numberFolded', 'like', `${escapeLike(number)}%`),
          eb('i.ownerIdentifier', '=', query.q),
          eb('i.dossierCode', '=', query.q.toUpperCase()),
          ...(words === null ? [] : [sql<SqlBool>`i.searchable @@ ${words}`]),
        ]),
      );
    },
  };
}

export const escapeLike = (text: string): string => text.replace(/[\\%_]/gu, '\\$&');

function toRow(item: NewInventoryItem) {
  return {
    ...item,
    numberFolded: foldNumberNotation(item.numberNotation),
    ownerFolded: foldDiacritics(item.ownerName),
    searchable: foldedVector(item.ownerName, item.numberNotation, item.dossierCode),
  };
}

function countByPlace(items: readonly InventoryItem[]) {
  const counts = new Map<
    string,
    { place: InventoryItem; count: { due: number; digitized: number; exempt: number } }
  >();
  for (const item of items) {
    const key = `${item.orgUnitId} ${item.procedureId}`;
    const entry = counts.get(key) ?? { place: item, count: { due: 0, digitized: 0, exempt: 0 } };
    entry.count[item.state] += 1;
    counts.set(key, entry);
  }
  return counts.values();
}
