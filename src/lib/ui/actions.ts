import { getContext, onMount, setContext } from 'svelte';
import type { IconComponent } from './icon.ts';
import { isUsableWhileTyping, matchesShortcut } from './shortcut.ts';

export { formatShortcut } from './shortcut.ts';

/** One deed as data: the same object feeds button, menu, shortcut and the list of shortcuts. */
export type Action = {
  id: string;
  title: string;
  icon?: IconComponent;
  shortcut?: string;
  /** Why it cannot be done now; shown instead of doing it. */
  disabledReason?: () => string | null;
  run: () => void | Promise<void>;
};

type ActionSource = () => readonly Action[];

/** The actions of everything on the screen; one per page, in the context of the root layout. */
export class ActionRegistry {
  readonly #sources = new Set<ActionSource>();

  add(source: ActionSource): () => void {
    this.#sources.add(source);
    return () => this.#sources.delete(source);
  }

  list(): Action[] {
    return [...this.#sources].flatMap((source) => [...source()]);
  }
}

const registryKey = Symbol('actions');
const dialogKey = Symbol('inside-dialog');

export function provideActions(): ActionRegistry {
  return setContext(registryKey, new ActionRegistry());
}

export function useActions(): ActionRegistry | undefined {
  return getContext<ActionRegistry | undefined>(registryKey);
}

/** Called by Dialog: shortcuts declared inside it work while it is open, those outside rest. */
export function markInsideDialog(): void {
  setContext(dialogKey, true);
}

export function isInsideDialog(): boolean {
  return getContext<true | undefined>(dialogKey) === true;
}

/**
 * Binds the shortcuts of these actions on the window for the life of the component. Plain keys rest
 * while the person types in a field; everything outside rests while a modal dialog is open.
 */
export function useShortcuts(source: ActionSource): void {
  const registry = useActions();
  const insideDialog = isInsideDialog();

  function onKeydown(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.isComposing) return;
    if (!insideDialog && document.querySelector('dialog:modal') !== null) return;
    const typing = isTyping(event.target);
    const action = source().find(
      ({ shortcut }) =>
        shortcut !== undefined &&
        matchesShortcut(event, shortcut) &&
        (!typing || isUsableWhileTyping(shortcut)),
    );
    if (action === undefined || activatesFocusedControl(event)) return;
    event.preventDefault();
    if (event.repeat && !isNavigationKey(event.key)) return;
    if ((action.disabledReason?.() ?? null) !== null) return;
    void action.run();
  }

  onMount(() => {
    const forget = registry?.add(source);
    window.addEventListener('keydown', onKeydown);
    return () => {
      window.removeEventListener('keydown', onKeydown);
      forget?.();
    };
  });
}

const nonTextInputTypes = [
  'checkbox',
  'radio',
  'button',
  'submit',
  'reset',
  'range',
  'color',
  'file',
];

/**
 * In a field; also in an open menu or list, where letters find entries. In a list of which several
 * are chosen they are shortcuts for what is chosen.
 */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.closest('[role="menu"], [role="listbox"]:not([aria-multiselectable="true"])') !== null)
    return true;
  if (target instanceof HTMLInputElement) return !nonTextInputTypes.includes(target.type);
  return (
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement ||
    target.isContentEditable
  );
}

/** Enter and Space on a focused button or link belong to that control. */
export function activatesFocusedControl(event: KeyboardEvent): boolean {
  if (event.key !== 'Enter' && event.key !== ' ') return false;
  if (event.ctrlKey || event.altKey || event.metaKey) return false;
  return (
    event.target instanceof Element && event.target.closest('button, a[href], summary') !== null
  );
}

function isNavigationKey(key: string): boolean {
  return key.startsWith('Arrow') || key.startsWith('Page') || /^[jk]$/iu.test(key);
}
