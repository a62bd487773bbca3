import { describe, expect, it } from 'vitest';
import { emptyDraft } from '#lib/domain/metadata.ts';
import { gatherDocuments, leaveOut, separateStack, setSeparators } from './arrange-stack.ts';
import { type Arrangement, visibleDocuments, visiblePages } from './arrangement.ts';
import type { BatchChange } from './batch-store.ts';
import type { BatchDocument, Page } from './model.ts';
import { describeChange, reverse } from './undo-log.ts';

function page(id: string, documentId: string): Page {
  return {
    id,
    batchId: 'b',
    documentId,
    sha256: id,
    mimeType: 'image/jpeg',
    fileName: `${documentId}.tiff`,
    indexInFile: 0,
    frame: { sourceWidthPx: 10, sourceHeightPx: 20, rotation: 0, skewDegrees: 0, dpi: 200 },
    orientationConfidence: 1,
    warnings: [],
    isBlank: id.startsWith('blank'),
    isRemoved: false,
    imageRevision: 1,
    recognition: { state: 'done', imageRevision: 1 },
  };
}

function document(id: string, pageIds: string[]): BatchDocument {
  return {
    id,
    batchId: 'b',
    kind: 'scanned',
    fileName: `${id}.tiff`,
    pageIds,
    state: 'recognized',
    metadata: emptyDraft(),
    procedureId: null,
    isRemoved: false,
  };
}

/** `stack({ A: 'a1 a2', B: 'b1' })` */
function stack(content: Record<string, string>): Arrangement {
  const documents = Object.entries(content).map(([id, list]) => document(id, list.split(' ')));
  const pages = documents.flatMap(({ id, pageIds }) => pageIds.map((each) => page(each, id)));
  const batch = {
    id: 'b',
    personId: 'p',
    name: 'Lô',
    createdAt: '2026-11-22T00:00:00Z',
    documentIds: Object.keys(content),
  };
  return { batch, documents: byId(documents), pages: byId(pages) };
}

function byId<Item extends { id: string }>(items: readonly Item[]): Map<string, Item> {
  return new Map(items.map((item) => [item.id, item]));
}

function after(now: Arrangement, change: BatchChange): Arrangement {
  return {
    batch: change.batch ?? now.batch,
    documents: new Map([...now.documents, ...byId(change.documents ?? [])]),
    pages: new Map([...now.pages, ...byId(change.pages ?? [])]),
  };
}

function shown(arrangement: Arrangement): Record<string, string> {
  return Object.fromEntries(
    visibleDocuments(arrangement).map((each) => [
      each.id,
      visiblePages(each, arrangement.pages)
        .map(({ id }) => id)
        .join(' '),
    ]),
  );
}

const separation = {
  separatorIds: ['sheet'],
  leftOutIds: ['blank'],
  cuts: [{ pageId: 'sheet', newDocumentId: 'B' }],
  procedureIds: new Map([['sheet', 'karaoke']]),
};

describe('the station separates a stack', () => {
  const before = stack({ A: 'a1 blank sheet a2 a3' });
  const change = separateStack(before, separation);

  it('at the sheet, which is of no document and names the procedure of the next', () => {
    const now = after(before, change);
    expect(shown(now)).toEqual({ A: 'a1', B: 'a2 a3' });
    expect(now.documents.get('B')?.procedureId).toBe('karaoke');
    expect(now.documents.get('A')?.procedureId).toBeNull();
  });

  it('as one change, which undo takes back for good', () => {
    const now = after(before, change);
    const entry = describeChange(before, {
      ...(change.batch && { batch: change.batch }),
      documents: change.documents ?? [],
      pages: change.pages ?? [],
    });
    const undone = reverse(entry, 'undo', now);
    const restored = after(now, undone);
    const known = new Map([...restored.documents].filter(([id]) => id !== 'B'));
    expect(shown({ ...restored, documents: known })).toEqual({ A: 'a1 blank sheet a2 a3' });
    expect(undone.deletedDocumentIds).toEqual(['B']);
    const sheet = undone.pages.find(({ id }) => id === 'sheet');
    expect(sheet).toMatchObject({ wasCut: true, wasSetAside: true });
  });

  it('never into a document without pages', () => {
    const sheetLast = stack({ A: 'a1 sheet' });
    const now = after(sheetLast, separateStack(sheetLast, { ...separation, leftOutIds: [] }));
    expect(shown(now)).toEqual({ A: 'a1' });
  });
});

describe('a separator sheet', () => {
  it('that came as a file of its own goes to the document behind it', () => {
    const before = stack({ A: 'a1', S: 'sheet', B: 'b1' });
    const now = after(before, setSeparators(before, ['sheet'], true));
    expect(shown(now)).toEqual({ A: 'a1', B: 'b1' });
    expect(now.documents.get('B')?.pageIds).toEqual(['sheet', 'b1']);
    expect(now.pages.get('sheet')?.documentId).toBe('B');
  });

  it('cannot be made of pages that are on their way', () => {
    const before = stack({ A: 'a1 a2' });
    const sent = document('A', ['a1', 'a2']);
    const documents = byId([{ ...sent, state: 'received' as const }]);
    expect(() => setSeparators({ ...before, documents }, ['a1'], true)).toThrow(
      expect.objectContaining({ code: 'DOCUMENT_STATE_CONFLICT' }),
    );
  });
});

it('only blank pages are left out of the archive file', () => {
  const before = stack({ A: 'a1 blank a2' });
  const now = after(before, leaveOut(before, ['a1', 'blank', 'a2'], true));
  expect(shown(now)).toEqual({ A: 'a1 a2' });
});

it('chosen documents are gathered in the order of the stack, to be separated anew', () => {
  const before = stack({ A: 'a1', B: 'b1', C: 'c1', D: 'd1' });
  const now = after(before, gatherDocuments(before, ['D', 'A', 'B']));
  expect(shown(now)).toEqual({ A: 'a1 b1 d1', C: 'c1' });
  expect(now.batch.documentIds.filter((id) => !['B', 'D'].includes(id))).toEqual(['A', 'C']);
});
