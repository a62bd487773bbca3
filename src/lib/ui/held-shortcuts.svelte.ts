import { tick } from 'svelte';
import { activatesFocusedControl, isTyping } from './actions.ts';

/** `opening`: keys wait; `ready`: they are pressed again, in order; `gone`: they are forgotten. */
export type KeyWait = 'opening' | 'ready' | 'gone';

/**
 * Keeps the keys a person presses while a screen is still opening, and presses them again once its
 * shortcuts are there: hands that know the way are faster than a database. Keys that something on the
 * screen has answered already do not wait.
 */
export function holdShortcuts(state: () => KeyWait): void {
  let held: KeyboardEvent[] = [];

  function hold(event: KeyboardEvent): void {
    if (!event.repeat && !isTyping(event.target) && !activatesFocusedControl(event)) {
      held.push(event);
    }
  }

  $effect(() => {
    if (state() !== 'opening') return;
    window.addEventListener('keydown', hold);
    return () => window.removeEventListener('keydown', hold);
  });

  $effect(() => {
    const now = state();
    if (now === 'opening') return;
    const strokes = held.filter((event) => !event.defaultPrevented);
    held = [];
    // The screen binds its own shortcuts in this very moment.
    if (now === 'ready') void tick().then(() => strokes.forEach(pressAgain));
  });
}

function pressAgain(stroke: KeyboardEvent): void {
  const { key, code, ctrlKey, metaKey, altKey, shiftKey } = stroke;
  const modifiers = { ctrlKey, metaKey, altKey, shiftKey };
  const target = document.activeElement ?? document.body;
  target.dispatchEvent(
    new KeyboardEvent('keydown', { key, code, ...modifiers, bubbles: true, cancelable: true }),
  );
}
