import { sql, type Kysely } from 'kysely';
import type { Database } from './database-schema.ts';

export type ThrottleStore = ReturnType<typeof throttleStore>;

/** Counts tries in a window, in the database, so that all instances of the server count together. */
export function throttleStore(db: Kysely<Database>) {
  return {
    /** Whether `key` may try once more: at most `max` times within `windowMs` of the first try. */
    async take(key: string, max: number, windowMs: number, now: Date): Promise<boolean> {
      const at = now.getTime();
      const answer = await sql<{ count: number }>`
        INSERT INTO rate_limit AS r (id, key, count, last_request) VALUES (${key}, ${key}, 1, ${at})
        ON CONFLICT (key) DO UPDATE SET
          count = CASE WHEN r.last_request < ${at - windowMs} THEN 1 ELSE r.count + 1 END,
          last_request = CASE WHEN r.last_request < ${at - windowMs} THEN ${at} ELSE r.last_request END
        RETURNING count`.execute(db);
      return (answer.rows[0]?.count ?? 0) <= max;
    },

    async clear(key: string): Promise<void> {
      await db.deleteFrom('rateLimit').where('key', '=', key).execute();
    },
  };
}
