import { deleteDB } from 'idb';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { BatchSession } from '#lib/client/batch-session/batch-session.svelte.ts';
import { IndexedDbBatchStore } from '#lib/client/batches/indexed-db-batch-store.ts';
import type { ImportedFile } from '#lib/client/importing/imported-file.ts';
import { sha256Hex } from '#lib/client/batches/sha256.ts';
import { AppError } from '#lib/domain/app-error.ts';
import { BatchScanning, type WantedScan } from './batch-scanning.svelte.ts';
import { feederScanner, ScriptedScanner } from './testing/scripted-scanner.ts';

const DATABASE = 'test-batch-scanning';
const BATCH = 'batch';
const stack: WantedScan = {
  purpose: { kind: 'stack' },
  scanner: feederScanner,
  feed: 'feeder',
  colour: 'colour',
  dpi: 300,
  paper: 'a4',
};

let scanner: ScriptedScanner;
/** What makes a page of the bytes; the full disk and the broken file come from here. */
let refuse: (ordinal: number) => AppError | null;
let read: number;
const open: (() => void)[] = [];

beforeEach(async () => {
  await deleteDB(DATABASE);
  scanner = new ScriptedScanner();
  refuse = () => null;
  read = 0;
  using store = await IndexedDbBatchStore.open(DATABASE);
  await store.createBatch({
    id: BATCH,
    personId: 'canbo',
    name: 'Lô sáng',
    createdAt: '2026-11-23T01:00:00Z',
    documentIds: [],
  });
});

afterEach(() => {
  for (const close of open.splice(0)) close();
});

/** A tab with the batch open; closing it is closing the tab. */
async function openTab({ isPatient = true } = {}) {
  const store = await IndexedDbBatchStore.open(DATABASE);
  const session = new BatchSession(BATCH, {
    store,
    imaging: {
      analyse: () => Promise.reject(new Error('Pages are looked at already')),
      picture: () => createImageBitmap(new ImageData(1, 1)),
      thumbnail: () => Promise.resolve(new Blob(['small'])),
      codes: () => Promise.resolve([]),
    },
    recognizer: {
      remainingMs: null,
      recognize: () => new Promise<never>(() => undefined),
      cancel: () => undefined,
      pause: () => undefined,
      resume: () => undefined,
      subscribe: () => () => undefined,
    },
    readFile: async (bytes) => {
      const problem = refuse((read += 1));
      if (problem) throw problem;
      return imported(bytes);
    },
    readFields: () => ({ fields: {}, procedureId: null }),
    catalogue: () => Promise.resolve(null),
    newId: () => crypto.randomUUID(),
    now: () => new Date('2026-11-23T02:00:00Z'),
  });
  const waits: (() => void)[] = [];
  const scanning = new BatchScanning({
    bridge: scanner,
    target: session,
    kept: store,
    hasBatch: async (batchId) => (await store.readBatch(batchId)) !== undefined,
    newId: () => crypto.randomUUID(),
    wait: (_ms, signal) =>
      isPatient
        ? new Promise((done) => {
            waits.push(done);
            signal.addEventListener('abort', () => done(), { once: true });
          })
        : Promise.resolve(),
  });
  const close = () => {
    scanning.close();
    session.close();
    store[Symbol.dispose]();
  };
  open.push(close);
  session.open();
  await vi.waitFor(() => expect(session.status.kind).toBe('ready'));
  const lookAgain = () => waits.splice(0).forEach((done) => done());
  return { session, scanning, store, close, lookAgain };
}

async function imported(bytes: Uint8Array<ArrayBuffer>): Promise<ImportedFile> {
  const image = new Blob([bytes], { type: 'image/jpeg' });
  const frame = { sourceWidthPx: 620, sourceHeightPx: 877, rotation: 0, skewDegrees: 0, dpi: 300 };
  return {
    kind: 'scanned',
    pages: [
      {
        image,
        thumbnail: image,
        sha256: await sha256Hex(bytes),
        mimeType: 'image/jpeg',
        frame: { ...frame, rotation: 0 },
        orientationConfidence: 1,
        warnings: [],
        isBlank: false,
        codes: [],
      },
    ],
  };
}

/** Which scans the stack shows, as numbers of the pages that the scanner drew. */
function shown({ session }: { session: BatchSession }): (number | '?')[] {
  return session.documents
    .flatMap(({ id }) => session.stackOf(id))
    .map(({ scan }) => Number(/page-(\d+)$/u.exec(scan?.id ?? '')?.[1] ?? Number.NaN))
    .map((number) => (Number.isNaN(number) ? '?' : number));
}

const allKept = () =>
  [...scanner.jobs.values()].every(({ job }) => job.pages.length === job.keptPageIds.length);

