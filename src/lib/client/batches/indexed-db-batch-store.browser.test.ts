import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { deleteDB } from 'idb';
import { emptyDraft, type MetadataKey } from '#lib/domain/metadata.ts';
import { splitDocument } from './arrange-documents.ts';
import { markBlank, turnPages } from './arrange-pages.ts';
import type { Arrangement } from './arrangement.ts';
import type { NewPage } from './batch-store.ts';
import { IndexedDbBatchStore } from './indexed-db-batch-store.ts';
import type { Batch, BatchDocument, Page } from './model.ts';
import { sha256Hex } from './sha256.ts';

const DATABASE = 'test-batch-store';
const batch: Batch = {
  id: 'batch',
  personId: 'canbo',
  name: 'Lô sáng',
  createdAt: '2026-11-22T01:00:00Z',
  documentIds: [],
};

let store: IndexedDbBatchStore;

beforeEach(async () => {
  await deleteDB(DATABASE);
  store = await IndexedDbBatchStore.open(DATABASE);
  await store.createBatch(batch);
});
afterEach(() => store[Symbol.dispose]());

/** What a reload does: the connection goes, the records stay. */
async function reopen(): Promise<void> {
  store[Symbol.dispose]();
  store = await IndexedDbBatchStore.open(DATABASE);
}

function newPage(id: string, documentId: string, bytes = 64): NewPage {
  const page: Page = {
    id,
    batchId: batch.id,
    documentId,
    sha256: id,
    mimeType: 'image/jpeg',
    fileName: 'SCAN_1.jpg',
    indexInFile: 0,
    frame: { sourceWidthPx: 10, sourceHeightPx: 20, rotation: 0, skewDegrees: 0, dpi: 200 },
    orientationConfidence: 1,
    warnings: [],
    isBlank: false,
    isRemoved: false,
    imageRevision: 1,
    thumbnailRevision: 1,
    recognition: { state: 'waiting' },
  };
  return { page, image: new Blob([new Uint8Array(bytes).fill(7)]), thumbnail: new Blob(['t']) };
}

function newDocument(id: string, pageIds: string[]): BatchDocument {
  return {
    id,
    batchId: batch.id,
    kind: 'scanned',
    fileName: 'SCAN_1.jpg',
    pageIds,
    state: 'cleaned',
    metadata: emptyDraft(),
    procedureId: null,
    isRemoved: false,
  };
}

async function addDocument(id: string, pageIds: string[]): Promise<void> {
  await store.addDocument(
    newDocument(id, pageIds),
    pageIds.map((pageId) => newPage(pageId, id)),
  );
}

async function arrangement(): Promise<Arrangement> {
  const content = await store.readBatch(batch.id);
  if (!content) throw new Error('no batch');
  return {
    batch: content.batch,
    documents: new Map(content.documents.map((document) => [document.id, document])),
    pages: new Map(content.pages.map((page) => [page.id, page])),
  };
}

