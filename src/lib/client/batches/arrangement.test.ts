import { describe, expect, it } from 'vitest';
import { emptyDraft } from '#lib/domain/metadata.ts';
import type { BatchChange } from './batch-store.ts';
import { mergeWithPrevious, moveDocument, splitDocument } from './arrange-documents.ts';
import { markBlank, movePages, removePages, replacePage, turnPages } from './arrange-pages.ts';
import { type Arrangement, visibleDocuments, visiblePages } from './arrangement.ts';
import type { BatchDocument, Page } from './model.ts';

function page(id: string, documentId: string): Page {
  return {
    id,
    batchId: 'b',
    documentId,
    sha256: id,
    mimeType: 'image/jpeg',
    fileName: `${documentId}.pdf`,
    indexInFile: 0,
    frame: { sourceWidthPx: 10, sourceHeightPx: 20, rotation: 0, skewDegrees: 0.5, dpi: 200 },
    orientationConfidence: 0.6,
    warnings: [],
    isBlank: false,
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
    fileName: `${id}.pdf`,
    pageIds,
    state: 'recognized',
    metadata: emptyDraft(),
    procedureId: null,
    isRemoved: false,
  };
}

/** `stack({ A: 'a1 a2', B: 'b1' })` */
function stack(content: Record<string, string>): Arrangement {
  const documents = new Map<string, BatchDocument>();
  const pages = new Map<string, Page>();
  for (const [id, list] of Object.entries(content)) {
    const ids = list.split(' ');
    documents.set(id, document(id, ids));
    for (const pageId of ids) pages.set(pageId, page(pageId, id));
  }
  const batch = {
    id: 'b',
    personId: 'p',
    name: 'Lô',
    createdAt: '2026-11-22T00:00:00Z',
    documentIds: Object.keys(content),
  };
  return { batch, documents, pages };
}

function after(arrangement: Arrangement, change: BatchChange): Arrangement {
  const documents = new Map(arrangement.documents);
  const pages = new Map(arrangement.pages);
  for (const each of change.documents ?? []) documents.set(each.id, each);
  for (const each of change.pages ?? []) pages.set(each.id, each);
  for (const each of change.newPages ?? []) pages.set(each.page.id, each.page);
  return { batch: change.batch ?? arrangement.batch, documents, pages };
}

/** `A: a1 a2 | B: b1`, checking on the way that every page knows its document. */
function shown(arrangement: Arrangement): string {
  return visibleDocuments(arrangement)
    .map((each) => {
      const pages = visiblePages(each, arrangement.pages);
      for (const own of pages) expect(own.documentId).toBe(each.id);
      return `${each.id}: ${pages.map((own) => own.id).join(' ')}`;
    })
    .join(' | ');
}

describe('telling documents apart by hand', () => {
  it('splits before the page and keeps the order of the stack', () => {
    const before = stack({ A: 'a1 a2 a3', B: 'b1' });
    expect(shown(after(before, splitDocument(before, 'a2', 'N')))).toBe('A: a1 | N: a2 a3 | B: b1');
  });

  it('does not split before the first page that is still shown', () => {
    const before = stack({ A: 'a1 a2' });
    expect(splitDocument(before, 'a1', 'N')).toEqual({});
    const withoutFirst = after(before, removePages(before, ['a1']));
    expect(splitDocument(withoutFirst, 'a2', 'N')).toEqual({});
  });

  it('gives split documents names that are free in the batch', () => {
    const before = stack({ A: 'a1 a2 a3' });
    const once = after(before, splitDocument(before, 'a3', 'N'));
    const twice = after(once, splitDocument(once, 'a2', 'M'));
    expect(visibleDocuments(twice).map((each) => each.fileName)).toEqual([
      'A.pdf',
      'A-3.pdf',
      'A-2.pdf',
    ]);
  });

  it('merges with the document before and keeps typed values of both', () => {
    const before = stack({ A: 'a1', B: 'b1 b2' });
    const typed = before.documents.get('B');
    if (typed) typed.metadata.ownerName = { typed: 'Đỗ Hồng', isConfirmed: true };
    const merged = after(before, mergeWithPrevious(before, 'B'));
    expect(shown(merged)).toBe('A: a1 b1 b2');
    expect(merged.documents.get('A')?.metadata.ownerName.typed).toBe('Đỗ Hồng');
    expect(mergeWithPrevious(before, 'A')).toEqual({});
  });

  it('split and merge are each other’s reverse', () => {
    const before = stack({ A: 'a1 a2 a3', B: 'b1' });
    const split = after(before, splitDocument(before, 'a3', 'N'));
    expect(shown(after(split, mergeWithPrevious(split, 'N')))).toBe(shown(before));
  });

  it('never takes an as-is file apart', () => {
    const before = stack({ A: 'a1 a2', B: 'b1' });
    const asIs = before.documents.get('A');
    if (asIs) asIs.kind = 'as-is';
    expect(() => splitDocument(before, 'a2', 'N')).toThrow('DOCUMENT_STATE_CONFLICT');
    expect(() => mergeWithPrevious(before, 'B')).toThrow('DOCUMENT_STATE_CONFLICT');
    expect(() => turnPages(before, ['a1'], 90)).toThrow('DOCUMENT_STATE_CONFLICT');
  });
});

