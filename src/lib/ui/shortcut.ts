/**
 * A shortcut is written as modifiers and one key: `S`, `Ctrl+Z`, `Shift+ArrowUp`, `Delete`, `?`.
 * `Ctrl` also stands for ⌘ on a Mac.
 */
export type KeyStroke = Pick<
  KeyboardEvent,
  'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'
>;

/** Whether the stroke is this shortcut. Letters count by place as well, so that Vietnamese typing methods do not swallow them. */
export function matchesShortcut(stroke: KeyStroke, shortcut: string): boolean {
  const { key, modifiers } = parseShortcut(shortcut);
  if ((stroke.ctrlKey || stroke.metaKey) !== modifiers.has('Ctrl')) return false;
  if (stroke.altKey !== modifiers.has('Alt')) return false;
  const isPrintedSign = key.length === 1 && !/[a-z0-9]/iu.test(key);
  if (!isPrintedSign && stroke.shiftKey !== modifiers.has('Shift')) return false;
  if (stroke.key.toLowerCase() === key.toLowerCase()) return true;
  if (/^[a-z]$/iu.test(key)) return stroke.code === `Key${key.toUpperCase()}`;
  if (/^\d$/u.test(key)) return stroke.code === `Digit${key}`;
  return false;
}

/** Fires while typing too: only strokes with Ctrl or Alt, and function keys, are not text. */
export function isUsableWhileTyping(shortcut: string): boolean {
  const { key, modifiers } = parseShortcut(shortcut);
  return modifiers.has('Ctrl') || modifiers.has('Alt') || /^F\d{1,2}$/u.test(key);
}

const printedKeys: Record<string, string> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
  Delete: 'Del',
  PageUp: 'PgUp',
  PageDown: 'PgDn',
  ' ': 'Space',
};

/** The caps to print, in order: `Ctrl+ArrowUp` → `['Ctrl', '↑']`. */
export function formatShortcut(shortcut: string): string[] {
  const { key, modifiers } = parseShortcut(shortcut);
  return [...modifiers, printedKeys[key] ?? (key.length === 1 ? key.toLocaleUpperCase('en') : key)];
}

/** The form of `aria-keyshortcuts`: `Control+Z`. */
export function ariaShortcut(shortcut: string): string {
  return shortcut.replace('Ctrl+', 'Control+');
}

function parseShortcut(shortcut: string): { key: string; modifiers: Set<string> } {
  if (shortcut === '+') return { key: '+', modifiers: new Set() };
  const parts = shortcut.split('+');
  const key = parts.pop() ?? '';
  return { key: key === '' ? '+' : key, modifiers: new Set(parts.filter((part) => part !== '')) };
}
