import CopyCheck from '@lucide/svelte/icons/copy-check';
import EyeOff from '@lucide/svelte/icons/eye-off';
import Layers from '@lucide/svelte/icons/layers-2';
import SeparatorHorizontal from '@lucide/svelte/icons/separator-horizontal';
import type { BatchSession } from '#lib/client/batch-session/batch-session.svelte.ts';
import { arrangementObstacle } from '#lib/client/batches/arrangement.ts';
import type { Messages } from '#lib/i18n/index.ts';
import type { Action } from '#lib/ui/actions.ts';
import type { ShownDocument } from './move-target.ts';
import type { PageSelection } from './page-selection.svelte.ts';

type Parts = {
  session: BatchSession;
  selection: PageSelection;
  shown: () => readonly ShownDocument[];
  m: Messages['capturing'];
  /** Says what was done to pages that one may not see, with the way back. */
  ondone: (text: string) => void;
};

/** Deeds on the whole stack: proposals, separator sheets, blank backs. */
export function separationActions(parts: Parts): Action[] {
  const { session, selection, shown, m, ondone } = parts;
  const { proposals } = session.separation;
  const focused = selection.focused === null ? undefined : session.pageById(selection.focused);
  const isSeparator = focused?.isSeparator === true;
  const backs = blankBacks(shown());
  const isLeavingOut = backs.some((page) => page.isLeftOut !== true);
  const chosenIds = [...new Set(selection.chosen.map((id) => session.pageById(id)?.documentId))];
  const chosenDocuments = chosenIds.flatMap((id) =>
    id === undefined ? [] : (session.documentById(id) ?? []),
  );
  const obstacle = () =>
    chosenDocuments.some((document) => arrangementObstacle(document) !== null)
      ? m.why.onItsWay
      : null;
  return [
    {
      id: 'accept-proposals',
      title: m.actions.acceptProposals(proposals.size),
      icon: CopyCheck,
      shortcut: 'Shift+S',
      disabledReason: () => (proposals.size === 0 ? m.why.noProposals : null),
      run: async () => {
        const pageIds = [...proposals.keys()];
        if (await session.stack.splitAt(pageIds)) ondone(m.done.separated(pageIds.length));
      },
    },
    {
      id: 'gather',
      title: m.actions.gather,
      icon: Layers,
      shortcut: 'G',
      disabledReason: () => (chosenDocuments.length < 2 ? m.why.severalDocuments : obstacle()),
      run: async () =>
        void (await session.stack.gatherDocuments(chosenDocuments.map(({ id }) => id))),
    },
    {
      id: 'separator',
      title: isSeparator ? m.actions.notSeparator : m.actions.separator,
      icon: SeparatorHorizontal,
      shortcut: 'T',
      disabledReason: () => (focused === undefined ? m.why.nothingSelected : obstacle()),
      run: async () => void (await session.stack.setSeparators(selection.chosen, !isSeparator)),
    },
    {
      id: 'leave-out-blanks',
      title: isLeavingOut ? m.actions.leaveOutBlanks(backs.length) : m.actions.takeInBlanks,
      icon: EyeOff,
      shortcut: 'Shift+B',
      disabledReason: () => (backs.length === 0 ? m.why.noBlankBacks : null),
      run: async () => {
        const pageIds = backs.map(({ id }) => id);
        if (!(await session.stack.leaveOut(pageIds, isLeavingOut))) return;
        ondone(isLeavingOut ? m.done.leftOut(pageIds.length) : m.done.takenIn(pageIds.length));
      },
    },
  ];
}

/** Blank pages that their documents can do without. */
function blankBacks(shown: readonly ShownDocument[]): ShownDocument['pages'] {
  return shown
    .filter(({ document }) => arrangementObstacle(document) === null)
    .flatMap(({ pages }) => {
      const own = pages.filter((page) => page.isSeparator !== true);
      if (!own.some((page) => !page.isBlank)) return [];
      return own.filter((page, at) => at > 0 && page.isBlank);
    });
}
