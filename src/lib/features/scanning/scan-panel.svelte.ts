import type { ScanPurpose } from '#lib/client/scanning/scan-run.ts';

export type ScanTargetKind = ScanPurpose['kind'];

export const scanTargets: readonly ScanTargetKind[] = [
  'stack',
  'insert-after',
  'insert-before',
  'replace',
  'without-note',
];

/** Whether the panel is open, and where the pages of the next scan go. */
export class ScanPanelView {
  isOpen = $state(false);
  target = $state<ScanTargetKind>('stack');
  /** Counts the wishes to scan: each takes the focus to the button that begins. */
  wishes = $state(0);

  open(target: ScanTargetKind): void {
    this.target = target;
    this.isOpen = true;
    this.wishes += 1;
  }

  close(): void {
    this.isOpen = false;
    this.target = 'stack';
  }
}

/** Needs the page that is chosen on the film strip; a stack needs none. */
export function purposeOf(target: ScanTargetKind, pageId: string | null): ScanPurpose | null {
  if (target === 'stack') return { kind: target };
  return pageId === null ? null : { kind: target, pageId };
}
