import { sql, type Kysely, type RawBuilder, type SqlBool } from 'kysely';
import * as v from 'valibot';
import { foldNumberNotation } from '#lib/domain/fold.ts';
import type { Metadata } from '#lib/domain/metadata.ts';
import type {
  DocumentDetail,
  DocumentKind,
  DocumentPage,
  DocumentQuery,
  DocumentSummary,
} from '#lib/protocol/repository.ts';
import type { Database } from './database-schema.ts';
import { escapeLike } from './inventory-store.ts';
import { isWithin } from './org-unit-store.ts';
import { cappedTotal, COUNT_LIMIT, cutPage, decodeCursor } from './paging.ts';
import { exactQuery, foldedQuery } from './search-words.ts';

export type RepositoryStore = ReturnType<typeof repositoryStore>;

const NO_EXACT = sql<number>`0`;
const CursorKeys = v.tuple([
  v.picklist([0, 1]),
  v.pipe(v.string(), v.isoTimestamp()),
  v.pipe(v.string(), v.uuid()),
]);

/** Reading the repository: lists, searches, one document. */
export function repositoryStore(db: Kysely<Database>) {
  const documents = (scopePath: string) =>
    db
      .selectFrom('resultDocument as d')
      .innerJoin('orgUnit as u', 'u.id', 'd.orgUnitId')
      .where(({ ref }) => isWithin(ref('u.path'), scopePath));

  const filtered = (query: DocumentQuery, scopePath: string) => {
    let select = documents(scopePath);
    if (query.procedureId !== '') select = select.where('d.procedureId', '=', query.procedureId);
    if (query.state !== '') select = select.where('d.state', '=', query.state);
    if (query.year !== '') {
      select = select.where(
        sql<SqlBool>`d.issued_on >= make_date(${Number(query.year)}, 1, 1)
                 AND d.issued_on < make_date(${Number(query.year) + 1}, 1, 1)`,
      );
    }
    return query.q === '' ? select : select.where(matches(query.q));
  };

  return {
    /**
     * Newest first. With words, those written with the same diacritics come before the others; that
     * order is made among the newest 10,000 hits.
     */
    async search(query: DocumentQuery, scopePath: string): Promise<DocumentPage> {
      const exact = query.q === '' ? null : exactQuery(query.q);
      const exactness =
        exact === null ? NO_EXACT : sql<number>`(d.searchable_exact @@ ${exact})::int`;
      const hits = filtered(query, scopePath)
        .select(['d.id', 'd.announcedAt'])
        .select(exactness.as('exactness'))
        .orderBy('d.announcedAt', 'desc')
        .orderBy('d.id', 'desc')
        .limit(exact === null && query.cursor === '' ? query.limit + 1 : COUNT_LIMIT);
      const after = query.cursor === '' ? null : decodeCursor(query.cursor, CursorKeys);
      let select = db
        .selectFrom(hits.as('h'))
        .innerJoin('resultDocument as d', 'd.id', 'h.id')
        .innerJoin('orgUnit as u', 'u.id', 'd.orgUnitId')
        .innerJoin('procedure as p', 'p.id', 'd.procedureId')
        .select(summaryColumns)
        .select('h.exactness');
      if (after !== null) {
        select = select.where(
          sql<SqlBool>`(h.exactness, h.announced_at, h.id)
            < (${after[0]}::int, ${after[1]}::timestamptz, ${after[2]}::uuid)`,
        );
      }
      const rows = await select
        .orderBy('h.exactness', 'desc')
        .orderBy('h.announcedAt', 'desc')
        .orderBy('h.id', 'desc')
        .limit(query.limit + 1)
        .execute();
      const { page, nextCursor } = cutPage(rows, query.limit, (row) => [
        row.exactness,
        row.announcedAt.toISOString(),
        row.id,
      ]);
      const total = await this.count(query, scopePath);
      return { documents: page.map(toSummary), nextCursor, ...cappedTotal(total) };
    },

    async count(query: DocumentQuery, scopePath: string): Promise<number> {
      const found = filtered(query, scopePath)
        .select('d.id')
        .limit(COUNT_LIMIT + 1);
      const row = await db
        .selectFrom(found.as('found'))
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow();
      return row.count;
    },

    async read(
      id: string,
      scopePath: string,
    ): Promise<
      | (Omit<DocumentDetail, 'history' | 'inventoryItem' | 'versions'> & {
          inventoryItemId: string | null;
        })
      | null
    > {
      const row = await documents(scopePath)
        .innerJoin('procedure as p', 'p.id', 'd.procedureId')
        .innerJoin('account as a', 'a.id', 'd.announcedBy')
        .select(summaryColumns)
        .select(['d.fileName', 'd.sha256', 'd.sizeBytes', 'd.recognized', 'd.receipt'])
        .select(['d.duplicateReason', 'd.inventoryItemId', 'a.name as announcedBy'])
        .where('d.id', '=', id)
        .executeTakeFirst();
      if (row === undefined) return null;
      return {
        ...toSummary(row),
        fileName: row.fileName,
        sha256: row.sha256,
        sizeBytes: row.sizeBytes,
        metadata: row.metadata,
        recognized: row.recognized,
        announcedBy: row.announcedBy,
        duplicateReason: row.duplicateReason,
        receipt: row.receipt,
        inventoryItemId: row.inventoryItemId,
      };
    },

    /** Years of issue with documents, newest first, by one index step per year. */
    async years(scopePath: string): Promise<number[]> {
      const rows = await documents(scopePath)
        .select(sql<number>`extract(year FROM d.issued_on)::int`.as('year'))
        .where('d.issuedOn', 'is not', null)
        .groupBy(sql`1`)
        .orderBy(sql`1`, 'desc')
        .execute();
      return rows.map((row) => row.year);
    },
  };
}

