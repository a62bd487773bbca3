import { describe, expect, test } from 'vitest';
import {
  formatShortcut,
  isUsableWhileTyping,
  matchesShortcut,
  type KeyStroke,
} from './shortcut.ts';

function stroke(key: string, more: Partial<KeyStroke> = {}): KeyStroke {
  const none = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };
  return { key, code: '', ...none, ...more };
}

describe('a key stroke', () => {
  test('is its letter in either case of the catalogue', () => {
    expect(matchesShortcut(stroke('s'), 'S')).toBe(true);
    expect(matchesShortcut(stroke('s', { ctrlKey: true }), 'S')).toBe(false);
    expect(matchesShortcut(stroke('S', { shiftKey: true }), 'S')).toBe(false);
  });

  test('counts by its place when a Vietnamese typing method swallows the letter', () => {
    expect(matchesShortcut(stroke('Process', { code: 'KeyS' }), 'S')).toBe(true);
    expect(matchesShortcut(stroke('Process', { code: 'KeyD' }), 'S')).toBe(false);
  });

  test('needs exactly its modifiers', () => {
    expect(matchesShortcut(stroke('z', { ctrlKey: true }), 'Ctrl+Z')).toBe(true);
    expect(matchesShortcut(stroke('z', { metaKey: true }), 'Ctrl+Z')).toBe(true);
    expect(matchesShortcut(stroke('Z', { ctrlKey: true, shiftKey: true }), 'Ctrl+Z')).toBe(false);
    expect(matchesShortcut(stroke('ArrowUp', { shiftKey: true }), 'Shift+ArrowUp')).toBe(true);
  });

  test('may need Shift to print a sign', () => {
    expect(matchesShortcut(stroke('?', { shiftKey: true }), '?')).toBe(true);
    expect(matchesShortcut(stroke('+', { shiftKey: true }), '+')).toBe(true);
    expect(matchesShortcut(stroke('+'), '+')).toBe(true);
  });

  test('is text while somebody types, unless Ctrl, Alt or a function key is in it', () => {
    expect(['S', '?', 'Enter', 'Shift+ArrowUp'].filter(isUsableWhileTyping)).toEqual([]);
    expect(['Ctrl+Z', 'Alt+Enter', 'F4'].every(isUsableWhileTyping)).toBe(true);
  });

  test('is printed as its caps', () => {
    expect(formatShortcut('Ctrl+ArrowUp')).toEqual(['Ctrl', '↑']);
    expect(formatShortcut('j')).toEqual(['J']);
    expect(formatShortcut('Delete')).toEqual(['Del']);
    expect(formatShortcut('+')).toEqual(['+']);
  });
});
