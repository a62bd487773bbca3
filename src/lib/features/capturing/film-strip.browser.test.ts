import '../../../app.css';
import { deleteDB } from 'idb';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { cleanup } from 'vitest-browser-svelte';
import { BatchSession } from '#lib/client/batch-session/batch-session.svelte.ts';
import { IndexedDbBatchStore } from '#lib/client/batches/indexed-db-batch-store.ts';
import type { ImportedPage } from '#lib/client/importing/imported-file.ts';
import { separatorText } from '#lib/separation/separator-sheet.ts';
import {
  ending,
  firstPage,
  layerOf,
  middlePage,
  type Printed,
} from '#lib/separation/testing/printed-page.ts';
import { show } from '#lib/ui/testing/show.ts';
import StripSubject from './testing/StripSubject.svelte';

const DATABASE = 'test-film-strip';
const BATCH = 'batch';
const picture = new Blob(['picture'], { type: 'image/jpeg' });

type Scan = { lines?: readonly Printed[]; code?: string };

let store: IndexedDbBatchStore;
let session: BatchSession;
const said = vi.fn<(text: string) => void>();

beforeEach(async () => {
  await deleteDB(DATABASE);
  store = await IndexedDbBatchStore.open(DATABASE);
  await store.createBatch({
    id: BATCH,
    personId: 'canbo',
    name: 'Chồng giấy sáng',
    createdAt: '2026-11-22T01:00:00Z',
    documentIds: [],
  });
});

afterEach(async () => {
  await cleanup();
  session.close();
  store[Symbol.dispose]();
  said.mockReset();
});

/** A file of these pages, read and shown as the film strip. */
async function showStrip(scans: readonly Scan[]): Promise<void> {
  session = new BatchSession(BATCH, {
    store,
    imaging: {
      analyse: () => Promise.reject(new Error('Pages are looked at already')),
      picture: () => createImageBitmap(new ImageData(1, 1)),
      thumbnail: () => Promise.resolve(picture),
      codes: () => Promise.resolve([]),
    },
    recognizer: {
      remainingMs: null,
      recognize: () => Promise.reject(new Error('Pages are read already')),
      cancel: () => undefined,
      pause: () => undefined,
      resume: () => undefined,
      subscribe: () => () => undefined,
    },
    readFile: () => Promise.resolve({ kind: 'scanned', pages: scans.map(pageOf) }),
    readFields: () => ({ fields: {}, procedureId: null }),
    catalogue: () => Promise.resolve(null),
    newId: () => crypto.randomUUID(),
    now: () => new Date('2026-11-22T02:00:00Z'),
  });
  session.open();
  await vi.waitFor(() => expect(session.status.kind).toBe('ready'));
  const file = new File(['stack'], 'chồng.tiff');
  await session.import([{ file, path: file.name }]);
  await show(StripSubject, { session, ondone: said });
}

function pageOf({ lines, code }: Scan): ImportedPage {
  const corners = [
    { x: 100, y: 100 },
    { x: 300, y: 100 },
    { x: 300, y: 300 },
    { x: 100, y: 300 },
  ];
  return {
    image: picture,
    thumbnail: picture,
    sha256: 'digest',
    mimeType: 'image/jpeg',
    frame: { sourceWidthPx: 1654, sourceHeightPx: 2339, rotation: 0, skewDegrees: 0, dpi: 200 },
    orientationConfidence: 1,
    warnings: [],
    isBlank: lines === undefined && code === undefined,
    codes: code === undefined ? [] : [{ text: code, corners }],
    textLayer: layerOf(lines ?? []),
  };
}

const letter = (number: string): Scan => ({ lines: [...firstPage(number), ...ending] });
const option = (name: RegExp) => page.getByRole('option', { name });
const pageCounts = () => session.documents.map(({ id }) => session.pagesOf(id).length);

test('a proposed cut says why; S accepts it, Ctrl+Z takes it back, M dismisses it', async () => {
  await showStrip([letter('1/QĐ-SVHTT'), letter('2/QĐ-SVHTT')]);
  const proposed = option(/Có thể tách ở đây: có quốc hiệu, có số văn bản mới/u);
  await proposed.click();
  await expect.element(page.getByText(/^Có thể tách.*trang trước đã kết thúc/u)).toBeVisible();
  await userEvent.keyboard('s');
  await vi.waitFor(() => expect(pageCounts()).toEqual([1, 1]));
  await userEvent.keyboard('{Control>}z{/Control}');
  await vi.waitFor(() => expect(pageCounts()).toEqual([2]));
  await proposed.click();
  await userEvent.keyboard('m');
  await expect.element(page.getByText(/^Có thể tách/u)).not.toBeInTheDocument();
  expect(pageCounts()).toEqual([2]);
});

test('all proposals are accepted by one key, as one deed', async () => {
  await showStrip([letter('1/QĐ-SVHTT'), letter('2/QĐ-SVHTT'), letter('3/QĐ-SVHTT')]);
  await expect.element(page.getByText('2 chỗ đề xuất tách')).toBeVisible();
  await option(/Trang 1 trên 3/u).click();
  await userEvent.keyboard('{Shift>}S{/Shift}');
  await vi.waitFor(() => expect(pageCounts()).toEqual([1, 1, 1]));
  await vi.waitFor(() => expect(said).toHaveBeenCalledWith('Đã tách ở 2 chỗ.'));
  await session.undo();
  expect(pageCounts()).toEqual([3]);
});

test('a separator sheet is shown beside the stack, counted, and can be brought back', async () => {
  await showStrip([letter('1/QĐ-SVHTT'), { code: separatorText() }, {}, { lines: middlePage(2) }]);
  await vi.waitFor(() => expect(pageCounts()).toEqual([1, 1]));
  await expect.element(page.getByText('2 trang tờ phân cách')).toBeVisible();
  await expect.element(page.getByText('2 tài liệu, 2 trang')).toBeVisible();
  await page
    .getByRole('option', { name: /Tờ phân cách/u })
    .first()
    .click();
  await userEvent.keyboard('t');
  await vi.waitFor(() => expect(pageCounts()).toEqual([1, 3]));
});

test('blank backs are left out of the archive file by one key, still shown, and taken in again', async () => {
  await showStrip([{ lines: middlePage(2) }, {}, { lines: middlePage(3) }, {}]);
  await option(/Trang 1 trên 4/u).click();
  await userEvent.keyboard('{Shift>}B{/Shift}');
  await vi.waitFor(() => expect(pageCounts()).toEqual([2]));
  await vi.waitFor(() =>
    expect(said).toHaveBeenCalledWith('Đã để 2 trang trắng ngoài tệp lưu trữ.'),
  );
  await expect.element(page.getByText('2 trang trắng, 2 ngoài tệp lưu trữ')).toBeVisible();
  expect(option(/Ngoài tệp lưu trữ/u).elements()).toHaveLength(2);
  await userEvent.keyboard('{Shift>}B{/Shift}');
  await vi.waitFor(() => expect(pageCounts()).toEqual([4]));
});
