import type { Kysely } from 'kysely';
import type { Database } from './database-schema.ts';

export type OutboxStore = ReturnType<typeof outboxStore>;

/** Messages to other systems, written in the transaction of the deed that they tell of. */
export function outboxStore(db: Kysely<Database>) {
  return {
    async add(message: {
      topic: 'document.stored' | 'document.version-added';
      subjectId: string;
      payload: Record<string, unknown>;
      at: Date;
    }): Promise<void> {
      await db
        .insertInto('outbox')
        .values({
          topic: message.topic,
          subjectId: message.subjectId,
          payload: JSON.stringify(message.payload),
          createdAt: message.at,
          deliveredAt: null,
        })
        .execute();
    },
  };
}
