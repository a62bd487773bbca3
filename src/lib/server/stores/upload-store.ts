import type { Kysely } from 'kysely';
import type { Database } from './database-schema.ts';

export type UploadStore = ReturnType<typeof uploadStore>;
export type Upload = {
  documentId: string;
  sizeBytes: number;
  createdAt: Date;
  completedAt: Date | null;
};

/** Bookkeeping of uploads; how far one has come is the size of its file, nothing else. */
export function uploadStore(db: Kysely<Database>) {
  return {
    async begin(documentId: string, sizeBytes: number, at: Date): Promise<void> {
      const row = { sizeBytes, createdAt: at, completedAt: null };
      await db
        .insertInto('upload')
        .values({ documentId, ...row })
        .onConflict((conflict) => conflict.column('documentId').doUpdateSet(row))
        .execute();
    },

    async find(documentId: string): Promise<Upload | null> {
      const row = await db
        .selectFrom('upload')
        .selectAll()
        .where('documentId', '=', documentId)
        .executeTakeFirst();
      return row ?? null;
    },

    async complete(documentId: string, at: Date): Promise<void> {
      await db
        .updateTable('upload')
        .set({ completedAt: at })
        .where('documentId', '=', documentId)
        .execute();
    },

    async remove(documentId: string): Promise<void> {
      await db.deleteFrom('upload').where('documentId', '=', documentId).execute();
    },
  };
}