describe('what was written', () => {
  it('is there after the tab comes back, bytes and all', async () => {
    const page = newPage('p1', 'd1');
    const before = await sha256Hex((await page.image?.arrayBuffer()) ?? new ArrayBuffer());
    await store.addDocument(newDocument('d1', ['p1']), [page]);
    await reopen();
    const image = await store.readBlob('page:p1');
    expect(await sha256Hex((await image?.arrayBuffer()) ?? new ArrayBuffer())).toBe(before);
    expect((await store.readBatch(batch.id))?.batch.documentIds).toEqual(['d1']);
  });

  it('is all of a document or nothing of it', async () => {
    await addDocument('d1', ['p1']);
    const again = store.addDocument(newDocument('d1', ['p2']), [newPage('p2', 'd1')]);
    await expect(again).rejects.toThrow();
    expect(await store.readBlob('page:p2')).toBeUndefined();
    expect((await store.readBatch(batch.id))?.pages.map((page) => page.id)).toEqual(['p1']);
  });

  it('is seen by its person only', async () => {
    expect(await store.listBatches('canbo2')).toEqual([]);
    expect(await store.listBatches('canbo')).toHaveLength(1);
  });

  it('is not overwritten by a second writer of the same document', async () => {
    await addDocument('d1', ['p1']);
    await Promise.all([
      store.updateDocument('d1', (document) => ({ ...document, procedureId: 'x' })),
      store.updateDocument('d1', (document) => ({ ...document, inventoryItemId: 'y' })),
    ]);
    const [document] = (await store.readBatch(batch.id))?.documents ?? [];
    expect(document).toMatchObject({ procedureId: 'x', inventoryItemId: 'y' });
  });

  it('is told to the other tabs with its records, so that they need not read the batch', async () => {
    const other = await IndexedDbBatchStore.open(DATABASE);
    const told = new Promise((resolve) => other.subscribe(resolve));
    await addDocument('d1', ['p1']);
    const content = await store.readBatch(batch.id);
    expect(await told).toEqual({
      batchId: batch.id,
      written: {
        batch: content?.batch,
        documents: content?.documents,
        pages: content?.pages,
      },
    });
    other[Symbol.dispose]();
  });
});

describe('a full disk', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('is said so and leaves nothing half-written', async () => {
    await storageOf('small', { quota: 30 * 1024 ** 2 });
    store[Symbol.dispose]();
    store = await IndexedDbBatchStore.open(DATABASE);
    await store.createBatch(batch);
    await addDocument('d1', ['p1']);

    const pages = Array.from({ length: 40 }, (_, index) => newPage(`x${index}`, 'd2', 1024 ** 2));
    const ids = pages.map((each) => each.page.id);
    const tooMuch = store.addDocument(newDocument('d2', ids), pages);
    await expect(tooMuch).rejects.toMatchObject({ code: 'STORAGE_FULL' });

    const content = await store.readBatch(batch.id);
    expect(content?.documents.map((document) => document.id)).toEqual(['d1']);
    expect(content?.pages).toHaveLength(1);
    expect((await store.readBlob('page:p1'))?.size).toBe(64);
    expect(content?.batch.documentIds).toEqual(['d1']);
    expect(await store.readBlob('page:x0')).toBeUndefined();
  });
});

type StorageBuckets = {
  open(name: string, options: { quota: number }): Promise<{ indexedDB: IDBFactory }>;
  delete(name: string): Promise<void>;
};

/** Storage Buckets API: a real, small quota of its own. */
async function storageOf(name: string, options: { quota: number }): Promise<void> {
  const { storageBuckets } = navigator as Navigator & { storageBuckets: StorageBuckets };
  await storageBuckets.delete(name);
  vi.stubGlobal('indexedDB', (await storageBuckets.open(name, options)).indexedDB);
}

