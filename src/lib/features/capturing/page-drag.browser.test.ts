import '../../../app.css';
import { deleteDB } from 'idb';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Locator, page, userEvent } from 'vitest/browser';
import { cleanup } from 'vitest-browser-svelte';
import { BatchSession } from '#lib/client/batch-session/batch-session.svelte.ts';
import { IndexedDbBatchStore } from '#lib/client/batches/indexed-db-batch-store.ts';
import type { ImportedFile, ImportedPage } from '#lib/client/importing/imported-file.ts';
import { show } from '#lib/ui/testing/show.ts';
import DocumentsSubject from './testing/DocumentsSubject.svelte';

const DATABASE = 'test-page-drag';
const BATCH = 'batch';
const LEFT = { x: 20, y: 60 };
const RIGHT = { x: 100, y: 60 };

let store: IndexedDbBatchStore;
let session: BatchSession;

/** A batch of three documents: A with one page, B and C with two; C is kept as it is on request. */
async function openBatch({ lastIsAsIs = false } = {}): Promise<void> {
  session = new BatchSession(BATCH, {
    store,
    imaging: {
      analyse: () => Promise.reject(new Error('Blank pages are not looked at')),
      picture: () => createImageBitmap(new ImageData(1, 1)),
      thumbnail: () => Promise.resolve(picture),
      codes: () => Promise.resolve([]),
    },
    recognizer: {
      remainingMs: null,
      recognize: () => Promise.reject(new Error('Blank pages are not read')),
      cancel: () => undefined,
      pause: () => undefined,
      resume: () => undefined,
      subscribe: () => () => undefined,
    },
    readFile: ([pageCount = 1, isAsIs]) => Promise.resolve(fileOf(pageCount, isAsIs === 1)),
    readFields: () => ({ fields: {}, procedureId: null }),
    catalogue: () => Promise.resolve(null),
    newId: () => crypto.randomUUID(),
    now: () => new Date('2026-11-22T02:00:00Z'),
  });
  session.open();
  await vi.waitFor(() => expect(session.status.kind).toBe('ready'));
  await session.import([file('A', 1), file('B', 2), file('C', 2, lastIsAsIs)]);
  await show(DocumentsSubject, { session });
  await expect.element(tile('C', 2)).toBeVisible();
}

const picture = new Blob(['picture'], { type: 'image/jpeg' });

function fileOf(pageCount: number, isAsIs: boolean): ImportedFile {
  const pages = Array.from({ length: pageCount }, (): ImportedPage => ({
    sha256: 'digest',
    mimeType: 'image/jpeg',
    thumbnail: picture,
    frame: { sourceWidthPx: 100, sourceHeightPx: 141, rotation: 0, skewDegrees: 0, dpi: 200 },
    orientationConfidence: 1,
    warnings: [],
    isBlank: true,
    ...(!isAsIs && { image: picture }),
  }));
  return isAsIs
    ? { kind: 'as-is', reason: 'has-text', file: picture, pages }
    : { kind: 'scanned', pages };
}

function file(name: string, pageCount: number, isAsIs = false) {
  const bytes = Uint8Array.of(pageCount, isAsIs ? 1 : 0, name.charCodeAt(0));
  return { file: new File([bytes], name), path: name };
}

/** The page that was page `ordinal` of this file, wherever it is now. */
function tile(fileName: string, ordinal: number): Locator {
  const found = [...session.pages.values()].find(
    (each) => each.fileName === fileName && each.indexInFile === ordinal - 1,
  );
  return page.elementLocator(
    document.querySelector(`[data-page="${found?.id ?? ''}"]`) ?? document.body,
  );
}

/** Documents in order, each with the names of its pages. */
function arrangement(): string[] {
  return session.documents.map((each) =>
    session
      .pagesOf(each.id)
      .map(({ fileName, indexInFile }) => `${fileName}${indexInFile + 1}`)
      .join(' '),
  );
}

function drag(from: Locator, to: Locator, targetPosition: { x: number; y: number }): Promise<void> {
  return userEvent.dragAndDrop(from, to, { targetPosition });
}

beforeEach(async () => {
  await deleteDB(DATABASE);
  store = await IndexedDbBatchStore.open(DATABASE);
  await store.createBatch({
    id: BATCH,
    personId: 'canbo',
    name: 'Lô sáng',
    createdAt: '2026-11-22T01:00:00Z',
    documentIds: [],
  });
});

afterEach(async () => {
  // Thumbnails are read from the store as long as they are on the screen.
  await cleanup();
  session.close();
  store[Symbol.dispose]();
});

test('a page dropped on the left half of another lands before it and stays chosen', async () => {
  await openBatch();
  await drag(tile('C', 1), tile('B', 2), LEFT);
  await vi.waitFor(() => expect(arrangement()).toEqual(['A1', 'B1 C1 B2', 'C2']));
  await expect.element(tile('C', 1)).toHaveAttribute('aria-selected', 'true');
  await expect.element(page.getByRole('option', { selected: true })).toHaveLength(1);
  await session.undo();
  expect(arrangement()).toEqual(['A1', 'B1 B2', 'C1 C2']);
});

test('a page dropped on the right half of the last one lands at the end', async () => {
  await openBatch();
  await drag(tile('B', 1), tile('B', 2), RIGHT);
  await vi.waitFor(() => expect(arrangement()).toEqual(['A1', 'B2 B1', 'C1 C2']));
  await drag(tile('A', 1), tile('C', 2), RIGHT);
  await vi.waitFor(() => expect(arrangement()).toEqual(['B2 B1', 'C1 C2 A1']));
});

test('chosen pages of several documents go together; a document without pages goes', async () => {
  await openBatch();
  await tile('A', 1).click();
  await tile('B', 2).click({ modifiers: ['ControlOrMeta'] });
  await drag(tile('B', 2), tile('C', 1), RIGHT);
  await vi.waitFor(() => expect(arrangement()).toEqual(['B1', 'C1 A1 B2 C2']));
});

test('a document that is kept as it is gives and takes no pages', async () => {
  await openBatch({ lastIsAsIs: true });
  await drag(tile('A', 1), tile('C', 1), LEFT);
  await drag(tile('C', 2), tile('B', 1), LEFT);
  await drag(tile('A', 1), tile('B', 1), LEFT);
  await vi.waitFor(() => expect(arrangement()).toEqual(['A1 B1 B2', 'C1 C2']));
  expect(session.problem).toBeNull();
});
