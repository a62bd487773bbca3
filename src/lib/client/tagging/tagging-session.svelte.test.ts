import { flushSync } from 'svelte';
import { describe, expect, test } from 'vitest';
import type { BatchDocument } from '#lib/client/batches/model.ts';
import { AppError } from '#lib/domain/app-error.ts';
import { metadataOf } from '#lib/domain/metadata.ts';
import { TaggingSession } from './tagging-session.svelte.ts';
import {
  documentWith,
  dueItem as item,
  MemoryBatch,
  rankByCount as rank,
  read,
  SimulatedRepository,
  sureDraft,
} from './testing/tagging-doubles.svelte.ts';

async function open(documents: BatchDocument[], repository = new SimulatedRepository()) {
  const batch = new MemoryBatch(documents);
  const session = new TaggingSession({
    batch,
    repository,
    rank,
    now: () => new Date('2026-11-22T03:00:00Z'),
  });
  await lookUp(session);
  return { batch, session, repository };
}

async function lookUp(session: TaggingSession) {
  await session.lookUp();
  await Promise.all(session.documents.map((document) => session.inventory.look(document)));
  flushSync();
}

function documentOf(session: TaggingSession, id: string): BatchDocument {
  const document = session.documents.find((each) => each.id === id);
  if (!document) throw new Error(`No document ${id}`);
  return document;
}

describe('Enter', () => {
  test('goes through the doubtful fields, accepts the document and goes to the next one', async () => {
    const doubtful = {
      ...sureDraft('1/GP-SVHTTDL'),
      ownerName: read('Cty Biền Xanh', 0.5),
      abstract: read('Kinh doanh', 0.4),
    };
    const { session, batch } = await open([
      documentWith('a', { metadata: doubtful }),
      documentWith('b', { metadata: { ...sureDraft('2/GP-X'), title: read('Giây phép', 0.3) } }),
    ]);
    expect(session.firstTarget(documentOf(session, 'a'))).toBe('ownerName');
    expect(session.acceptTarget('a', 'ownerName')).toEqual({
      kind: 'field',
      target: 'abstract',
    });
    expect(session.acceptTarget('a', 'abstract')).toEqual({
      kind: 'document',
      documentId: 'b',
      acceptedId: 'a',
    });
    expect(session.current?.id).toBe('b');
    await session.edits.flush();
    expect(batch.stored.get('a')).toMatchObject({
      state: 'tagged',
      acceptedAt: '2026-11-22T03:00:00.000Z',
      inventoryItemId: 'item',
    });
    expect(session.acceptTarget('b', 'title')).toEqual({ kind: 'finished', acceptedId: 'b' });
  });

  test('stays on a value that breaks a rule', async () => {
    const { session, batch } = await open([documentWith('a')]);
    session.type('a', 'issuedOn', '2030-01-01');
    expect(session.acceptTarget('a', 'issuedOn')).toEqual({
      kind: 'field',
      target: 'issuedOn',
    });
    expect(session.accept('a')).toEqual({ kind: 'refused', target: 'issuedOn' });
    await session.edits.flush();
    expect(batch.stored.get('a')?.acceptedAt).toBeUndefined();
  });

  test('does not accept while the inventory item is open', async () => {
    const repository = new SimulatedRepository();
    repository.items = [item, { ...item, id: 'other' }];
    const { session, batch } = await open([documentWith('a')], repository);
    expect(session.overview.stateOf('a')).toBe('needs-look');
    expect(session.accept('a')).toEqual({ kind: 'refused', target: 'inventory' });
    session.chooseInventoryItem('a', { ...item, id: 'other' });
    expect(session.accept('a')).toMatchObject({ kind: 'finished' });
    await session.edits.flush();
    expect(batch.stored.get('a')?.inventoryItemId).toBe('other');
  });

  test('accepts without inventory item only when the official says that it is not in the list', async () => {
    const repository = new SimulatedRepository();
    repository.isAway = true;
    const { session, batch } = await open([documentWith('a')], repository);
    expect(session.inventory.of('a')).toMatchObject({
      state: 'failed',
      problem: { code: 'SERVER_UNREACHABLE' },
    });
    expect(session.accept('a')).toEqual({ kind: 'refused', target: 'inventory' });
    session.chooseNoInventoryItem('a');
    expect(session.accept('a')).toMatchObject({ kind: 'finished' });
    await session.edits.flush();
    expect(batch.stored.get('a')?.inventoryItemId).toBeNull();
  });
});

