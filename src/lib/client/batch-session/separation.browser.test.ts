import { deleteDB } from 'idb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Page } from '#lib/client/batches/model.ts';
import { IndexedDbBatchStore } from '#lib/client/batches/indexed-db-batch-store.ts';
import { sha256Hex } from '#lib/client/batches/sha256.ts';
import { ImagingPool } from '#lib/client/imaging/imaging-pool.ts';
import { fileReader } from '#lib/client/importing/read-file.ts';
import type { PageToRecognize } from '#lib/client/recognition/recognition-pool.ts';
import { drawQr } from '#lib/client/separating/draw-qr.ts';
import type { TextLayer } from '#lib/domain/text-layer.ts';
import {
  ending,
  firstPage,
  layerOf,
  middlePage,
  type Printed,
} from '#lib/separation/testing/printed-page.ts';
import { separatorText } from '#lib/separation/separator-sheet.ts';
import { BatchSession } from './batch-session.svelte.ts';
import type { ScannedImage } from './scan-intake.ts';

const DATABASE = 'test-separation';
const BATCH = 'batch';
/** A4 at 100 dpi. */
const [width, height] = [827, 1169];

let imaging: ImagingPool;
let texts: Map<string, TextLayer>;
const open: Disposable[] = [];

beforeEach(async () => {
  await deleteDB(DATABASE);
  imaging = new ImagingPool({ size: 1 });
  texts = new Map();
  using store = await IndexedDbBatchStore.open(DATABASE);
  await store.createBatch({
    id: BATCH,
    personId: 'canbo',
    name: 'Chồng giấy sáng',
    createdAt: '2026-11-22T01:00:00Z',
    documentIds: [],
  });
});

afterEach(() => {
  for (const each of open.splice(0)) each[Symbol.dispose]();
  imaging[Symbol.dispose]();
});

/** A tab with the batch open, whose engine knows the text of each image. */
async function openTab() {
  const store = await IndexedDbBatchStore.open(DATABASE);
  const nothingRead: TextLayer = { widthPx: 1, heightPx: 1, lines: [], meanConfidence: 0 };
  const session: BatchSession = new BatchSession(BATCH, {
    store,
    imaging,
    recognizer: {
      remainingMs: null,
      recognize: async ({ pageId, frame }: PageToRecognize) => {
        const layer = texts.get(session.pageById(pageId)?.fileName ?? '') ?? nothingRead;
        return { pageId, layer, frame };
      },
      cancel: () => undefined,
      pause: () => undefined,
      resume: () => undefined,
      subscribe: () => () => undefined,
    },
    readFile: fileReader(imaging),
    readFields: () => ({
      fields: { dossierCode: { value: 'H42.11-251122-0001', confidence: 0.7 } },
      procedureId: null,
    }),
    catalogue: () =>
      Promise.resolve({
        procedures: [
          { id: 'karaoke', code: '1.001029', name: 'Karaoke', field: '', resultKind: 'Giấy phép' },
        ],
        agencies: [],
      }),
    newId: () => crypto.randomUUID(),
    now: () => new Date('2026-11-22T02:00:00Z'),
  });
  const close = () => {
    session.close();
    store[Symbol.dispose]();
  };
  open.push({ [Symbol.dispose]: close });
  session.open();
  await vi.waitFor(() => expect(session.status.kind).toBe('ready'));
  return { session, store, close };
}

type Sheet = {
  name: string;
  /** Drawn top-left, 30 mm wide. */
  code?: string;
  lines?: readonly Printed[];
  side?: 'front' | 'back';
};

/** A page as the scanner gives it. */
async function scanned({ name, code, lines, side }: Sheet): Promise<ScannedImage> {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no canvas');
  context.fillStyle = 'white';
  context.fillRect(0, 0, width, height);
  context.fillStyle = 'black';
  context.font = '16px serif';
  if (lines) {
    texts.set(name, layerOf(lines));
    for (const [text, left, top] of lines) context.fillText(text, left * width, top * height + 14);
  }
  if (code !== undefined) {
    const { modules, path } = await drawQr(code);
    context.setTransform(118 / modules, 0, 0, 118 / modules, 60, 60);
    context.clearRect(-4, -4, modules + 8, modules + 8);
    context.fillStyle = 'white';
    context.fillRect(-4, -4, modules + 8, modules + 8);
    context.fillStyle = 'black';
    context.fill(new Path2D(path));
  }
  const image = await canvas.convertToBlob({ type: 'image/png' });
  return {
    image,
    sha256: await sha256Hex(await image.arrayBuffer()),
    scannedAt: '2026-11-22T01:30:00Z',
    dpi: 100,
    deviceName: 'Máy quét phòng một cửa',
    fileName: name,
    scanId: `job/${name}`,
    ...(side && { sheetSide: side }),
  };
}

