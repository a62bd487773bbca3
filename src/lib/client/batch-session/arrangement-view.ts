import type { Arrangement } from '#lib/client/batches/arrangement.ts';
import type { BatchContent, WrittenRecords } from '#lib/client/batches/batch-store.ts';
import type { Page } from '#lib/client/batches/model.ts';

/** The arrangement with records that were just written. */
export function withWritten(now: Arrangement, written: WrittenRecords): Arrangement {
  return {
    batch: written.batch ?? now.batch,
    documents: withItems(now.documents, written.documents),
    pages: withItems(now.pages, written.pages),
  };
}

/**
 * The arrangement as it is stored. Records that did not change keep their identity, so that the
 * screen redraws only the others.
 */
export function fromStore(content: BatchContent, known: Arrangement | null): Arrangement {
  return {
    batch: known ? sameOrNew(known.batch, content.batch) : content.batch,
    documents: byId(content.documents, known?.documents),
    pages: byId(content.pages, known?.pages),
  };
}

export const noPages: ReadonlyMap<string, Page> = new Map<string, Page>();

function withItems<Item extends { id: string }>(
  items: ReadonlyMap<string, Item>,
  written: readonly Item[] = [],
): ReadonlyMap<string, Item> {
  if (written.length === 0) return items;
  const next = new Map(items);
  for (const item of written) {
    const old = next.get(item.id);
    next.set(item.id, old ? sameOrNew(old, item) : item);
  }
  return next;
}

function byId<Item extends { id: string }>(
  items: readonly Item[],
  known: ReadonlyMap<string, Item> | undefined,
): ReadonlyMap<string, Item> {
  return new Map(
    items.map((item) => {
      const old = known?.get(item.id);
      return [item.id, old ? sameOrNew(old, item) : item];
    }),
  );
}

/** Records are plain JSON values. */
function sameOrNew<Item>(old: Item, next: Item): Item {
  return old === next || JSON.stringify(old) === JSON.stringify(next) ? old : next;
}
