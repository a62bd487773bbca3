import type { BatchDocument, Page } from '#lib/client/batches/model.ts';

export type ShownDocument = { document: BatchDocument; pages: readonly Page[] };
export type MoveTarget = { documentId: string; beforePageId: string | null };

/**
 * Where chosen pages go when they are moved one place: over the neighbour inside the document, then
 * into the document before or after. `null` at the ends of the batch.
 */
export function moveTarget(
  shown: readonly ShownDocument[],
  pageIds: readonly string[],
  direction: 'earlier' | 'later',
): MoveTarget | null {
  const moved = new Set(pageIds);
  const edge = direction === 'earlier' ? pageIds[0] : pageIds.at(-1);
  const place = shown.findIndex(({ pages }) => pages.some((page) => page.id === edge));
  const here = shown[place];
  if (!here || edge === undefined) return null;
  const rest = here.pages.filter((page) => page.id === edge || !moved.has(page.id));
  const index = rest.findIndex((page) => page.id === edge);
  const documentId = here.document.id;

  if (direction === 'earlier') {
    const before = rest[index - 1];
    if (before) return { documentId, beforePageId: before.id };
    const previous = shown[place - 1];
    return previous ? { documentId: previous.document.id, beforePageId: null } : null;
  }
  if (rest[index + 1]) return { documentId, beforePageId: rest[index + 2]?.id ?? null };
  const next = shown[place + 1];
  return next ? { documentId: next.document.id, beforePageId: next.pages[0]?.id ?? null } : null;
}