describe('undo', () => {
  beforeEach(() => addDocument('d1', ['p1', 'p2']));

  it('takes changes back one by one, also after a reload, and does them again', async () => {
    await store.applyChange('turnPages', batch.id, turnPages(await arrangement(), ['p1'], 90));
    await store.applyChange('markBlank', batch.id, markBlank(await arrangement(), ['p2'], true));
    await reopen();
    expect((await store.undo(batch.id))?.label).toBe('markBlank');
    expect((await store.undo(batch.id))?.label).toBe('turnPages');
    expect(await store.undo(batch.id)).toBeUndefined();
    let { pages } = await arrangement();
    expect(pages.get('p1')?.frame.rotation).toBe(0);
    expect(pages.get('p2')?.isBlank).toBe(false);
    expect((await store.redo(batch.id))?.label).toBe('turnPages');
    ({ pages } = await arrangement());
    expect(pages.get('p1')?.frame.rotation).toBe(90);
    expect((await store.lastChanges(batch.id)).redo?.label).toBe('markBlank');
  });

  it('keeps what was recognized and typed since', async () => {
    await store.applyChange('markBlank', batch.id, markBlank(await arrangement(), ['p2'], true));
    const page = (await arrangement()).pages.get('p1');
    if (!page) throw new Error('no page');
    await store.savePage({ ...page, recognition: { state: 'done', imageRevision: 1 } });
    await store.updateDocument('d1', (document) => ({
      ...document,
      metadata: { ...document.metadata, ownerName: { typed: 'Đỗ Hồng', isConfirmed: true } },
    }));
    await store.undo(batch.id);
    const { documents, pages } = await arrangement();
    expect(pages.get('p1')?.recognition.state).toBe('done');
    expect(documents.get('d1')?.metadata.ownerName.typed).toBe('Đỗ Hồng');
  });

  it('reads a page anew whose turn was taken back', async () => {
    await store.applyChange('turnPages', batch.id, turnPages(await arrangement(), ['p1'], 90));
    const turned = (await arrangement()).pages.get('p1');
    if (!turned) throw new Error('no page');
    await store.savePage({ ...turned, recognition: { state: 'done', imageRevision: 2 } });
    await store.undo(batch.id);
    const page = (await arrangement()).pages.get('p1');
    expect(page).toMatchObject({ imageRevision: 3, recognition: { state: 'waiting' } });
  });

  it('takes a split back with what was typed in the new document, and splits again with it', async () => {
    await store.applyChange(
      'splitDocument',
      batch.id,
      splitDocument(await arrangement(), 'p2', 'd2'),
    );
    await store.updateDocument('d2', (document) => ({ ...document, procedureId: 'x' }));
    await addDocument('d3', ['p3']);
    await store.undo(batch.id);
    let now = await arrangement();
    expect(now.batch.documentIds).toEqual(['d1', 'd3']);
    expect(now.documents.has('d2')).toBe(false);
    expect(now.pages.get('p2')?.documentId).toBe('d1');
    await store.redo(batch.id);
    now = await arrangement();
    expect(now.documents.get('d2')?.procedureId).toBe('x');
    expect(now.pages.get('p2')?.documentId).toBe('d2');
    expect([...now.batch.documentIds].sort()).toEqual(['d1', 'd2', 'd3']);
  });

  it('leaves a document alone that is on its way to the repository', async () => {
    await store.applyChange('turnPages', batch.id, turnPages(await arrangement(), ['p1'], 90));
    await store.updateDocument('d1', (document) => ({ ...document, state: 'announced' }));
    await expect(store.undo(batch.id)).rejects.toMatchObject({ code: 'DOCUMENT_STATE_CONFLICT' });
    expect((await arrangement()).pages.get('p1')?.frame.rotation).toBe(90);
  });

  it('takes the signature away that was made after the change', async () => {
    await store.applyChange('turnPages', batch.id, turnPages(await arrangement(), ['p1'], 90));
    await store.updateDocument('d1', (document) => ({
      ...document,
      state: 'signed',
      signed: {
        sha256: 'a',
        sizeBytes: 1,
        pageCount: 2,
        signedAt: '2026-11-22T02:00:00Z',
        certificateSha256: 'b',
      },
    }));
    await store.undo(batch.id);
    const document = (await arrangement()).documents.get('d1');
    expect(document?.signed).toBeUndefined();
    expect(document?.state).not.toBe('signed');
  });
});

