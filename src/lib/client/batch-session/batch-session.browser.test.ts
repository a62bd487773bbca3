import { deleteDB, openDB } from 'idb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { BatchStore } from '#lib/client/batches/batch-store.ts';
import { IndexedDbBatchStore } from '#lib/client/batches/indexed-db-batch-store.ts';
import { sha256Hex } from '#lib/client/batches/sha256.ts';
import { ImagingPool } from '#lib/client/imaging/imaging-pool.ts';
import type { FileToImport } from '#lib/client/importing/dropped-files.ts';
import { fileReader } from '#lib/client/importing/read-file.ts';
import { RecognitionPool } from '#lib/client/recognition/recognition-pool.ts';
import { AppError } from '#lib/domain/app-error.ts';
import { BatchSession } from './batch-session.svelte.ts';
import type { SessionServices } from './session-services.ts';

const DATABASE = 'test-batch-session';
const BATCH = 'batch';

/** Engine that reads "Đỗ Hồng" on every page, when it is let. */
class SimulatedEngine {
  reads = 0;
  #gate: Promise<void> = Promise.resolve();
  #open: () => void = () => undefined;

  hold(): void {
    this.#gate = new Promise((resolve) => (this.#open = resolve));
  }

  release(): void {
    this.#open();
  }

  async read() {
    this.reads += 1;
    await this.#gate;
    const bbox = { x0: 40, y0: 40, x1: 140, y1: 60 };
    const words = [{ text: 'Đỗ Hồng', confidence: 96, bbox }];
    return [{ paragraphs: [{ lines: [{ words, bbox, baseline: { ...bbox, y0: 60 } }] }] }];
  }

  terminate(): void {
    this.release();
  }
}

let engine: SimulatedEngine;
let imaging: ImagingPool;
const open: Disposable[] = [];

beforeEach(async () => {
  await deleteDB(DATABASE);
  engine = new SimulatedEngine();
  imaging = new ImagingPool({ size: 1 });
  using store = await IndexedDbBatchStore.open(DATABASE);
  await store.createBatch({
    id: BATCH,
    personId: 'canbo',
    name: 'Lô sáng',
    createdAt: '2026-11-22T01:00:00Z',
    documentIds: [],
  });
});

afterEach(() => {
  for (const each of open.splice(0)) each[Symbol.dispose]();
  imaging[Symbol.dispose]();
});

/** A tab with the batch open; closing it is closing the tab. */
async function openTab(change: Partial<SessionServices> = {}) {
  const store = await IndexedDbBatchStore.open(DATABASE);
  const recognizer = new RecognitionPool({
    size: 1,
    imaging,
    startEngine: () => Promise.resolve(engine),
  });
  const session = new BatchSession(BATCH, {
    store,
    imaging,
    recognizer,
    readFile: fileReader(imaging),
    readFields: () => ({
      fields: { ownerName: { value: 'Đỗ Hồng', confidence: 0.95 } },
      procedureId: 'procedure',
    }),
    catalogue: () => Promise.resolve(null),
    newId: () => crypto.randomUUID(),
    now: () => new Date('2026-11-22T02:00:00Z'),
    ...change,
  });
  const close = () => {
    session.close();
    recognizer[Symbol.dispose]();
    store[Symbol.dispose]();
  };
  open.push({ [Symbol.dispose]: close });
  session.open();
  return { session, close, store };
}

async function openReadyTab(change: Partial<SessionServices> = {}) {
  const tab = await openTab(change);
  await vi.waitFor(() => expect(tab.session.status.kind).toBe('ready'));
  return tab;
}

async function scan(name: string): Promise<FileToImport> {
  const canvas = new OffscreenCanvas(300, 420);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no canvas');
  context.fillStyle = 'white';
  context.fillRect(0, 0, 300, 420);
  context.fillStyle = 'black';
  context.font = '18px serif';
  for (let line = 0; line < 12; line += 1)
    context.fillText(`${name} điều ${line}`, 40, 60 + line * 26);
  return { file: new File([await canvas.convertToBlob({ type: 'image/png' })], name), path: name };
}

async function digest(blob: Promise<Blob | undefined>): Promise<string> {
  return sha256Hex((await (await blob)?.arrayBuffer()) ?? new ArrayBuffer());
}

function names(session: BatchSession): string[] {
  return session.documents.map((document) => document.fileName);
}

async function whenRecognized(session: BatchSession): Promise<void> {
  await vi.waitFor(
    () => {
      expect(session.documents.length).toBeGreaterThan(0);
      for (const document of session.documents) expect(document.state).toBe('recognized');
    },
    { timeout: 30_000, interval: 50 },
  );
}