describe('a stack of paper', () => {
  test('becomes pages in the order of the feeder, each stored before the bridge may erase it', async () => {
    const tab = await openTab();
    const keep = vi.spyOn(scanner, 'keepPages').mockImplementation(async (_job, pageIds) => {
      const content = await tab.store.readBatch(BATCH);
      const stored = content?.pages.map(({ scan }) => scan?.id?.split('/')[1]);
      for (const id of pageIds) expect(stored).toContain(id);
    });
    scanner.script({ pages: 3 });
    await tab.scanning.start(stack);
    expect(shown(tab)).toEqual([1, 2, 3]);
    expect(tab.scanning.status).toEqual({ kind: 'counting' });
    expect(keep).toHaveBeenCalledTimes(3);
    await tab.scanning.finish();
    expect(tab.scanning.run).toBeNull();
  });

  test('pages carry device, time of scan and a name of their own', async () => {
    const tab = await openTab();
    scanner.script({ pages: 1 });
    await tab.scanning.start({ ...stack, feed: 'feeder-duplex' });
    const [page] = tab.session.pages.values();
    expect(page).toMatchObject({
      fileName: 'QUET_20261123_0830_001.jpg',
      importedAt: '2026-11-23T01:30:00Z',
      scan: { deviceName: 'Máy quét A', side: 'front' },
    });
  });

  test.each([
    'SCANNER_JAMMED',
    'SCANNER_FEEDER_EMPTY',
    'SCANNER_COVER_OPEN',
    'SCANNER_TRANSFER_BROKEN',
    'SCANNER_FAILED',
  ] as const)('%s: pages so far stay, and it goes on at the next', async (code) => {
    const tab = await openTab();
    scanner.script({ pages: 3, end: code }, { pages: 2 });
    await tab.scanning.start(stack);
    expect(tab.scanning.status).toMatchObject({ kind: 'stopped', problem: { code } });
    expect(shown(tab)).toEqual([1, 2, 3]);
    await tab.scanning.goOn();
    expect(scanner.started[1]).toMatchObject({ firstPageNumber: 4 });
    expect(shown(tab)).toEqual([1, 2, 3, 4, 5]);
    expect(tab.scanning.status).toEqual({ kind: 'counting' });
  });

  test('a busy scanner is told, nothing is begun, and the same scan can be tried again', async () => {
    const tab = await openTab();
    scanner.isRefusing = 'SCANNER_BUSY';
    await tab.scanning.start(stack);
    expect(tab.scanning.status).toMatchObject({ problem: { code: 'SCANNER_BUSY' } });
    scanner.isRefusing = null;
    scanner.script({ pages: 1 });
    await tab.scanning.goOn();
    expect(shown(tab)).toEqual([1]);
  });

  test('Stop keeps what is there', async () => {
    const tab = await openTab();
    scanner.script({
      pages: 9,
      onPage: (number) => {
        if (number === 2) void tab.scanning.stop();
      },
    });
    await tab.scanning.start(stack);
    expect(tab.scanning.status).toEqual({ kind: 'stopped', problem: null });
    expect(shown(tab)).toEqual([1, 2]);
  });

  test('of a sheet whose back never came, the new front takes the place of the old one', async () => {
    const tab = await openTab();
    scanner.script({ pages: 3, end: 'SCANNER_JAMMED' }, { pages: 2 });
    await tab.scanning.start({ ...stack, feed: 'feeder-duplex' });
    await tab.scanning.goOn();
    expect(shown(tab)).toEqual([1, 2, 4, 5]);
    expect(scanner.started[1]).toMatchObject({ firstPageNumber: 3 });
    const sides = [...tab.session.pages.values()].filter(({ isRemoved }) => !isRemoved);
    expect(sides.map(({ scan }) => scan?.side).sort()).toEqual(['back', 'back', 'front', 'front']);
  });
});

