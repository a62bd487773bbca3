import type { Kysely } from 'kysely';
import type { Procedure } from '#lib/domain/procedure.ts';
import type { Catalogue } from '#lib/protocol/documents.ts';
import type { Target } from '#lib/protocol/supervision.ts';
import type { Database } from './database-schema.ts';

export type CatalogueStore = ReturnType<typeof catalogueStore>;

/** Procedures, agencies and targets. Vietnamese order is made on the screen: the database sorts bytes. */
export function catalogueStore(db: Kysely<Database>) {
  const procedures = db
    .selectFrom('procedure')
    .select(['id', 'code', 'name', 'field', 'resultKind']);
  return {
    async procedures(): Promise<Procedure[]> {
      return procedures.orderBy('field').orderBy('name').execute();
    },

    async procedure(id: string): Promise<Procedure | null> {
      return (await procedures.where('id', '=', id).executeTakeFirst()) ?? null;
    },

    async agencies(): Promise<Catalogue['agencies']> {
      return db.selectFrom('agency').select(['id', 'name', 'notation']).orderBy('name').execute();
    },

    async targets(): Promise<Target[]> {
      return db
        .selectFrom('target')
        .select(['levelId', 'year', 'percent', 'sourceNote'])
        .orderBy('year')
        .execute();
    },
  };
}
