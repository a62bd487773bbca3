import { requestJson } from '#lib/client/server-api/request-json.ts';
import { LearnedTemplatesSchema } from '#lib/protocol/corrections.ts';
import { CatalogueSchema } from '#lib/protocol/documents.ts';
import { KeptAnswer, type KeptValues } from './kept-answer.ts';

export type { KeptValues } from './kept-answer.ts';

/** What colleagues taught meanwhile counts from the next document after so long. */
const LEARNED_FRESH_MS = 10 * 60 * 1000;

/** Procedures and agencies of the person, asked once per visit. */
export function keptCatalogue(personId: string, kept: KeptValues) {
  return new KeptAnswer({
    key: `catalogue:${personId}`,
    kept,
    schema: CatalogueSchema,
    ask: () => requestJson('/api/catalogue', CatalogueSchema),
  });
}

/** What the person's unit has learned from its corrections. */
export function keptLearned(personId: string, kept: KeptValues) {
  return new KeptAnswer({
    key: `learned:${personId}`,
    kept,
    schema: LearnedTemplatesSchema,
    ask: () => requestJson('/api/learned-templates', LearnedTemplatesSchema),
    freshForMs: LEARNED_FRESH_MS,
  });
}
