import type { Attachment } from 'svelte/attachments';

const SHOW_AFTER_MS = 350;
const GAP_PX = 6;

/**
 * `{@attach tooltip(text)}`: shows a short text by pointer or keyboard focus, hides with Escape.
 * It is a picture for the eye only: the same words must be the control's name or description.
 */
export function tooltip(text: string | null | undefined): Attachment<HTMLElement> {
  return (element) => {
    if (text === null || text === undefined || text === '') return;
    let bubble: HTMLElement | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;

    function show(): void {
      clearTimeout(timer);
      timer = setTimeout(() => {
        bubble ??= openBubble(element, text ?? '');
      }, SHOW_AFTER_MS);
    }
    function hide(): void {
      clearTimeout(timer);
      bubble?.remove();
      bubble = null;
    }
    function onFocus(): void {
      if (element.matches(':focus-visible')) show();
    }
    function onKeydown(event: KeyboardEvent): void {
      if (event.key === 'Escape') hide();
    }

    element.addEventListener('pointerenter', show);
    element.addEventListener('pointerleave', hide);
    element.addEventListener('pointerdown', hide);
    element.addEventListener('focus', onFocus);
    element.addEventListener('blur', hide);
    element.addEventListener('keydown', onKeydown);
    return () => {
      hide();
      element.removeEventListener('pointerenter', show);
      element.removeEventListener('pointerleave', hide);
      element.removeEventListener('pointerdown', hide);
      element.removeEventListener('focus', onFocus);
      element.removeEventListener('blur', hide);
      element.removeEventListener('keydown', onKeydown);
    };
  };
}

function openBubble(anchor: HTMLElement, text: string): HTMLElement {
  const bubble = document.createElement('div');
  bubble.popover = 'manual';
  bubble.setAttribute('aria-hidden', 'true');
  bubble.className =
    'pointer-events-none fixed m-0 max-w-72 rounded-sm border-0 bg-ink px-2 py-1 text-sm text-canvas shadow-floating';
  bubble.textContent = text;
  document.body.append(bubble);
  bubble.showPopover();

  const around = anchor.getBoundingClientRect();
  const own = bubble.getBoundingClientRect();
  const below = around.bottom + GAP_PX;
  const fitsBelow = below + own.height <= window.innerHeight;
  const left = around.left + around.width / 2 - own.width / 2;
  bubble.style.top = `${fitsBelow ? below : around.top - GAP_PX - own.height}px`;
  bubble.style.left = `${Math.max(4, Math.min(left, window.innerWidth - own.width - 4))}px`;
  return bubble;
}
