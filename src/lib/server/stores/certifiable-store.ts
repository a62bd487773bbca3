import { sql, type Kysely, type SqlBool } from 'kysely';
import * as v from 'valibot';
import type { Metadata } from '#lib/domain/metadata.ts';
import { signatureLevels, type SignatureLevel } from '#lib/domain/signing-profile.ts';
import type {
  CertifiableDocument,
  CertifiablePage,
  CertifiableQuery,
} from '#lib/protocol/versions.ts';
import type { Database } from './database-schema.ts';
import { isWithin } from './org-unit-store.ts';
import { cappedTotal, COUNT_LIMIT, cutPage, decodeCursor } from './paging.ts';
import { matches } from './repository-store.ts';

export type CertifiableStore = ReturnType<typeof certifiableStore>;

const CursorKeys = v.tuple([v.pipe(v.string(), v.isoTimestamp()), v.pipe(v.string(), v.uuid())]);

/** Stored documents as the clerk sees them: with or without the agency's signature, at which level. */
export function certifiableStore(db: Kysely<Database>) {
  const filtered = (query: CertifiableQuery, scopePath: string, wanted: SignatureLevel) => {
    let select = db
      .selectFrom('resultDocument as d')
      .innerJoin('orgUnit as u', 'u.id', 'd.orgUnitId')
      .where('d.currentVersion', 'is not', null)
      .where(({ ref }) => isWithin(ref('u.path'), scopePath));
    if (query.documentId !== '') return select.where('d.id', '=', query.documentId);
    select =
      query.state === 'level-low'
        ? select.where(({ eb }) =>
            eb.or([
              eb('d.signatureLevel', 'is', null),
              eb('d.signatureLevel', '=', sql<null>`ANY(${levelsBelow(wanted)}::text[])`),
            ]),
          )
        : select.where('d.isCertified', '=', query.state === 'certified');
    return query.q === '' ? select : select.where(matches(query.q));
  };

  return {
    /** Newest first. `wanted`: what counts as high enough. */
    async page(
      query: CertifiableQuery,
      scopePath: string,
      wanted: SignatureLevel,
    ): Promise<CertifiablePage> {
      let select = filtered(query, scopePath, wanted)
        .innerJoin('documentVersion as v', (join) =>
          join.onRef('v.documentId', '=', 'd.id').onRef('v.ordinal', '=', 'd.currentVersion'),
        )
        .select(['d.id', 'd.code', 'd.metadata', 'd.pageCount', 'd.storedAt', 'd.isCertified'])
        .select(['u.name as orgUnitName', 'v.sha256', 'v.sizeBytes', 'v.ordinal', 'v.level']);
      if (query.cursor !== '') {
        const [storedAt, id] = decodeCursor(query.cursor, CursorKeys);
        select = select.where(
          sql<SqlBool>`(d.stored_at, d.id) < (${storedAt}::timestamptz, ${id}::uuid)`,
        );
      }
      const rows = await select
        .orderBy('d.storedAt', 'desc')
        .orderBy('d.id', 'desc')
        .limit(query.limit + 1)
        .execute();
      const { page, nextCursor } = cutPage(rows, query.limit, (row) => [
        (row.storedAt ?? new Date(0)).toISOString(),
        row.id,
      ]);
      const counted = await db
        .selectFrom(
          filtered(query, scopePath, wanted)
            .select('d.id')
            .limit(COUNT_LIMIT + 1)
            .as('found'),
        )
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow();
      return { documents: page.map(toDocument), nextCursor, ...cappedTotal(counted.count) };
    },
  };
}

function levelsBelow(level: SignatureLevel): SignatureLevel[] {
  return signatureLevels.slice(0, signatureLevels.indexOf(level));
}

type Row = {
  id: string;
  code: string | null;
  metadata: Metadata;
  pageCount: number;
  storedAt: Date | null;
  isCertified: boolean;
  orgUnitName: string;
  sha256: string;
  sizeBytes: number;
  ordinal: number;
  level: SignatureLevel | null;
};

function toDocument({ metadata, ordinal, ...row }: Row): CertifiableDocument {
  return {
    ...row,
    code: row.code ?? '',
    storedAt: row.storedAt?.toISOString() ?? '',
    title: metadata.title,
    numberNotation: metadata.numberNotation,
    issuedOn: metadata.issuedOn,
    ownerName: metadata.ownerName,
    version: ordinal,
  };
}
