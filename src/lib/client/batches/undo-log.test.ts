import { describe, expect, it } from 'vitest';
import { restoredList } from './undo-log.ts';

describe('restoring an order', () => {
  it('keeps what joined since', () => {
    expect(restoredList(['a', 'n', 'b', 'new'], ['a', 'n', 'b'], ['a', 'b'])).toEqual([
      'a',
      'b',
      'new',
    ]);
  });

  it('brings back what the change took out', () => {
    expect(restoredList(['a'], ['a'], ['a', 'b'])).toEqual(['a', 'b']);
  });
});