/** As the feeder gives them: one after the other. */
async function scan(session: BatchSession, sheets: readonly Sheet[]): Promise<string[]> {
  const ids: string[] = [];
  for (const sheet of sheets) {
    const after = ids.at(-1);
    const place = after === undefined ? {} : { afterPageId: after };
    ids.push(...(await session.importScanned([await scanned(sheet)], place)));
  }
  return ids;
}

function grouped(session: BatchSession): string[][] {
  return session.documents.map(({ id }) => session.pagesOf(id).map(({ fileName }) => fileName));
}

async function whenGrouped(session: BatchSession, wanted: string[][]): Promise<void> {
  await vi.waitFor(() => expect(grouped(session)).toEqual(wanted), {
    timeout: 20_000,
    interval: 50,
  });
}

function pageNamed(session: BatchSession, name: string): Page {
  const page = [...session.pages.values()].find(({ fileName }) => fileName === name);
  if (!page) throw new Error(`no page ${name}`);
  return page;
}

const letter = (name: string, number: string): Sheet => ({
  name,
  lines: [...firstPage(number), ...ending],
});

describe('a scanned stack', () => {
  it('falls into documents at separator sheets, which are set aside with their backs', async () => {
    const { session } = await openTab();
    await scan(session, [
      { ...letter('1', '1/QĐ-SVHTT'), side: 'front' },
      { name: '1b', lines: middlePage(2), side: 'back' },
      { name: 'sheet', code: separatorText('karaoke'), side: 'front' },
      { name: 'sheet-back', side: 'back' },
      { name: '2', lines: middlePage(2), side: 'front' },
      { name: '2b', side: 'back' },
    ]);
    await whenGrouped(session, [
      ['1', '1b'],
      ['2', '2b'],
    ]);
    expect(session.documents[1]?.procedureId).toBe('karaoke');
    expect(session.separation.count).toMatchObject({
      sheets: { counted: 3 },
      pages: 4,
      separators: 2,
      blanks: 1,
      isOddDuplex: false,
    });

    await session.stack.setSeparators([pageNamed(session, 'sheet').id], false);
    await whenGrouped(session, [
      ['1', '1b'],
      ['sheet', 'sheet-back', '2', '2b'],
    ]);
  });

  it('falls into documents at the legal QR, whose fields come before the print', async () => {
    const { session } = await openTab();
    const code = (ordinal: number) =>
      JSON.stringify({ maHoSo: `H42.11-251122-000${ordinal}`, maTTHC: '1.001029' });
    await scan(session, [
      { ...letter('1', '1/GP-SVHTT'), code: code(1) },
      { name: '1b', lines: middlePage(2) },
      { ...letter('2', '2/GP-SVHTT'), code: code(2) },
    ]);
    await whenGrouped(session, [['1', '1b'], ['2']]);
    await vi.waitFor(() => {
      const [first, second] = session.documents;
      expect(first?.metadata.dossierCode.recognized).toMatchObject({
        value: 'H42.11-251122-0001',
        source: 'code',
      });
      expect(second?.metadata.dossierCode.recognized).toMatchObject({
        value: 'H42.11-251122-0002',
        alternatives: ['H42.11-251122-0001'],
      });
      expect(second?.procedureId).toBe('karaoke');
    });
  });

  it('falls into documents by what is printed, and stays together once that is undone', async () => {
    const { session, close } = await openTab();
    await scan(session, [letter('1', '1/QĐ-SVHTT'), letter('2', '2/QĐ-SVHTT')]);
    await whenGrouped(session, [['1'], ['2']]);
    await vi.waitFor(() => expect(session.undoable.undo).toBe('separateStack'));
    await session.undo();
    const second = pageNamed(session, '2').id;
    await vi.waitFor(() => expect(session.separation.proposals.has(second)).toBe(true));
    expect(grouped(session)).toEqual([['1', '2']]);

    await session.stack.joinPages([second]);
    await vi.waitFor(() => expect(session.separation.proposals.size).toBe(0));
    close();
    const again = await openTab();
    await vi.waitFor(() => expect(again.session.documents[0]?.state).toBe('recognized'));
    expect(grouped(again.session)).toEqual([['1', '2']]);
    expect(again.session.separation.proposals.size).toBe(0);
  });

  it('is cut by the number of pages that the person has set', async () => {
    const { session } = await openTab();
    await session.setSeparation({ pagesPerDocument: 2 });
    const full = (name: string): Sheet => ({
      name,
      lines: [
        [`Trang ${name} của một tập giấy tờ cũ, không có tiêu đề nào ở đầu.`, 0.1, 0.4],
        ['Chữ trên trang này không nói gì về chỗ bắt đầu của văn bản.', 0.1, 0.5],
      ],
    });
    await scan(session, [full('1'), { name: '1b' }, full('2'), full('3'), full('4')]);
    await whenGrouped(session, [
      ['1', '1b', '2'],
      ['3', '4'],
    ]);
  });

  it('does not disturb a document in which somebody has typed', async () => {
    const { session } = await openTab();
    await scan(session, [letter('1', '1/QĐ-SVHTT')]);
    const id = session.documents[0]?.id ?? '';
    await session.updateDocument(id, (document) => ({
      ...document,
      metadata: { ...document.metadata, scope: { typed: 'Toàn quốc', isConfirmed: true } },
    }));
    const second = await scanned(letter('2', '2/QĐ-SVHTT'));
    await session.importScanned([second], { afterPageId: pageNamed(session, '1').id });
    await vi.waitFor(() => expect(session.separation.proposals.size).toBe(1));
    expect(grouped(session)).toEqual([['1', '2']]);
  });
});