describe('ordering pages', () => {
  it('moves pages inside and between documents in the order of the stack', () => {
    const before = stack({ A: 'a1 a2 a3', B: 'b1 b2' });
    const inside = movePages(before, ['a3'], { documentId: 'A', beforePageId: 'a1' });
    expect(shown(after(before, inside))).toBe('A: a3 a1 a2 | B: b1 b2');
    const across = movePages(before, ['a3', 'a1'], { documentId: 'B', beforePageId: 'b2' });
    expect(shown(after(before, across))).toBe('A: a2 | B: b1 a1 a3 b2');
  });

  it('drops a document whose last page moved away', () => {
    const before = stack({ A: 'a1', B: 'b1' });
    const change = movePages(before, ['a1'], { documentId: 'B', beforePageId: null });
    expect(shown(after(before, change))).toBe('B: b1 a1');
  });

  it('changes nothing when pages are dropped where they are', () => {
    const before = stack({ A: 'a1 a2' });
    expect(movePages(before, ['a2'], { documentId: 'A', beforePageId: null })).toEqual({});
    expect(movePages(before, ['a2'], { documentId: 'A', beforePageId: 'a2' })).toEqual({});
  });

  it('moves a document in the stack', () => {
    const before = stack({ A: 'a1', B: 'b1', C: 'c1' });
    expect(shown(after(before, moveDocument(before, 'C', 'A')))).toBe('C: c1 | A: a1 | B: b1');
    expect(shown(after(before, moveDocument(before, 'A', null)))).toBe('B: b1 | C: c1 | A: a1');
  });
});

describe('changing pages', () => {
  it('makes the text of a turned page stale and trusts the hand', () => {
    const before = stack({ A: 'a1' });
    const turned = after(before, turnPages(before, ['a1'], 270)).pages.get('a1');
    expect(turned?.frame.rotation).toBe(270);
    expect(turned?.imageRevision).toBe(2);
    expect(turned?.recognition).toEqual({ state: 'waiting' });
    expect(turned?.orientationConfidence).toBe(1);
  });

  it('keeps a blank page in its document without reading it', () => {
    const before = stack({ A: 'a1 a2' });
    const blank = after(before, markBlank(before, ['a2'], true));
    expect(shown(blank)).toBe('A: a1 a2');
    expect(blank.pages.get('a2')?.recognition.state).toBe('skipped');
    const back = after(blank, markBlank(blank, ['a2'], false));
    expect(back.pages.get('a2')?.recognition.state).toBe('waiting');
  });

  it('removes a document with its last page', () => {
    const before = stack({ A: 'a1 a2', B: 'b1' });
    expect(shown(after(before, removePages(before, ['a1'])))).toBe('A: a2 | B: b1');
    expect(shown(after(before, removePages(before, ['a1', 'a2'])))).toBe('B: b1');
  });

  it('puts the better scan in the place of the old page', () => {
    const before = stack({ A: 'a1 a2' });
    const newPage = { page: page('n', 'A'), image: new Blob(['x']), thumbnail: new Blob(['x']) };
    expect(shown(after(before, replacePage(before, 'a1', newPage)))).toBe('A: n a2');
  });

  it('takes the signature from a document whose pages change', () => {
    const before = stack({ A: 'a1 a2' });
    const signed = before.documents.get('A');
    if (signed) {
      signed.state = 'signed';
      signed.acceptedAt = '2026-11-22T00:00:00Z';
    }
    const [changed] = turnPages(before, ['a1'], 90).documents ?? [];
    expect(changed?.state).toBe('cleaned');
    expect(changed?.acceptedAt).toBeUndefined();
  });

  it('leaves documents alone that are on their way', () => {
    const before = stack({ A: 'a1 a2' });
    const sent = before.documents.get('A');
    if (sent) sent.state = 'received';
    expect(() => removePages(before, ['a1'])).toThrow('DOCUMENT_STATE_CONFLICT');
    expect(() => splitDocument(before, 'a2', 'N')).toThrow('DOCUMENT_STATE_CONFLICT');
  });
});
