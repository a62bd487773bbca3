import * as v from 'valibot';
import { AppError } from '#lib/domain/app-error.ts';

/** Counting stops here: more hits than this are shown as "trên 10.000". */
export const COUNT_LIMIT = 10_000;

/** Where the next page begins: the sort keys of the last row of this one. */
export function encodeCursor(keys: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(keys)).toString('base64url');
}

/** Sort keys of a list, in order. Throws `INVALID_INPUT` for a cursor that is not ours. */
export function decodeCursor<Keys extends v.GenericSchema<readonly (string | number)[]>>(
  cursor: string,
  keys: Keys,
): v.InferOutput<Keys> {
  try {
    return v.parse(keys, JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch (cause) {
    throw new AppError('INVALID_INPUT', { fields: ['cursor'] }, { cause });
  }
}

/** One row more than asked for says whether another page follows. */
export function cutPage<Row>(
  rows: Row[],
  limit: number,
  keysOf: (row: Row) => (string | number)[],
) {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const hasMore = rows.length > limit && last !== undefined;
  return { page, nextCursor: hasMore ? encodeCursor(keysOf(last)) : null };
}

export function cappedTotal(count: number): { total: number; isTotalCapped: boolean } {
  return { total: Math.min(count, COUNT_LIMIT), isTotalCapped: count > COUNT_LIMIT };
}
