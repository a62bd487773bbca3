import CheckCheck from '@lucide/svelte/icons/check-check';
import Filter from '@lucide/svelte/icons/filter';
import ListChecks from '@lucide/svelte/icons/list-checks';
import Redo2 from '@lucide/svelte/icons/redo-2';
import Undo2 from '@lucide/svelte/icons/undo-2';
import type { TaggingSession } from '#lib/client/tagging/tagging-session.svelte.ts';
import type { BatchDocument } from '#lib/client/batches/model.ts';
import type { InventoryItem } from '#lib/domain/procedure.ts';
import type { Messages } from '#lib/i18n/index.ts';
import type { Action } from '#lib/ui/actions.ts';

export type TaggingDeeds = {
  accept: (documentId: string) => void;
  acceptAllSure: () => void;
  step: (direction: 'undo' | 'redo') => void;
  takeItem: (documentId: string, item: InventoryItem) => void;
  takeNoItem: (documentId: string) => void;
  searchItem: () => void;
  chooseNeighbour: (step: 1 | -1) => void;
  editSelected: () => void;
  focusFirst: () => void;
};

type Screen = {
  tagging: TaggingSession;
  shown: BatchDocument | undefined;
  selectedCount: number;
  words: Messages['tagging'];
};

/** What the keys of the tagging screen do, beside those of a field and of the page. */
export function taggingActions(
  { tagging, shown, selectedCount, words }: Screen,
  deeds: TaggingDeeds,
): Action[] {
  const sure = tagging.overview.countOf('unseen');
  const bestItem = shown && tagging.inventory.of(shown.id).proposals[0]?.item;
  const whyLocked = () => lockedReason(shown, tagging, words);
  const withShown = (deed: (document: BatchDocument) => void) => () => {
    if (shown) deed(shown);
  };
  return [
    {
      id: 'accept-document',
      title: words.accept,
      shortcut: 'Ctrl+Enter',
      disabledReason: whyLocked,
      run: withShown(({ id }) => deeds.accept(id)),
    },
    {
      id: 'accept-all',
      title: words.acceptAllSure(sure),
      icon: CheckCheck,
      shortcut: 'Alt+A',
      disabledReason: () => (sure === 0 ? words.nothingSure : null),
      run: () => deeds.acceptAllSure(),
    },
    {
      id: 'undo-tagging',
      title: words.undo,
      icon: Undo2,
      shortcut: 'Ctrl+Z',
      disabledReason: () => (tagging.undoable('undo') === null ? words.nothingToUndo : null),
      run: () => deeds.step('undo'),
    },
    {
      id: 'redo-tagging',
      title: words.redo,
      icon: Redo2,
      shortcut: 'Ctrl+Shift+Z',
      disabledReason: () => (tagging.undoable('redo') === null ? words.nothingToRedo : null),
      run: () => deeds.step('redo'),
    },
    {
      id: 'accept-item',
      title: words.inventory.accept,
      shortcut: 'F2',
      disabledReason: () => whyLocked() ?? (bestItem ? null : words.inventory.none),
      run: withShown(({ id }) => bestItem && deeds.takeItem(id, bestItem)),
    },
    {
      id: 'no-item',
      title: words.inventory.markNotListed,
      shortcut: 'F4',
      disabledReason: whyLocked,
      run: withShown(({ id }) => deeds.takeNoItem(id)),
    },
    {
      id: 'search-item',
      title: words.inventory.search,
      shortcut: 'F8',
      disabledReason: whyLocked,
      run: () => deeds.searchItem(),
    },
    {
      id: 'bulk-edit',
      title: words.bulk.open,
      icon: ListChecks,
      shortcut: 'Alt+S',
      disabledReason: () => (selectedCount === 0 ? words.bulk.selectHint : null),
      run: () => deeds.editSelected(),
    },
    {
      id: 'previous-document',
      title: words.previous,
      shortcut: 'Ctrl+ArrowUp',
      run: () => deeds.chooseNeighbour(-1),
    },
    {
      id: 'next-document',
      title: words.next,
      shortcut: 'Ctrl+ArrowDown',
      run: () => deeds.chooseNeighbour(1),
    },
    {
      id: 'filter',
      title: tagging.isFiltered ? words.showAll : words.onlyDoubtful,
      icon: Filter,
      shortcut: 'Alt+L',
      run: () => {
        tagging.isFiltered = !tagging.isFiltered;
      },
    },
    /* Bound in each field, listed here so that the help shows them. */
    { id: 'enter', title: words.acceptField, shortcut: 'Enter', run: () => deeds.focusFirst() },
  ];
}

/** Why a document cannot be changed any more; `null` while it can. */
export function lockedReason(
  document: BatchDocument | undefined,
  tagging: Pick<TaggingSession, 'isLocked'>,
  words: Messages['tagging'],
): string | null {
  if (!document || !tagging.isLocked(document)) return null;
  return document.receipt ? words.lockedStored : words.locked;
}