describe('importing', () => {
  it('stores every file as a document, reads its text and drafts its fields by itself', async () => {
    const { session, store } = await openReadyTab();
    await session.import([await scan('SCAN_1.png'), await scan('SCAN_2.png')]);
    expect(names(session)).toEqual(['SCAN_1.png', 'SCAN_2.png']);
    await whenRecognized(session);
    const [document] = (await store.readBatch(BATCH))?.documents ?? [];
    expect(document?.metadata.ownerName.recognized?.value).toBe('Đỗ Hồng');
    expect(document?.procedureId).toBe('procedure');
    expect(session.recognition.counts).toEqual({ toRead: 2, done: 2, failed: 0, cancelled: 0 });
  });

  it('tells what is wrong with a bad file and goes on with the others', async () => {
    const { session, close } = await openReadyTab();
    const note = new File(['thiếu trang 2'], 'ghi-chu.txt');
    const empty = new File([], 'rong.jpg');
    await session.import([
      { file: note, path: note.name },
      await scan('SCAN_1.png'),
      { file: empty, path: empty.name },
    ]);
    expect(names(session)).toEqual(['SCAN_1.png']);
    const told = (of: BatchSession) => of.rejectedFiles.map((file) => file.problem.code);
    expect(told(session)).toEqual(['FILE_NOT_AN_IMAGE', 'FILE_EMPTY']);
    close();
    const again = await openReadyTab();
    expect(told(again.session)).toEqual(['FILE_NOT_AN_IMAGE', 'FILE_EMPTY']);
  });

  it('asks before the same file comes in twice', async () => {
    const { session } = await openReadyTab();
    const file = await scan('SCAN_1.png');
    await session.import([file]);
    await session.import([{ file: file.file, path: 'bản sao/SCAN_1.png' }]);
    expect(names(session)).toEqual(['SCAN_1.png']);
    const [duplicate] = session.imports.duplicates;
    expect(duplicate).toMatchObject({ fileName: 'bản sao/SCAN_1.png', sameAs: 'SCAN_1.png' });
    await session.imports.importDuplicate(duplicate?.id ?? '');
    expect(names(session)).toEqual(['SCAN_1.png', 'bản sao/SCAN_1.png']);
  });

  it('waits where the storage is full and goes on once there is room', async () => {
    let isFull = true;
    const store = await IndexedDbBatchStore.open(DATABASE);
    const addDocument: BatchStore['addDocument'] = async (...parameters) => {
      if (isFull) throw new AppError('STORAGE_FULL');
      return IndexedDbBatchStore.prototype.addDocument.apply(store, parameters);
    };
    const { session } = await openReadyTab({ store: Object.assign(store, { addDocument }) });
    await session.import([await scan('SCAN_1.png'), await scan('SCAN_2.png')]);
    expect(session.imports.problem?.code).toBe('STORAGE_FULL');
    expect(session.imports.files.map((file) => file.fileName)).toEqual([
      'SCAN_1.png',
      'SCAN_2.png',
    ]);
    expect(session.rejectedFiles).toEqual([]);
    isFull = false;
    await session.imports.retry();
    expect(names(session)).toEqual(['SCAN_1.png', 'SCAN_2.png']);
    expect(session.imports.isBusy).toBe(false);
  });

  it('loses only the file in flight when the tab dies, and says which', async () => {
    const stuck = await scan('SCAN_2.png');
    const size = stuck.file.size;
    const reader = fileReader(imaging);
    const { session, close } = await openReadyTab({
      readFile: (bytes, onProgress, signal) =>
        bytes.length === size ? new Promise(() => undefined) : reader(bytes, onProgress, signal),
    });
    void session.import([await scan('SCAN_1.png'), stuck]);
    await vi.waitFor(() => expect(names(session)).toEqual(['SCAN_1.png']), { timeout: 20_000 });
    close();
    const again = await openReadyTab();
    expect(names(again.session)).toEqual(['SCAN_1.png']);
    expect(again.session.rejectedFiles).toMatchObject([
      { fileName: 'SCAN_2.png', problem: { code: 'FILE_NOT_IMPORTED' } },
    ]);
  });
});

describe('two tabs', () => {
  it('lets one work, tells the other, and hands over when the first closes', async () => {
    const first = await openReadyTab();
    await first.session.import([await scan('SCAN_1.png')]);
    const second = await openTab();
    await vi.waitFor(() => expect(second.session.status.kind).toBe('elsewhere'));
    first.close();
    await vi.waitFor(() => expect(second.session.status.kind).toBe('ready'));
    expect(names(second.session)).toEqual(['SCAN_1.png']);
  });

  it('shows what the upload queue writes', async () => {
    const { session } = await openReadyTab();
    await session.import([await scan('SCAN_1.png')]);
    await whenRecognized(session);
    using other = await IndexedDbBatchStore.open(DATABASE);
    const id = session.documents[0]?.id ?? '';
    await other.updateDocument(id, (document) => ({ ...document, state: 'received' }));
    await vi.waitFor(() => expect(session.documents[0]?.state).toBe('received'));
  });
});