describe('whatever breaks, nothing is lost and nothing comes twice', () => {
  test('the bridge goes away and comes back', async () => {
    const tab = await openTab();
    scanner.script({ pages: 5, lostAfter: 2 }, { pages: 1 });
    const done = tab.scanning.start(stack);
    await vi.waitFor(() => expect(tab.scanning.status.kind).toBe('lost'));
    expect(shown(tab).slice(0, 1)).toEqual([1]);
    scanner.restart();
    tab.lookAgain();
    await done;
    expect(tab.scanning.status).toMatchObject({ problem: { code: 'SCAN_INTERRUPTED' } });
    expect(shown(tab)).toEqual([1, 2]);
    await tab.scanning.goOn();
    expect(shown(tab)).toEqual([1, 2, 3]);
    expect(allKept()).toBe(true);
  });

  test('nobody has to wait for a bridge that stays away', async () => {
    const tab = await openTab();
    scanner.script({ pages: 5, lostAfter: 2 });
    const done = tab.scanning.start(stack);
    await vi.waitFor(() => expect(tab.scanning.status.kind).toBe('lost'));
    tab.scanning.giveUp();
    await done;
    expect(tab.scanning.status).toMatchObject({ problem: { code: 'BRIDGE_NOT_RUNNING' } });
    scanner.restart();
    await tab.scanning.goOn();
    expect(shown(tab)).toEqual([1, 2]);
    expect(tab.scanning.status).toMatchObject({ problem: { code: 'SCAN_INTERRUPTED' } });
  });

  test('the tab is closed in the middle: another one goes on with the same run', async () => {
    const first = await openTab();
    scanner.script({
      pages: 4,
      onPage: (number) => {
        if (number === 2) first.close();
      },
    });
    await first.scanning.start(stack);
    scanner.script({ pages: 2 }, { pages: 1 });
    const second = await openTab();
    await second.scanning.resume();
    expect(second.scanning.status).toEqual({ kind: 'counting' });
    expect(shown(second)).toEqual(shown(second).toSorted());
    expect(new Set(shown(second)).size).toBe(second.session.pageCount);
    expect(second.session.pageCount).toBe(scanner.jobs.values().next().value?.job.pages.length);
    expect(allKept()).toBe(true);
  });

  test('an acknowledgement that got lost brings no page twice', async () => {
    const tab = await openTab({ isPatient: false });
    scanner.keptUnheard = 2;
    scanner.script({ pages: 3 }, { pages: 0 });
    await tab.scanning.start(stack);
    expect(new Set(shown(tab)).size).toBe(shown(tab).length);
    expect(allKept()).toBe(true);
  });

  test('a run that waits for its count still waits after a reload', async () => {
    const first = await openTab();
    scanner.script({ pages: 2 });
    await first.scanning.start(stack);
    first.close();
    const second = await openTab();
    await second.scanning.resume();
    expect(second.scanning.status).toEqual({ kind: 'counting' });
    expect(second.scanning.run?.pages).toHaveLength(2);
  });

  test('a page that came broken is fetched again; one that stays broken is told, others pass', async () => {
    const tab = await openTab();
    scanner.broken.set('page-1', 2);
    scanner.broken.set('page-2', 9);
    scanner.script({ pages: 3 });
    await tab.scanning.start(stack);
    expect(shown(tab)).toEqual([1, 3]);
    expect(tab.scanning.skipped).toMatchObject([{ problem: { code: 'PAGE_DATA_LOST' } }]);
    expect(allKept()).toBe(false);
  });

  test('a file that is no page is told by name and stays with the bridge until it was seen', async () => {
    const tab = await openTab();
    refuse = (ordinal) => (ordinal === 2 ? new AppError('FILE_TRUNCATED') : null);
    scanner.script({ pages: 3 });
    await tab.scanning.start(stack);
    expect(shown(tab)).toEqual([1, 3]);
    expect(tab.scanning.skipped).toEqual([
      { fileName: 'QUET_20261123_0830_002.jpg', problem: { code: 'FILE_TRUNCATED', details: {} } },
    ]);
    expect(allKept()).toBe(false);
    await tab.scanning.finish();
    expect(allKept()).toBe(true);
  });

  test('a full disk stops the device; once there is room, the page that waited comes in', async () => {
    const tab = await openTab();
    refuse = (ordinal) => (ordinal === 2 ? new AppError('STORAGE_FULL') : null);
    scanner.script({ pages: 3 });
    await tab.scanning.start(stack);
    expect(tab.scanning.status).toMatchObject({ problem: { code: 'STORAGE_FULL' } });
    expect(shown(tab)).toEqual([1]);
    await tab.scanning.goOn();
    expect(scanner.started).toHaveLength(1);
    expect(shown(tab)).toEqual([1, 2]);
  });

  test('scans of no batch of this browser are offered, not taken; those of other batches are left', async () => {
    const tab = await openTab();
    await tab.store.createBatch({
      id: 'other',
      personId: 'canbo',
      name: 'Lô khác',
      createdAt: '2026-11-23T01:00:00Z',
      documentIds: [],
    });
    for (const jobId of ['gone_0000000000000000', 'other_0000000000000000']) {
      scanner.script({ pages: 2 });
      const settings = { source: 'feeder', colour: 'colour', dpi: 300, paper: 'a4' } as const;
      await scanner.startScan({ jobId, scannerId: feederScanner.id, settings });
      for await (const event of scanner.scanEvents(jobId)) expect(event).toBeDefined();
    }
    await tab.scanning.resume();
    expect(tab.scanning.strayJobs.map(({ id }) => id)).toEqual(['gone_0000000000000000']);
    expect(shown(tab)).toEqual([]);
    const [stray] = tab.scanning.strayJobs;
    if (stray) await tab.scanning.takeStray(stray);
    expect(shown(tab)).toEqual([1, 2]);
    expect(tab.scanning.strayJobs).toEqual([]);
  });
});

