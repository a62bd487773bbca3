import { expect, it } from 'vitest';
import type { BatchDocument, Page } from '#lib/client/batches/model.ts';
import { moveTarget, type ShownDocument } from './move-target.ts';

function shown(content: Record<string, string>): ShownDocument[] {
  return Object.entries(content).map(([id, pages]) => ({
    document: { id } as BatchDocument,
    pages: pages.split(' ').map((pageId) => ({ id: pageId }) as Page),
  }));
}

const stack = shown({ A: 'a1 a2 a3', B: 'b1 b2' });

it('moves over the neighbour inside the document', () => {
  expect(moveTarget(stack, ['a2'], 'earlier')).toEqual({ documentId: 'A', beforePageId: 'a1' });
  expect(moveTarget(stack, ['a1'], 'later')).toEqual({ documentId: 'A', beforePageId: 'a3' });
  expect(moveTarget(stack, ['a2'], 'later')).toEqual({ documentId: 'A', beforePageId: null });
});

it('moves on into the neighbouring document', () => {
  expect(moveTarget(stack, ['b1'], 'earlier')).toEqual({ documentId: 'A', beforePageId: null });
  expect(moveTarget(stack, ['a3'], 'later')).toEqual({ documentId: 'B', beforePageId: 'b1' });
});

it('moves several pages together', () => {
  expect(moveTarget(stack, ['a2', 'a3'], 'earlier')).toEqual({
    documentId: 'A',
    beforePageId: 'a1',
  });
  expect(moveTarget(stack, ['a1', 'a2'], 'later')).toEqual({
    documentId: 'A',
    beforePageId: null,
  });
});

it('stays at the ends of the batch', () => {
  expect(moveTarget(stack, ['a1'], 'earlier')).toBeNull();
  expect(moveTarget(stack, ['b2'], 'later')).toBeNull();
});
