import type { BatchDocument } from '#lib/client/batches/model.ts';
import { metadataKeys } from '#lib/domain/metadata.ts';
import type { FocusTarget } from './next-doubtful.ts';

/** Where an undo can be seen: the first document it touched, what of it, and how many it touched. */
export type Undone = { documentId: string; target: FocusTarget | null; count: number };

/** Compares the documents before and after; `null` when none differs. */
export function undoneIn(
  before: readonly BatchDocument[],
  after: readonly BatchDocument[],
): Undone | null {
  const old = new Map(before.map((document) => [document.id, document]));
  const touched = after.filter((document) => {
    const earlier = old.get(document.id);
    return earlier !== undefined && JSON.stringify(earlier) !== JSON.stringify(document);
  });
  const [first] = touched;
  const earlier = first && old.get(first.id);
  if (!first || !earlier) return null;
  return { documentId: first.id, target: differingTarget(earlier, first), count: touched.length };
}

function differingTarget(earlier: BatchDocument, later: BatchDocument): FocusTarget | null {
  if (earlier.acceptedAt !== later.acceptedAt) return null;
  if (earlier.inventoryItemId !== later.inventoryItemId) return 'inventory';
  if (earlier.procedureId !== later.procedureId) return 'procedure';
  const key = metadataKeys.find(
    (each) => JSON.stringify(earlier.metadata[each]) !== JSON.stringify(later.metadata[each]),
  );
  return key ?? null;
}