describe('edits of metadata', () => {
  beforeEach(async () => {
    await addDocument('d1', ['p1']);
    await addDocument('d2', ['p2']);
  });

  const typed = (key: MetadataKey, text: string, step: string, documentIds = ['d1']) =>
    store.editDocuments({
      batchId: batch.id,
      label: 'editFields',
      documentIds,
      step,
      update: (document) => ({
        ...document,
        metadata: { ...document.metadata, [key]: { typed: text, isConfirmed: false } },
      }),
    });
  const metadataOf = async (id: string) => (await arrangement()).documents.get(id)?.metadata;

  it('of one step are taken back together, also after a reload, and made again', async () => {
    await typed('ownerName', 'Đỗ', 'first');
    await typed('ownerName', 'Đỗ Hồng', 'first');
    await typed('scope', 'Toàn quốc', 'second', ['d1', 'd2']);
    await reopen();
    await store.undo(batch.id);
    expect((await metadataOf('d2'))?.scope.typed).toBeUndefined();
    expect((await metadataOf('d1'))?.ownerName.typed).toBe('Đỗ Hồng');
    await store.undo(batch.id);
    expect((await metadataOf('d1'))?.ownerName.typed).toBeUndefined();
    expect((await store.lastChanges(batch.id)).undo).toBeUndefined();
    await store.redo(batch.id);
    await store.redo(batch.id);
    expect((await metadataOf('d1'))?.ownerName.typed).toBe('Đỗ Hồng');
    expect((await metadataOf('d2'))?.scope.typed).toBe('Toàn quốc');
  });

  it('are not joined to a step that was taken back', async () => {
    await typed('ownerName', 'Đỗ', 'first');
    await store.undo(batch.id);
    await typed('ownerName', 'Lê', 'first');
    await store.undo(batch.id);
    expect((await metadataOf('d1'))?.ownerName.typed).toBeUndefined();
    await store.redo(batch.id);
    expect((await metadataOf('d1'))?.ownerName.typed).toBe('Lê');
  });

  it('leave what was read in the meantime when they are taken back', async () => {
    await typed('ownerName', 'Đỗ Hồng', 'first');
    await store.updateDocument('d1', (document) => ({
      ...document,
      metadata: {
        ...document.metadata,
        ownerName: {
          ...document.metadata.ownerName,
          recognized: { value: 'Đồ Hồng', confidence: 0.6 },
        },
        title: { recognized: { value: 'Giấy phép', confidence: 0.9 }, isConfirmed: false },
      },
    }));
    await store.undo(batch.id);
    const metadata = await metadataOf('d1');
    expect(metadata?.ownerName).toEqual({
      recognized: { value: 'Đồ Hồng', confidence: 0.6 },
      isConfirmed: false,
    });
    expect(metadata?.title.recognized?.value).toBe('Giấy phép');
  });

  it('are not remembered where nothing changes', async () => {
    const update = (document: BatchDocument) => document;
    const edit = { batchId: batch.id, label: 'editFields', documentIds: ['d1'], step: 's', update };
    expect(await store.editDocuments(edit)).toEqual([]);
    expect(await store.lastChanges(batch.id)).toEqual({});
  });
});

describe('letting go', () => {
  beforeEach(() => addDocument('d1', ['p1']));

  it('closes a batch only when everything is in the repository', async () => {
    await expect(store.closeBatch(batch.id)).rejects.toMatchObject({
      code: 'DOCUMENT_STATE_CONFLICT',
    });
    await store.updateDocument('d1', (document) => ({ ...document, state: 'stored' }));
    await store.closeBatch(batch.id);
    expect(await store.readBatch(batch.id)).toBeUndefined();
    expect(await store.readBlob('page:p1')).toBeUndefined();
  });

  it('erases only a batch that was removed before', async () => {
    await expect(store.eraseRemovedBatch(batch.id)).rejects.toMatchObject({
      code: 'DOCUMENT_STATE_CONFLICT',
    });
    await store.saveBatch({ ...batch, removedAt: '2026-11-22T02:00:00Z' });
    expect((await store.readBatch(batch.id))?.batch.documentIds).toEqual(['d1']);
    await store.eraseRemovedBatch(batch.id);
    expect(await store.listBatches('canbo')).toEqual([]);
  });

  it('frees the bytes of a stored document and keeps its record', async () => {
    const document = { ...newDocument('d1', ['p1']), state: 'stored' as const };
    await store.releaseDocument(document);
    expect(await store.readBlob('page:p1')).toBeUndefined();
    expect((await store.readBatch(batch.id))?.documents[0]?.state).toBe('stored');
  });
});
