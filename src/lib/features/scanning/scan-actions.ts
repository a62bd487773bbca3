import ScanLine from '@lucide/svelte/icons/scan-line';
import type { Messages } from '#lib/i18n/index.ts';
import type { Action } from '#lib/ui/actions.ts';
import type { ScanPanelView, ScanTargetKind } from './scan-panel.svelte.ts';

const shortcuts: Record<ScanTargetKind, string> = {
  stack: 'Q',
  'insert-after': 'I',
  'insert-before': 'Shift+I',
  replace: 'Shift+P',
  'without-note': 'Shift+Q',
};

type Parts = {
  panel: ScanPanelView;
  isBusy: boolean;
  focusedPageId: string | null;
  m: Messages['scanning'];
};

/** Opens the panel for each place where pages can go; the first is the one of the toolbar. */
export function scanActions({ panel, isBusy, focusedPageId, m }: Parts): {
  open: Action;
  atPage: Action[];
} {
  const at = (kind: ScanTargetKind): Action => ({
    id: `scan-${kind}`,
    title: m.actions[kind],
    icon: ScanLine,
    shortcut: shortcuts[kind],
    disabledReason: () => {
      if (isBusy) return m.why.busy;
      return kind !== 'stack' && focusedPageId === null ? m.why.noPage : null;
    },
    run: () => panel.open(kind),
  });
  return {
    open: { ...at('stack'), title: m.open, disabledReason: () => null },
    atPage: [at('insert-after'), at('insert-before'), at('replace'), at('without-note')],
  };
}
