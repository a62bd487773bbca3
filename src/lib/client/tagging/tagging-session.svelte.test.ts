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
    expect(await session.acceptTarget('a', 'ownerName')).toEqual({
      kind: 'field',
      target: 'abstract',
    });
    expect(await session.acceptTarget('a', 'abstract')).toEqual({
      kind: 'document',
      documentId: 'b',
      acceptedId: 'a',
    });
    expect(session.current?.id).toBe('b');
    expect(batch.stored.get('a')).toMatchObject({
      state: 'tagged',
      acceptedAt: '2026-11-22T03:00:00.000Z',
      inventoryItemId: 'item',
    });
    expect(await session.acceptTarget('b', 'title')).toEqual({ kind: 'finished', acceptedId: 'b' });
  });

  test('stays on a value that breaks a rule', async () => {
    const { session, batch } = await open([documentWith('a')]);
    session.type('a', 'issuedOn', '2030-01-01');
    expect(await session.acceptTarget('a', 'issuedOn')).toEqual({
      kind: 'field',
      target: 'issuedOn',
    });
    expect(await session.accept('a')).toEqual({ kind: 'refused', target: 'issuedOn' });
    expect(batch.stored.get('a')?.acceptedAt).toBeUndefined();
  });

  test('does not accept while the inventory item is open', async () => {
    const repository = new SimulatedRepository();
    repository.items = [item, { ...item, id: 'other' }];
    const { session, batch } = await open([documentWith('a')], repository);
    expect(session.stateOf('a')).toBe('needs-look');
    expect(await session.accept('a')).toEqual({ kind: 'refused', target: 'inventory' });
    session.chooseInventoryItem('a', { ...item, id: 'other' });
    expect(await session.accept('a')).toMatchObject({ kind: 'finished' });
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
    expect(await session.accept('a')).toEqual({ kind: 'refused', target: 'inventory' });
    session.chooseNoInventoryItem('a');
    expect(await session.accept('a')).toMatchObject({ kind: 'finished' });
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
    expect(await session.accept('a')).toMatchObject({ kind: 'refused' });
    batch.isFull = false;
    await session.edits.flush();
    expect(batch.stored.get('a')?.metadata.scope.typed).toBe('Toàn quốc');
  });

  test('opens an accepted document again', async () => {
    const { session, batch } = await open([documentWith('a')]);
    await session.accept('a');
    expect(session.stateOf('a')).toBe('done');
    session.type('a', 'scope', 'Toàn quốc');
    await session.edits.flush();
    flushSync();
    expect(batch.stored.get('a')?.acceptedAt).toBeUndefined();
    expect(session.stateOf('a')).toBe('unseen');
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
    await session.accept('a');
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
    await session.accept('a');
    expect(batch.stored.get('a')?.upload).toBeUndefined();
  });

  test('changes nothing once the document is on its way', async () => {
    const { session, batch } = await open([documentWith('a', { state: 'announced' })]);
    session.type('a', 'scope', 'Toàn quốc');
    await session.edits.flush();
    expect(batch.stored.get('a')?.metadata.scope.typed).toBeUndefined();
    expect(await session.accept('a')).toMatchObject({ kind: 'refused' });
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
    expect(session.duplicates(documentOf(session, 'a'))).toEqual([
      { where: 'repository', reason: 'same-number', existing },
    ]);
    expect(await session.accept('a')).toEqual({ kind: 'refused', target: null });
    session.giveDuplicateReason('a', 'Bản cấp lại');
    expect(await session.accept('a')).toMatchObject({ kind: 'finished' });
    expect(batch.stored.get('a')?.duplicateReason).toBe('Bản cấp lại');
  });

  test('in the same batch are named on both documents', async () => {
    const { session } = await open([
      documentWith('a', { metadata: sureDraft('05/GP-SVHTTDL') }),
      documentWith('b', { metadata: sureDraft('5/GP–SVHTTDL') }),
      documentWith('c'),
    ]);
    const found = session.documents.map((document) => session.duplicates(document));
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
  expect(session.countOf('unseen')).toBe(2);
  expect(await session.acceptAllSure()).toBe(2);
  expect([...batch.stored.values()].map((document) => document.state)).toEqual([
    'tagged',
    'tagged',
    'recognized',
  ]);
  await session.undoAccept();
  expect(session.countOf('done')).toBe(0);
});

test('the inventory item confirms and fills the fields of the document', async () => {
  const metadata = {
    ...sureDraft('5/GP-SVHTTDL'),
    ownerName: read('CONG TY TNHH DU LICH BIEN XANH', 0.4),
  };
  const { session, batch } = await open([documentWith('a', { metadata })]);
  await session.accept('a');
  expect(batch.stored.get('a')?.metadata).toMatchObject({
    ownerName: { isConfirmed: true },
    dossierCode: { typed: 'H99.12-230201-0007', isConfirmed: true },
  });
});
