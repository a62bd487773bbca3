import type { FocusTarget } from '#lib/client/tagging/next-doubtful.ts';

/** Puts the caret where the official goes on; the text of a field is selected, so that typing replaces it. */
export function focusTarget(
  screen: HTMLElement,
  target: FocusTarget | 'accept' | 'duplicate',
): void {
  const area = screen.querySelector(`[data-target="${target}"]`);
  const control =
    area?.querySelector<HTMLElement>('[data-focus]') ??
    area?.querySelector<HTMLElement>('input, textarea, button');
  control?.focus();
  if (control instanceof HTMLInputElement || control instanceof HTMLTextAreaElement) {
    control.select();
  }
  area?.scrollIntoView({ block: 'nearest' });
}