describe('what the official types', () => {
  test('is seen at once, kept apart from what was recognized, and stored on top of newer records', async () => {
    const { session, batch } = await open([documentWith('a')]);
    session.type('a', 'ownerName', 'Công ty Biển Xanh');
    flushSync();
    expect(metadataOf(documentOf(session, 'a').metadata).ownerName).toBe('Công ty Biển Xanh');
    await batch.updateDocument('a', (stored) => ({ ...stored, procedureId: 'newer' }));
    await session.edits.flush();
    expect(batch.stored.get('a')).toMatchObject({
      procedureId: 'newer',
      metadata: {
        ownerName: {
          typed: 'Công ty Biển Xanh',
          recognized: { value: 'Công ty TNHH Du lịch Biển Xanh' },
        },
      },
    });
    expect(session.edits.isSaved).toBe(true);
  });

  test('is not lost when the disk is full', async () => {
    const { session, batch } = await open([documentWith('a')]);
    batch.isFull = true;
    session.type('a', 'scope', 'Toàn quốc');
    await session.edits.flush();
    expect(session.edits.failure).toEqual(new AppError('STORAGE_FULL'));
    expect(session.accept('a')).toMatchObject({ kind: 'refused' });
    batch.isFull = false;
    await session.edits.flush();
    expect(batch.stored.get('a')?.metadata.scope.typed).toBe('Toàn quốc');
  });

  test('opens an accepted document again', async () => {
    const { session, batch } = await open([documentWith('a')]);
    session.accept('a');
    expect(session.overview.stateOf('a')).toBe('done');
    session.type('a', 'scope', 'Toàn quốc');
    await session.edits.flush();
    flushSync();
    await session.edits.flush();
    expect(batch.stored.get('a')?.acceptedAt).toBeUndefined();
    expect(session.overview.stateOf('a')).toBe('unseen');
  });

  test('keeps the signature, for metadata is no part of the PDF', async () => {
    const signed = {
      sha256: 'f',
      sizeBytes: 1,
      pageCount: 1,
      signedAt: '2026-11-22T02:00:00Z',
      certificateSha256: 'c',
    };
    const { session, batch } = await open([
      documentWith('a', { state: 'signed', signed, acceptedAt: '2026-11-22T02:00:00Z' }),
    ]);
    session.type('a', 'scope', 'Toàn quốc');
    session.chooseInventoryItem('a', item);
    session.accept('a');
    await session.edits.flush();
    expect(batch.stored.get('a')).toMatchObject({ state: 'signed', signed });
  });

  test('lets the repository try again after it refused the document', async () => {
    const { session, batch } = await open([
      documentWith('a', {
        state: 'signed',
        upload: {
          phase: 'failed',
          sentBytes: 0,
          totalBytes: 1,
          attempts: 1,
          problem: { code: 'METADATA_INCOMPLETE', details: {} },
        },
      }),
    ]);
    session.type('a', 'scope', 'Toàn quốc');
    session.accept('a');
    await session.edits.flush();
    expect(batch.stored.get('a')?.upload).toBeUndefined();
  });

  test('changes nothing once the document is on its way', async () => {
    const { session, batch } = await open([documentWith('a', { state: 'announced' })]);
    session.type('a', 'scope', 'Toàn quốc');
    await session.edits.flush();
    expect(batch.stored.get('a')?.metadata.scope.typed).toBeUndefined();
    expect(session.accept('a')).toMatchObject({ kind: 'refused' });
  });
});

describe('duplicates', () => {
  const existing = {
    documentId: 'old',
    code: '9901427509.GP.05',
    numberNotation: '05/GP-SVHTTDL',
    ownerName: 'Công ty TNHH Du lịch Biển Xanh',
    storedAt: '2026-10-01T00:00:00Z',
  };

  test('in the repository keep the document from being accepted until a reason is given', async () => {
    const repository = new SimulatedRepository();
    repository.known = [{ documentId: 'a', reason: 'same-number', existing }];
    const { session, batch } = await open([documentWith('a')], repository);
    expect(session.overview.duplicates(documentOf(session, 'a'))).toEqual([
      { where: 'repository', reason: 'same-number', existing },
    ]);
    expect(session.accept('a')).toEqual({ kind: 'refused', target: null });
    session.giveDuplicateReason('a', 'Bản cấp lại');
    expect(session.accept('a')).toMatchObject({ kind: 'finished' });
    await session.edits.flush();
    expect(batch.stored.get('a')?.duplicateReason).toBe('Bản cấp lại');
  });

  test('in the same batch are named on both documents', async () => {
    const { session } = await open([
      documentWith('a', { metadata: sureDraft('05/GP-SVHTTDL') }),
      documentWith('b', { metadata: sureDraft('5/GP–SVHTTDL') }),
      documentWith('c'),
    ]);
    const found = session.documents.map((document) => session.overview.duplicates(document));
    expect(found[0]).toEqual([
      { where: 'batch', reason: 'same-number', other: { documentId: 'b', fileName: 'b.jpg' } },
    ]);
    expect(found[1]).toHaveLength(1);
    expect(found[2]).toEqual([]);
  });
});