describe('scanned pages', () => {
  it('are stored before they are told, and only once', async () => {
    const { session, store } = await openTab();
    const image = await scanned(letter('1', '1/QĐ-SVHTT'));
    const ids = await session.importScanned([image]);
    const content = await store.readBatch(BATCH);
    expect(content?.pages.map(({ id }) => id)).toEqual(ids);
    expect(content?.pages[0]).toMatchObject({
      importedAt: '2026-11-22T01:30:00Z',
      scan: { deviceName: 'Máy quét phòng một cửa', id: 'job/1' },
    });
    expect(await session.importScanned([image])).toEqual(ids);
    expect(session.documents).toHaveLength(1);
  });

  it('whose bytes are not those of their hash are refused', async () => {
    const { session } = await openTab();
    const image = { ...(await scanned(letter('1', '1/QĐ-SVHTT'))), sha256: '0'.repeat(64) };
    await expect(session.importScanned([image])).rejects.toMatchObject({
      code: 'SCANNER_TRANSFER_BROKEN',
    });
    expect(session.documents).toEqual([]);
  });

  it('go before, after and in the place of a page', async () => {
    const { session } = await openTab();
    const plain = (name: string): Sheet => ({ name, lines: [[`Trang của ${name}`, 0.3, 0.4]] });
    const [first = ''] = await scan(session, [plain('1')]);
    await session.importScanned([await scanned(plain('0'))], { beforePageId: first });
    await session.importScanned([await scanned(plain('2'))], { afterPageId: first });
    await session.importScanned([await scanned(plain('1 quét lại'))], { replacePageId: first });
    expect(grouped(session)).toEqual([['0', '1 quét lại', '2']]);
    expect(session.undoable.undo).toBe('replacePage');
  });

  it('begin a new document where the place is of one that is on its way', async () => {
    const { session } = await openTab();
    const [first = ''] = await scan(session, [letter('1', '1/QĐ-SVHTT')]);
    const id = session.documents[0]?.id ?? '';
    await session.updateDocument(id, (document) => ({ ...document, state: 'received' }));
    const second = await scanned(letter('2', '2/QĐ-SVHTT'));
    await session.importScanned([second], { afterPageId: first });
    expect(grouped(session)).toEqual([['1'], ['2']]);
  });

  it('shows a sheet without its note beside the one with it, as one sheet', async () => {
    const { session } = await openTab();
    const [first = ''] = await scan(session, [letter('1', '1/QĐ-SVHTT')]);
    const bare = await scanned({ name: '1 không ghi chú', lines: [['Trang', 0.3, 0.4]] });
    const [twin = ''] = await session.importScanned([{ ...bare, noteTwin: first }], {
      afterPageId: first,
    });
    expect(session.pageById(twin)?.scan?.noteTwinId).toBe(first);
    expect(session.separation.count).toMatchObject({
      sheets: { oneSided: 1, twoSided: 1 },
      pages: 2,
    });
  });
});

describe('blank backs', () => {
  it('are left out of the archive file by a setting, shown, and can be put back', async () => {
    const { session } = await openTab();
    await session.setSeparation({ leavesOutBlankBacks: true });
    await scan(session, [
      { ...letter('1', '1/QĐ-SVHTT'), side: 'front' },
      { name: '1b', side: 'back' },
    ]);
    await whenGrouped(session, [['1']]);
    const id = session.documents[0]?.id ?? '';
    expect(session.stackOf(id).map(({ fileName }) => fileName)).toEqual(['1', '1b']);
    expect(session.separation.count).toMatchObject({ blanks: 1, leftOut: 1, pages: 2 });
    await session.stack.leaveOut([pageNamed(session, '1b').id], false);
    await whenGrouped(session, [['1', '1b']]);
    await session.separation.refresh();
    expect(grouped(session)).toEqual([['1', '1b']]);
  });
});
