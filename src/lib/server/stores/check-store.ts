import type { Kysely } from 'kysely';
import type { CheckChoice, CheckState } from '#lib/domain/blind-check.ts';
import type { Metadata, MetadataKey } from '#lib/domain/metadata.ts';
import type { Database } from './database-schema.ts';
import { isWithin } from './org-unit-store.ts';

export type CheckedField = {
  key: MetadataKey;
  first: string;
  second: string;
  isSame: boolean;
  choice: CheckChoice | null;
  value: string | null;
};

export type Check = {
  documentId: string;
  state: CheckState;
  keys: MetadataKey[];
  sampledAt: Date;
  checkedBy: string | null;
  checkedAt: Date | null;
  metadata: Metadata;
  announcedBy: string;
  orgUnitName: string;
  procedureName: string;
  pageCount: number;
};

const LONGEST_LIST = 200;

/** Documents drawn for a second look, and what came of it. */
export function checkStore(db: Kysely<Database>) {
  const checks = db
    .selectFrom('checkSample as c')
    .innerJoin('resultDocument as d', 'd.id', 'c.documentId')
    .innerJoin('orgUnit as u', 'u.id', 'd.orgUnitId')
    .innerJoin('procedure as p', 'p.id', 'd.procedureId')
    .select(['c.documentId', 'c.state', 'c.keys', 'c.sampledAt', 'c.checkedBy', 'c.checkedAt'])
    .select(['d.metadata', 'd.announcedBy', 'd.pageCount'])
    .select(['u.name as orgUnitName', 'p.name as procedureName']);

  /** Neither who described the document nor who put a signature on it checks it. */
  const openTo = (personId: string, scopePath: string) =>
    checks
      .where(({ ref }) => isWithin(ref('u.path'), scopePath))
      .where('d.announcedBy', '<>', personId)
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('documentVersion as v')
              .select('v.ordinal')
              .whereRef('v.documentId', '=', 'c.documentId')
              .where('v.actorId', '=', personId),
          ),
        ),
      );

  return {
    async draw(sample: {
      documentId: string;
      ratePercent: number;
      keys: readonly MetadataKey[];
      at: Date;
    }): Promise<void> {
      const { documentId, ratePercent, keys, at } = sample;
      await db
        .insertInto('checkSample')
        .values({
          documentId,
          state: 'waiting',
          ratePercent,
          keys: JSON.stringify(keys),
          sampledAt: at,
        })
        .execute();
    },

    /** Longest waiting first. */
    async waitingFor(personId: string, scopePath: string): Promise<Check[]> {
      return openTo(personId, scopePath)
        .where('c.state', '=', 'waiting')
        .orderBy('c.sampledAt')
        .orderBy('c.documentId')
        .limit(LONGEST_LIST)
        .execute();
    },

    /** What this person may check or has checked. */
    async findFor(documentId: string, personId: string, scopePath: string): Promise<Check | null> {
      const found = await openTo(personId, scopePath)
        .where('c.documentId', '=', documentId)
        .executeTakeFirst();
      return found ?? null;
    },

    async findWithin(documentId: string, scopePath: string): Promise<Check | null> {
      const found = await checks
        .where(({ ref }) => isWithin(ref('u.path'), scopePath))
        .where('c.documentId', '=', documentId)
        .executeTakeFirst();
      return found ?? null;
    },

    /** Held until the end of the transaction: one answer and one decision per document. */
    async lock(documentId: string): Promise<void> {
      await db
        .selectFrom('checkSample')
        .select('documentId')
        .where('documentId', '=', documentId)
        .forUpdate()
        .execute();
    },

    async answer(answer: {
      documentId: string;
      state: 'agreed' | 'differing';
      checkedBy: string;
      at: Date;
      fields: readonly Omit<CheckedField, 'choice' | 'value'>[];
    }): Promise<void> {
      const { documentId, state, checkedBy, at, fields } = answer;
      await db
        .updateTable('checkSample')
        .set({ state, checkedBy, checkedAt: at })
        .where('documentId', '=', documentId)
        .execute();
      const rows = fields.map((field) => ({
        ...field,
        documentId,
        choice: null,
        value: null,
        isRight: field.isSame ? true : null,
      }));
      await db.insertInto('checkField').values(rows).execute();
    },

    async fieldsOf(
      documentIds: readonly string[],
    ): Promise<(CheckedField & { documentId: string })[]> {
      if (documentIds.length === 0) return [];
      return db
        .selectFrom('checkField')
        .select(['documentId', 'key', 'first', 'second', 'isSame', 'choice', 'value'])
        .where('documentId', 'in', documentIds)
        .execute();
    },

    /** Open ones first, the newest on top. */
    async differences(scopePath: string) {
      return checks
        .innerJoin('account as f', 'f.id', 'd.announcedBy')
        .innerJoin('account as s', 's.id', 'c.checkedBy')
        .leftJoin('account as r', 'r.id', 'c.resolvedBy')
        .select(['f.name as firstPerson', 's.name as secondPerson', 'r.name as resolvedBy'])
        .where(({ ref }) => isWithin(ref('u.path'), scopePath))
        .where('c.state', 'in', ['differing', 'resolved'])
        .orderBy('c.state')
        .orderBy('c.checkedAt', 'desc')
        .orderBy('c.documentId')
        .limit(LONGEST_LIST)
        .execute();
    },

    async decide(decision: {
      documentId: string;
      resolvedBy: string;
      at: Date;
      fields: readonly { key: MetadataKey; choice: CheckChoice; value: string; isRight: boolean }[];
    }): Promise<void> {
      const { documentId, resolvedBy, at, fields } = decision;
      for (const { key, ...decided } of fields) {
        await db
          .updateTable('checkField')
          .set(decided)
          .where('documentId', '=', documentId)
          .where('key', '=', key)
          .execute();
      }
      await db
        .updateTable('checkSample')
        .set({ state: 'resolved', resolvedBy, resolvedAt: at })
        .where('documentId', '=', documentId)
        .execute();
    },
  };
}