test('one key accepts all documents without doubt, and one undo takes them back', async () => {
  const { session, batch } = await open([
    documentWith('a'),
    documentWith('b'),
    documentWith('c', { metadata: { ...sureDraft('3/GP-X'), title: read('Giây', 0.2) } }),
  ]);
  expect(session.overview.countOf('unseen')).toBe(2);
  expect(session.acceptAllSure()).toBe(2);
  await session.edits.flush();
  expect([...batch.stored.values()].map((document) => document.state)).toEqual([
    'tagged',
    'tagged',
    'recognized',
  ]);
  await session.step('undo');
  flushSync();
  expect(session.overview.countOf('done')).toBe(0);
});

test('the inventory item confirms and fills the fields of the document', async () => {
  const metadata = {
    ...sureDraft('5/GP-SVHTTDL'),
    ownerName: read('CONG TY TNHH DU LICH BIEN XANH', 0.4),
  };
  const { session, batch } = await open([documentWith('a', { metadata })]);
  session.accept('a');
  await session.edits.flush();
  expect(batch.stored.get('a')?.metadata).toMatchObject({
    ownerName: { isConfirmed: true },
    dossierCode: { typed: 'H99.12-230201-0007', isConfirmed: true },
  });
});

describe('the fast typist', () => {
  test('is on the next document before anything is written, and what follows lands there', async () => {
    const doubtful = { ...sureDraft('1/GP-X'), abstract: read('Kinh doanh', 0.4) };
    const { session, batch } = await open([
      documentWith('a', { metadata: doubtful }),
      documentWith('b', { metadata: { ...sureDraft('2/GP-X'), title: read('Giây', 0.3) } }),
    ]);
    session.type('a', 'abstract', 'Kinh doanh lữ hành');
    expect(session.acceptTarget('a', 'abstract')).toMatchObject({ documentId: 'b' });
    session.type('b', 'title', 'Giấy phép');
    expect(batch.stored.get('a')?.acceptedAt).toBeUndefined();
    expect(session.current?.id).toBe('b');
    expect(session.overview.stateOf('a')).toBe('done');
    await session.edits.flush();
    expect(batch.stored.get('a')).toMatchObject({
      state: 'tagged',
      metadata: { abstract: { typed: 'Kinh doanh lữ hành', isConfirmed: true } },
    });
    expect(batch.stored.get('b')?.metadata.title.typed).toBe('Giấy phép');
  });

  test('does not wait for the inventory: the document is accepted when it has answered', async () => {
    const { session, batch, repository } = await open([documentWith('a'), documentWith('b')]);
    const answer = Promise.withResolvers<undefined>();
    repository.gate = answer.promise;
    session.type('a', 'numberNotation', '77/GP-SVHTTDL');
    expect(session.accept('a')).toEqual({ kind: 'awaited', documentId: 'b' });
    expect(session.overview.stateOf('a')).toBe('awaited');
    answer.resolve(undefined);
    await expect.poll(() => session.overview.stateOf('a')).toBe('done');
    await session.edits.flush();
    expect(batch.stored.get('a')).toMatchObject({ inventoryItemId: 'item' });
  });

  test('comes back to a document for which the inventory knows no single answer', async () => {
    const { session, repository } = await open([documentWith('a')]);
    repository.items = [item, { ...item, id: 'other' }];
    session.type('a', 'numberNotation', '77/GP-SVHTTDL');
    const settled = new Promise((resolve) => (session.onsettled = resolve));
    expect(session.accept('a')).toEqual({ kind: 'awaited', documentId: null });
    expect(await settled).toEqual({ kind: 'refused', target: 'inventory' });
    expect(session.overview.stateOf('a')).toBe('needs-look');
  });
});

