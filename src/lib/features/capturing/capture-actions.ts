import ArrowDown from '@lucide/svelte/icons/arrow-down';
import ArrowLeft from '@lucide/svelte/icons/arrow-left';
import ArrowRight from '@lucide/svelte/icons/arrow-right';
import ArrowUp from '@lucide/svelte/icons/arrow-up';
import FilePlus from '@lucide/svelte/icons/file-plus-2';
import FileX from '@lucide/svelte/icons/file-x-2';
import FolderPlus from '@lucide/svelte/icons/folder-plus';
import Merge from '@lucide/svelte/icons/merge';
import Redo from '@lucide/svelte/icons/redo-2';
import Replace from '@lucide/svelte/icons/replace';
import RotateCcw from '@lucide/svelte/icons/rotate-ccw';
import RotateCw from '@lucide/svelte/icons/rotate-cw';
import ScanText from '@lucide/svelte/icons/scan-text';
import Split from '@lucide/svelte/icons/split';
import Square from '@lucide/svelte/icons/square';
import Trash from '@lucide/svelte/icons/trash-2';
import Undo from '@lucide/svelte/icons/undo-2';
import FlipVertical from '@lucide/svelte/icons/flip-vertical-2';
import type { BatchSession } from '#lib/client/batch-session/batch-session.svelte.ts';
import { arrangementObstacle, isFiled } from '#lib/client/batches/arrangement.ts';
import type { BatchDocument } from '#lib/client/batches/model.ts';
import type { Messages } from '#lib/i18n/index.ts';
import type { Action } from '#lib/ui/actions.ts';
import { pickFiles } from './file-picker.ts';
import { moveTarget, type ShownDocument } from './move-target.ts';
import type { PageSelection } from './page-selection.svelte.ts';
import { separationActions } from './separation-actions.ts';

export type CaptureActions = Record<
  'adding' | 'undoing' | 'pages' | 'separating' | 'ordering',
  readonly Action[]
>;

type Parts = {
  session: BatchSession;
  selection: PageSelection;
  shown: () => readonly ShownDocument[];
  m: Messages['capturing'];
  /** Says what was taken away or changed out of sight, with the way back. */
  onremoved: (text: string) => void;
};

/** Every deed of the capturing screen as data: toolbar, shortcuts and help read the same objects. */
export function captureActions(parts: Parts): CaptureActions {
  const { session, m } = parts;
  return {
    adding: [
      {
        id: 'add-files',
        title: m.actions.addFiles,
        icon: FilePlus,
        shortcut: 'A',
        run: async () => session.import(await pickFiles('files')),
      },
      {
        id: 'add-folder',
        title: m.actions.addFolder,
        icon: FolderPlus,
        shortcut: 'Shift+A',
        run: async () => session.import(await pickFiles('folder')),
      },
    ],
    undoing: undoActions(parts),
    pages: pageActions(parts),
    separating: separationActions({ ...parts, ondone: parts.onremoved }),
    ordering: orderActions(parts),
  };
}

function undoActions({ session, m }: Parts): Action[] {
  const labels: Partial<Record<string, string>> = m.changes;
  const { undo, redo } = session.undoable;
  const named = (label: string | undefined, say: (label: string) => string, other: string) =>
    label === undefined ? other : say(labels[label] ?? label);
  return [
    {
      id: 'undo',
      title: named(undo, m.actions.undo, m.actions.undoNothing),
      icon: Undo,
      shortcut: 'Ctrl+Z',
      disabledReason: () => (undo === undefined ? m.why.nothingToUndo : null),
      run: async () => void (await session.undo()),
    },
    {
      id: 'redo',
      title: named(redo, m.actions.redo, m.actions.redoNothing),
      icon: Redo,
      shortcut: 'Ctrl+Y',
      disabledReason: () => (redo === undefined ? m.why.nothingToRedo : null),
      run: async () => void (await session.redo()),
    },
  ];
}

