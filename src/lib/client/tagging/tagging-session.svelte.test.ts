import { flushSync } from 'svelte';
import { describe, expect, test } from 'vitest';
import type { BatchDocument, Page } from '#lib/client/batches/model.ts';
import { AppError } from '#lib/domain/app-error.ts';
import { emptyDraft, metadataOf, type MetadataDraft } from '#lib/domain/metadata.ts';
import type { InventoryItem } from '#lib/domain/procedure.ts';
import type { Proposal } from './inventory-lookup.svelte.ts';
import type { KnownDuplicate, TaggingRepository } from './tagging-repository.ts';
import { TaggingSession, type TaggingBatch } from './tagging-session.svelte.ts';

const item: InventoryItem = {
  id: 'item',
  orgUnitId: 'unit',
  procedureId: 'procedure',
  numberNotation: '05/GP-SVHTTDL',
  issuedOn: '2023-02-14',
  ownerName: 'Công ty TNHH Du lịch Biển Xanh',
  ownerIdentifier: '9901427509',
  dossierCode: 'H99.12-230201-0007',
  state: 'due',
};

const read = (value: string, confidence = 0.97) => ({
  recognized: { value, confidence },
  isConfirmed: false,
});

function sureDraft(number = '05/GP-SVHTTDL'): MetadataDraft {
  return {
    ...emptyDraft(),
    paperTypeCode: read('GP'),
    ownerIdentifier: read('9901427509'),
    ownerName: read('Công ty TNHH Du lịch Biển Xanh'),
    title: read('Giấy phép'),
    numberNotation: read(number),
    issuedOn: read('2023-02-14'),
    issuingAgency: read('Sở Văn hóa, Thể thao và Du lịch'),
    abstract: read('Kinh doanh dịch vụ lữ hành nội địa'),
    expiresOn: read('permanent'),
  };
}

function documentWith(id: string, change: Partial<BatchDocument> = {}): BatchDocument {
  return {
    id,
    batchId: 'batch',
    kind: 'scanned',
    fileName: `${id}.jpg`,
    pageIds: [`page-${id}`],
    state: 'recognized',
    metadata: sureDraft(`${id.codePointAt(0)}/GP-SVHTTDL`),
    procedureId: 'procedure',
    isRemoved: false,
    ...change,
  };
}

/** A batch that keeps its documents in memory, as the real session does in IndexedDB. */
class MemoryBatch implements TaggingBatch {
  stored = $state.raw(new Map<string, BatchDocument>());
  catalogue = null;
  #undo: Map<string, BatchDocument>[] = [];
  isFull = false;

  constructor(documents: BatchDocument[]) {
    this.stored = new Map(documents.map((document) => [document.id, document]));
  }
  get documents() {
    return [...this.stored.values()];
  }
  documentById = (id: string) => this.stored.get(id);
  pagesOf = (id: string) => [{ id: `page-${id}`, sha256: id } as Page];
  async updateDocument(id: string, update: (document: BatchDocument) => BatchDocument) {
    if (this.isFull) throw new AppError('STORAGE_FULL');
    const current = this.stored.get(id);
    if (current) this.stored = new Map(this.stored).set(id, update(current));
  }
  async applyChange(
    _label: string,
    change: (documents: ReadonlyMap<string, BatchDocument>) => BatchDocument[],
  ) {
    this.#undo.push(this.stored);
    const changed = change(this.stored).map((document) => [document.id, document] as const);
    this.stored = new Map([...this.stored, ...changed]);
    return true;
  }
  async undo() {
    this.stored = this.#undo.pop() ?? this.stored;
    return true;
  }
}

class SimulatedRepository implements TaggingRepository {
  items: InventoryItem[] = [item];
  known: KnownDuplicate[] = [];
  isAway = false;
  async candidates() {
    if (this.isAway) throw new AppError('SERVER_UNREACHABLE');
    return this.items;
  }
  async duplicates() {
    if (this.isAway) throw new AppError('SERVER_UNREACHABLE');
    return this.known;
  }
}

const rank = (_metadata: unknown, _procedure: unknown, items: readonly InventoryItem[]) =>
  items.map((each, place): Proposal => ({
    item: each,
    score: 1 - place / 10,
    reasons: ['number'],
    isUnique: items.length === 1,
  }));

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