describe('undo', () => {
  test('takes back what was typed into a field at once, then the acceptance, and does both again', async () => {
    const { session, batch } = await open([documentWith('a'), documentWith('b')]);
    session.accept('a');
    session.type('b', 'scope', 'Toàn');
    session.type('b', 'scope', 'Toàn quốc');
    expect(await session.step('undo')).toEqual({ documentId: 'b', target: 'scope', count: 1 });
    expect(batch.stored.get('b')?.metadata.scope.typed).toBeUndefined();
    expect(await session.step('undo')).toEqual({ documentId: 'a', target: null, count: 1 });
    expect(session.current?.id).toBe('a');
    expect(batch.stored.get('a')?.acceptedAt).toBeUndefined();
    await session.step('redo');
    await session.step('redo');
    expect(batch.stored.get('a')?.acceptedAt).toBeDefined();
    expect(batch.stored.get('b')?.metadata.scope.typed).toBe('Toàn quốc');
    expect(session.undoable('redo')).toBeNull();
  });

  test('takes a typed value back with the Enter that followed it', async () => {
    const doubtful = {
      ...sureDraft('1/GP-X'),
      ownerName: read('Cty', 0.4),
      abstract: read('Kinh', 0.4),
    };
    const { session, batch } = await open([documentWith('a', { metadata: doubtful })]);
    session.type('a', 'ownerName', 'Công ty Biển');
    session.acceptTarget('a', 'ownerName');
    await session.step('undo');
    expect(batch.stored.get('a')?.metadata.ownerName).toEqual(doubtful.ownerName);
  });

  test('leaves the deeds of other screens alone', async () => {
    const { session, batch } = await open([documentWith('a')]);
    batch.undoable = { undo: 'splitDocument' };
    expect(session.undoable('undo')).toBeNull();
    expect(await session.step('undo')).toBeNull();
  });
});

describe('the same values in several documents', () => {
  const change = {
    fields: { issuingAgency: 'UBND xã Biển Xanh', scope: 'Toàn quốc' },
    procedureId: 'procedure',
    onlyEmpty: false,
  };

  test('are told beforehand, written as one step and taken back by one', async () => {
    const { session, batch } = await open([
      documentWith('a'),
      documentWith('b'),
      documentWith('c', { state: 'announced' }),
    ]);
    expect(session.countChangedBy(['a', 'b', 'c'], change)).toBe(2);
    expect(session.editMany(['a', 'b', 'c'], change)).toBe(2);
    expect(session.countChangedBy(['a', 'b', 'c'], change)).toBe(0);
    await session.edits.flush();
    expect(batch.stored.get('b')?.metadata).toMatchObject({
      issuingAgency: { typed: 'UBND xã Biển Xanh', isConfirmed: true },
      scope: { typed: 'Toàn quốc' },
    });
    expect(batch.stored.get('c')?.metadata.scope.typed).toBeUndefined();
    expect(await session.step('undo')).toMatchObject({ count: 2 });
    expect(batch.stored.get('a')?.metadata.scope.typed).toBeUndefined();
  });

  test('fill only empty fields where that is wished', async () => {
    const { session } = await open([documentWith('a')]);
    session.editMany(['a'], { ...change, onlyEmpty: true });
    const { metadata } = documentOf(session, 'a');
    expect(metadataOf(metadata)).toMatchObject({
      issuingAgency: 'Sở Văn hóa, Thể thao và Du lịch',
      scope: 'Toàn quốc',
    });
  });
});

describe('what asks for no look', () => {
  test('is a field that the inventory says exactly, and one that the paper surely lacks', async () => {
    const metadata = {
      ...sureDraft('5/GP-X'),
      ownerName: read('CÔNG TY TNHH DU LỊCH BIỂN XANH', 0.6),
      expiresOn: { isConfirmed: false, absentConfidence: 0.97 },
    };
    const { session, batch } = await open([documentWith('a', { metadata, procedureId: null })]);
    expect(session.firstTarget(documentOf(session, 'a'))).toBeNull();
    expect(session.accept('a')).toMatchObject({ kind: 'finished' });
    await session.edits.flush();
    expect(batch.stored.get('a')).toMatchObject({
      procedureId: 'procedure',
      metadata: { expiresOn: { isConfirmed: true } },
    });
  });

  test('is not a name that differs from the inventory in its diacritics', async () => {
    const metadata = {
      ...sureDraft('5/GP-X'),
      ownerName: read('Cong ty TNHH Du lịch Biển Xanh', 0.6),
    };
    const { session } = await open([documentWith('a', { metadata })]);
    expect(session.firstTarget(documentOf(session, 'a'))).toBe('ownerName');
  });
});
