import { sql, type Kysely } from 'kysely';
import type { Metadata } from '#lib/domain/metadata.ts';
import type { Database } from './database-schema.ts';
import { searchColumns } from './document-store.ts';

/** Revisions of the metadata of stored documents. The signed PDF is never rewritten for them. */
export function metadataStore(db: Kysely<Database>) {
  return {
    /** Must run in a transaction that holds the document. The first correction also keeps what was stored. */
    async correct(correction: {
      documentId: string;
      metadata: Metadata;
      actorId: string;
      at: Date;
    }): Promise<void> {
      const { documentId, metadata, actorId, at } = correction;
      const before = await db
        .selectFrom('resultDocument')
        .select(['metadata', 'fullText', 'announcedBy', 'storedAt'])
        .where('id', '=', documentId)
        .executeTakeFirstOrThrow();
      const last = await db
        .selectFrom('metadataRevision')
        .select(({ fn }) => fn.max('ordinal').as('ordinal'))
        .where('documentId', '=', documentId)
        .executeTakeFirstOrThrow();
      const stored = {
        documentId,
        ordinal: 1,
        metadata: JSON.stringify(before.metadata),
        reason: 'stored' as const,
        actorId: before.announcedBy,
        at: before.storedAt ?? at,
      };
      const corrected = {
        documentId,
        ordinal: (last.ordinal ?? 1) + 1,
        metadata: JSON.stringify(metadata),
        reason: 'blind-check' as const,
        actorId,
        at,
      };
      await db
        .insertInto('metadataRevision')
        .values(last.ordinal === null ? [stored, corrected] : [corrected])
        .execute();
      await db
        .updateTable('resultDocument')
        .set({ metadata: JSON.stringify(metadata), ...searchColumns(metadata, before.fullText) })
        .where('id', '=', documentId)
        .execute();
    },

    /** Oldest first; empty where nothing was ever corrected. */
    async revisions(documentId: string) {
      return db
        .selectFrom('metadataRevision')
        .selectAll()
        .where('documentId', '=', documentId)
        .orderBy(sql`ordinal`)
        .execute();
    },
  };
}