/** A number, an identifier, a code, or words: whichever of them the person typed. */
export function matches(q: string): RawBuilder<SqlBool> {
  const number = escapeLike(foldNumberNotation(q));
  const words = foldedQuery(q);
  const signs = [
    sql`d.number_folded LIKE ${`${number}%`}`,
    sql`d.owner_identifier = ${q}`,
    sql`d.code = ${q}`,
    ...(words === null ? [] : [sql`d.searchable @@ ${words}`]),
  ];
  return sql<SqlBool>`(${sql.join(signs, sql` OR `)})`;
}

const summaryColumns = [
  'd.id',
  'd.code',
  'd.state',
  'd.kind',
  'd.metadata',
  'd.procedureId',
  'p.name as procedureName',
  'd.orgUnitId',
  'u.name as orgUnitName',
  'd.pageCount',
  'd.announcedAt',
  'd.storedAt',
] as const;

type SummaryRow = {
  id: string;
  code: string | null;
  state: DocumentSummary['state'];
  kind: DocumentKind;
  metadata: Metadata;
  procedureId: string;
  procedureName: string;
  orgUnitId: string;
  orgUnitName: string;
  pageCount: number;
  announcedAt: Date;
  storedAt: Date | null;
};

function toSummary(row: SummaryRow): DocumentSummary {
  const { metadata } = row;
  return {
    id: row.id,
    code: row.code,
    state: row.state,
    kind: row.kind,
    title: metadata.title,
    numberNotation: metadata.numberNotation,
    issuedOn: metadata.issuedOn,
    issuingAgency: metadata.issuingAgency,
    ownerName: metadata.ownerName,
    ownerIdentifier: metadata.ownerIdentifier,
    abstract: metadata.abstract,
    procedureId: row.procedureId,
    procedureName: row.procedureName,
    orgUnitId: row.orgUnitId,
    orgUnitName: row.orgUnitName,
    pageCount: row.pageCount,
    announcedAt: row.announcedAt.toISOString(),
    storedAt: row.storedAt?.toISOString() ?? null,
    hasContent: row.state === 'stored' && row.kind !== 'prior',
  };
}
