import type { Catalogue } from '#lib/protocol/documents.ts';

/** What the unit's catalogue spells: its procedures and agencies; the same list for the same catalogue. */
export function catalogueWords(
  read: () => Promise<Catalogue | null>,
): () => Promise<readonly string[]> {
  let last: { of: Catalogue | null; words: readonly string[] } = { of: null, words: [] };
  return async () => {
    const catalogue = await read();
    if (catalogue !== last.of) last = { of: catalogue, words: wordsOf(catalogue) };
    return last.words;
  };
}

function wordsOf(catalogue: Catalogue | null): string[] {
  if (!catalogue) return [];
  const { procedures, agencies } = catalogue;
  return [...procedures, ...agencies].map(({ name }) => name);
}