function pageActions(parts: Parts): Action[] {
  const { session, selection, m, onremoved } = parts;
  const focused = selection.focused === null ? undefined : session.pageById(selection.focused);
  const documentId = focused?.documentId;
  const onPages = () => obstacleOf(parts, chosenDocuments(parts));
  const onFocused = () => (selection.chosen.length === 1 ? onPages() : m.why.onePage);
  const turn = (id: string, title: string, degrees: 90 | 180 | 270, shortcut: string) => ({
    id,
    title,
    icon: degrees === 90 ? RotateCw : degrees === 270 ? RotateCcw : FlipVertical,
    shortcut,
    disabledReason: onPages,
    run: async () => void (await session.stack.turnPages(selection.chosen, degrees)),
  });
  const isBlank = focused?.isBlank ?? false;
  const isProposed = focused !== undefined && session.separation.proposals.has(focused.id);
  return [
    turn('turn-right', m.actions.turnRight, 90, 'R'),
    turn('turn-left', m.actions.turnLeft, 270, 'L'),
    turn('turn-over', m.actions.turnOver, 180, 'U'),
    {
      id: 'replace',
      title: m.actions.replace,
      icon: Replace,
      shortcut: 'P',
      disabledReason: onFocused,
      run: async () => {
        const [picked] = await pickFiles('file');
        if (picked && focused) await session.stack.replacePage(focused.id, picked.file);
      },
    },
    {
      id: 'split',
      title: m.actions.split,
      icon: Split,
      shortcut: 'S',
      disabledReason: () => onFocused() ?? (isFirstPage(parts) ? m.why.firstPage : null),
      run: async () => void (focused && (await session.stack.splitAt([focused.id]))),
    },
    {
      id: 'merge',
      title: isProposed ? m.actions.keepTogether : m.actions.merge,
      icon: Merge,
      shortcut: 'M',
      disabledReason: () => (isProposed ? null : mergeObstacle(parts)),
      run: async () => {
        if (isProposed && focused) await session.stack.joinPages([focused.id]);
        else if (documentId) await session.stack.mergeWithPrevious(documentId);
      },
    },
    {
      id: 'blank',
      title: isBlank ? m.actions.notBlank : m.actions.blank,
      icon: Square,
      shortcut: 'B',
      disabledReason: onPages,
      run: async () => void (await session.stack.markBlank(selection.chosen, !isBlank)),
    },
    {
      id: 'recognize',
      title: m.actions.recognizeAgain,
      icon: ScanText,
      shortcut: 'O',
      disabledReason: onPages,
      run: () => session.recognition.retry(selection.chosen),
    },
    {
      id: 'remove',
      title: m.actions.remove,
      icon: Trash,
      shortcut: 'Delete',
      disabledReason: onPages,
      run: async () => {
        const pageIds = selection.chosen;
        if (await session.stack.removePages(pageIds))
          onremoved(m.done.removedPages(pageIds.length));
      },
    },
    {
      id: 'remove-document',
      title: m.actions.removeDocument,
      icon: FileX,
      shortcut: 'Shift+Delete',
      disabledReason: () => {
        const obstacle = onPages();
        return obstacle === m.why.asIs ? null : obstacle;
      },
      run: async () => {
        const document = documentId === undefined ? undefined : session.documentById(documentId);
        if (!document || !(await session.stack.removeDocuments([document.id]))) return;
        onremoved(m.done.removedDocument(document.fileName));
      },
    },
  ];
}

function orderActions(parts: Parts): Action[] {
  const { session, selection, shown, m } = parts;
  const move = (direction: 'earlier' | 'later'): Action => ({
    id: `move-${direction}`,
    title: direction === 'earlier' ? m.actions.earlier : m.actions.later,
    icon: direction === 'earlier' ? ArrowLeft : ArrowRight,
    shortcut: direction === 'earlier' ? 'Alt+ArrowLeft' : 'Alt+ArrowRight',
    disabledReason: () => {
      const obstacle = obstacleOf(parts, chosenDocuments(parts));
      if (obstacle) return obstacle;
      const target = moveTarget(shown(), selection.chosen, direction);
      if (!target) return direction === 'earlier' ? m.why.firstDocument : m.why.lastDocument;
      return obstacleOf(parts, [session.documentById(target.documentId)]);
    },
    run: async () => {
      const target = moveTarget(shown(), selection.chosen, direction);
      if (!target) return;
      selection.keep();
      await session.stack.movePages(selection.chosen, target);
    },
  });
  const moveDocument = (step: -1 | 1): Action => ({
    id: `move-document-${step === -1 ? 'earlier' : 'later'}`,
    title: step === -1 ? m.actions.documentEarlier : m.actions.documentLater,
    icon: step === -1 ? ArrowUp : ArrowDown,
    shortcut: step === -1 ? 'Alt+ArrowUp' : 'Alt+ArrowDown',
    disabledReason: () => {
      const place = focusedPlace(parts);
      if (place < 0) return m.why.nothingSelected;
      if (place + step < 0) return m.why.firstDocument;
      return place + step >= shown().length ? m.why.lastDocument : null;
    },
    run: async () => {
      const place = focusedPlace(parts);
      const moved = shown()[place];
      const before = shown()[step === -1 ? place - 1 : place + 2];
      if (moved) await session.stack.moveDocument(moved.document.id, before?.document.id ?? null);
    },
  });
  return [move('earlier'), move('later'), moveDocument(-1), moveDocument(1)];
}

function chosenDocuments({ session, selection }: Parts): (BatchDocument | undefined)[] {
  const ids = new Set(selection.chosen.map((id) => session.pageById(id)?.documentId));
  return [...ids].map((id) => (id === undefined ? undefined : session.documentById(id)));
}

function obstacleOf(
  { m }: Parts,
  documents: readonly (BatchDocument | undefined)[],
): string | null {
  if (documents.length === 0) return m.why.nothingSelected;
  for (const document of documents) {
    const obstacle = document && arrangementObstacle(document);
    if (obstacle) return obstacle === 'as-is' ? m.why.asIs : m.why.onItsWay;
  }
  return null;
}

function mergeObstacle(parts: Parts): string | null {
  const place = focusedPlace(parts);
  if (place < 0) return parts.m.why.nothingSelected;
  if (place === 0) return parts.m.why.firstDocument;
  const pair = [parts.shown()[place]?.document, parts.shown()[place - 1]?.document];
  return obstacleOf(parts, pair);
}

function isFirstPage({ selection, shown }: Parts): boolean {
  return shown().some(({ pages }) => pages.find(isFiled)?.id === selection.focused);
}

function focusedPlace({ selection, shown }: Parts): number {
  return shown().findIndex(({ pages }) => pages.some((page) => page.id === selection.focused));
}
