import * as v from 'valibot';

/** Page size of a list in a query string: 1–200, 50 by default. */
export const PageLimit = v.optional(
  v.pipe(
    v.union([v.string(), v.number()]),
    v.transform(Number),
    v.integer(),
    v.minValue(1),
    v.maxValue(200),
  ),
  50,
);