describe('into a stack that is there', () => {
  async function tabWithPages() {
    const tab = await openTab();
    scanner.script({ pages: 3 });
    await tab.scanning.start(stack);
    const pageIds = tab.session.documents.flatMap(({ id }) =>
      tab.session.stackOf(id).map((page) => page.id),
    );
    const pageId = pageIds[1] ?? '';
    return { ...tab, pageId };
  }

  test.each([
    ['insert-after', [1, 2, 4, 5, 3]],
    ['insert-before', [1, 4, 5, 2, 3]],
  ] as const)('%s puts pages in their order beside the chosen one', async (kind, expected) => {
    const tab = await tabWithPages();
    scanner.script({ pages: 2 });
    await tab.scanning.start({ ...stack, purpose: { kind, pageId: tab.pageId } });
    expect(shown(tab)).toEqual(expected);
  });

  test('a better scan takes the place of a page; undo brings the old one back', async () => {
    const tab = await tabWithPages();
    scanner.script({ pages: 1 });
    await tab.scanning.start({ ...stack, purpose: { kind: 'replace', pageId: tab.pageId } });
    expect(shown(tab)).toEqual([1, 4, 3]);
    expect(scanner.started[1]).toMatchObject({ maxPages: 1 });
    expect(tab.scanning.status).toEqual({ kind: 'idle' });
    await tab.session.undo();
    expect(shown(tab)).toEqual([1, 2, 3]);
  });

  test('the sheet without its note stands behind the one with it and names it', async () => {
    const tab = await tabWithPages();
    scanner.script({ pages: 1 });
    await tab.scanning.start({ ...stack, purpose: { kind: 'without-note', pageId: tab.pageId } });
    expect(shown(tab)).toEqual([1, 2, 4, 3]);
    const twin = [...tab.session.pages.values()].find(({ scan }) => scan?.id?.endsWith('page-4'));
    expect(twin?.scan?.noteTwinId).toBe(tab.pageId);
  });

  test('a place that is gone loses no page: it goes to the end', async () => {
    const tab = await tabWithPages();
    scanner.script({ pages: 1 });
    const purpose = { kind: 'insert-after', pageId: 'gone' } as const;
    await tab.scanning.start({ ...stack, purpose });
    expect(shown(tab)).toEqual([1, 2, 3, 4]);
  });
});

describe('two sides by hand', () => {
  const byHand: WantedScan = { ...stack, feed: 'feeder-by-hand' };

  test('backs, last sheet first, go behind their fronts', async () => {
    const tab = await openTab();
    scanner.script({ pages: 3 }, { pages: 3 });
    await tab.scanning.start(byHand);
    expect(tab.scanning.status).toEqual({ kind: 'turning' });
    await tab.scanning.scanBacks();
    expect(tab.scanning.status).toEqual({ kind: 'pairing' });
    expect(shown(tab)).toEqual([1, 2, 3, 4, 5, 6]);
    await tab.scanning.collate();
    expect(shown(tab)).toEqual([1, 6, 2, 5, 3, 4]);
    expect(tab.session.documents).toHaveLength(1);
    expect(tab.scanning.status).toEqual({ kind: 'idle' });
    await tab.session.undo();
    expect(shown(tab)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test('unequal counts are not put together; the missing back can be scanned', async () => {
    const tab = await openTab();
    scanner.script({ pages: 3 }, { pages: 2 }, { pages: 1 });
    await tab.scanning.start(byHand);
    await tab.scanning.scanBacks();
    await tab.scanning.collate();
    expect(shown(tab)).toEqual([1, 2, 3, 4, 5]);
    expect(tab.scanning.status).toEqual({ kind: 'pairing' });
    await tab.scanning.goOn();
    await tab.scanning.collate();
    expect(shown(tab)).toEqual([1, 6, 2, 5, 3, 4]);
  });

  test('backs can be scanned anew; the wrong ones leave the stack', async () => {
    const tab = await openTab();
    scanner.script({ pages: 2 }, { pages: 3 }, { pages: 2 });
    await tab.scanning.start(byHand);
    await tab.scanning.scanBacks();
    await tab.scanning.scanBacksAgain();
    await tab.scanning.collate();
    expect(shown(tab)).toEqual([1, 7, 2, 6]);
  });
});