describe('recognition', () => {
  it('goes on after a reload with the pages that are left', async () => {
    engine.hold();
    const first = await openReadyTab();
    await first.session.import([await scan('SCAN_1.png'), await scan('SCAN_2.png')]);
    await vi.waitFor(() => expect(engine.reads).toBe(1), { timeout: 20_000 });
    first.close();
    engine = new SimulatedEngine();
    const { session } = await openReadyTab();
    await whenRecognized(session);
    expect(session.recognition.counts.done).toBe(2);
  });

  it('reads a page again that was turned by hand, and keeps what was typed', async () => {
    const { session } = await openReadyTab();
    await session.import([await scan('SCAN_1.png')]);
    await whenRecognized(session);
    const document = session.documents[0];
    const page = session.pagesOf(document?.id ?? '')[0];
    if (!document || !page) throw new Error('nothing imported');
    await session.updateDocument(document.id, (current) => ({
      ...current,
      metadata: { ...current.metadata, ownerName: { typed: 'Đỗ Hường', isConfirmed: true } },
    }));
    const before = await digest(session.thumbnail(page.id));
    expect(await session.stack.turnPages([page.id], 90)).toBe(true);
    await vi.waitFor(
      () => {
        const turned = session.pageById(page.id);
        expect(turned?.recognition).toMatchObject({ state: 'done', imageRevision: 2 });
        expect(turned?.thumbnailRevision).toBe(2);
      },
      { timeout: 20_000 },
    );
    expect(session.pageById(page.id)?.frame.rotation).toBe((page.frame.rotation + 90) % 360);
    expect(await digest(session.thumbnail(page.id))).not.toBe(before);
    await whenRecognized(session);
    expect(session.documents[0]?.metadata.ownerName).toMatchObject({
      typed: 'Đỗ Hường',
      recognized: { value: 'Đỗ Hồng' },
    });
    expect(session.undoable.undo).toBe('turnPages');
  });

  it('can be cancelled and asked for again', async () => {
    engine.hold();
    const { session } = await openReadyTab();
    await session.import([await scan('SCAN_1.png')]);
    await session.recognition.cancel();
    expect(session.recognition.counts).toMatchObject({ toRead: 1, done: 0, cancelled: 1 });
    expect(session.recognition.isWorking).toBe(false);
    engine = new SimulatedEngine();
    await session.recognition.retry();
    await whenRecognized(session);
  });

  it('does not touch a document that was accepted meanwhile', async () => {
    engine.hold();
    const { session } = await openReadyTab();
    await session.import([await scan('SCAN_1.png')]);
    const id = session.documents[0]?.id ?? '';
    await session.updateDocument(id, (document) => ({ ...document, state: 'tagged' }));
    engine.release();
    await vi.waitFor(() => expect(session.recognition.counts.done).toBe(1), { timeout: 20_000 });
    expect(session.documents[0]?.state).toBe('tagged');
    expect(session.documents[0]?.metadata.ownerName.recognized).toBeUndefined();
  });
});

describe('a page', () => {
  it('whose bytes changed on the disk is told, not shown', async () => {
    const { session } = await openReadyTab();
    await session.import([await scan('SCAN_1.png')]);
    const page = session.pagesOf(session.documents[0]?.id ?? '')[0];
    if (!page) throw new Error('nothing imported');
    expect((await session.pagePicture(page.id, page.frame)).width).toBe(300);
    const database = await openDB(DATABASE);
    await database.put('blobs', { key: `page:${page.id}`, batchId: BATCH, blob: new Blob(['?']) });
    database.close();
    await expect(session.pagePicture(page.id, page.frame)).rejects.toMatchObject({
      code: 'PAGE_DATA_LOST',
    });
  });

  it('gives its place to a better scan, and takes it back', async () => {
    const { session } = await openReadyTab();
    await session.import([await scan('SCAN_1.png')]);
    const documentId = session.documents[0]?.id ?? '';
    const [old] = session.pagesOf(documentId);
    const { file } = await scan('SCAN_1 quét lại.png');
    expect(await session.stack.replacePage(old?.id ?? '', file)).toBe(true);
    expect(session.pagesOf(documentId).map((page) => page.fileName)).toEqual([
      'SCAN_1 quét lại.png',
    ]);
    await session.undo();
    expect(session.pagesOf(documentId).map((page) => page.id)).toEqual([old?.id]);
  });
});
