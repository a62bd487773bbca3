import {
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BridgeClient } from '#lib/client/bridge/bridge-client.ts';
import type { ScanEvent } from '#lib/protocol/scanning.ts';
import { failureOf, startTestBridge, type TestBridge } from '#support/bridge.ts';
import { numberedSheets } from '#support/escl-simulator.ts';
import { feederSettings, followScan, quickTimes, sha256 } from '#support/scanning.ts';

const jobId = 'watched-folder';
const [first = Buffer.alloc(0), second = Buffer.alloc(0)] = numberedSheets(2).flatMap(
  ({ colour }) => colour ?? [],
);
let folder: string;
let test: TestBridge;
let page: BridgeClient;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'watched-'));
  const environment = { BRIDGE_SCAN_FOLDERS: folder };
  test = await startTestBridge({ environment, scanningTimes: quickTimes });
  page = await test.pairedPage();
});
afterEach(async () => {
  await test.close();
  await rm(folder, { recursive: true });
});

async function watch(): Promise<AsyncIterator<ScanEvent>> {
  const scannerId = `folder:${folder}`;
  await page.scanning.startScan({ scannerId, settings: feederSettings, jobId });
  return page.scanning.scanEvents(jobId)[Symbol.asyncIterator]();
}

/** The next event that is no progress. */
async function next(events: AsyncIterator<ScanEvent>): Promise<ScanEvent> {
  for (;;) {
    const { value, done } = await events.next();
    if (done) throw new Error('The job ended');
    if (value.event !== 'progress' && value.event !== 'alive') return value;
  }
}

describe('a watched folder', () => {
  it('is listed without typing', async () => {
    const { scanners } = await page.scanning.scanners();
    expect(scanners).toMatchObject([
      { id: `folder:${folder}`, driver: 'folder', isTyped: false, resolutions: [], problem: null },
    ]);
  });

  it('gives files as they come, in the order of their names, and puts them aside', async () => {
    await writeFile(path.join(folder, 'trang 10.jpg'), second);
    await writeFile(path.join(folder, 'trang 2.jpg'), first);
    const events = await watch();
    expect(await next(events)).toMatchObject({
      event: 'page',
      page: { number: 1, fileName: 'trang 2.jpg', mimeType: 'image/jpeg', sha256: sha256(first) },
    });
    expect(await next(events)).toMatchObject({ page: { number: 2, fileName: 'trang 10.jpg' } });
    await writeFile(path.join(folder, 'văn bản.pdf'), '%PDF-1.4\n…\n%%EOF\n');
    expect(await next(events)).toMatchObject({
      page: { number: 3, fileName: 'văn bản.pdf', mimeType: 'application/pdf' },
    });
    await expect.poll(() => readdir(folder)).toEqual(['da-nhan']);
    expect(await readFile(path.join(folder, 'da-nhan', 'trang 2.jpg'))).toEqual(first);
    await page.scanning.cancelScan(jobId);
    expect((await followScan(page, jobId)).job).toMatchObject({ state: 'finished', problem: null });
  });

  it('keeps two files of one name apart', async () => {
    await mkdir(path.join(folder, 'da-nhan'));
    await writeFile(path.join(folder, 'da-nhan', 'quét.jpg'), first);
    await writeFile(path.join(folder, 'quét.jpg'), second);
    await next(await watch());
    const taken = path.join(folder, 'da-nhan');
    await expect.poll(() => readdir(taken)).toEqual(['quét (2).jpg', 'quét.jpg']);
    expect(await readFile(path.join(taken, 'quét.jpg'))).toEqual(first);
  });

  it('waits until a file is whole', async () => {
    const file = path.join(folder, 'a.jpg');
    await writeFile(file, first.subarray(0, 1000));
    const events = await watch();
    await writeFile(path.join(folder, 'b.jpg'), second);
    expect(await next(events)).toMatchObject({ event: 'page', page: { fileName: 'b.jpg' } });
    await writeFile(file, first);
    expect(await next(events)).toMatchObject({
      event: 'page',
      page: { fileName: 'a.jpg', sha256: sha256(first) },
    });
  });

  it('tells of a file that never becomes whole, and leaves it where it is', async () => {
    await writeFile(path.join(folder, 'hỏng.jpg'), first.subarray(0, 1000));
    expect(await next(await watch())).toEqual({
      event: 'skipped',
      fileName: 'hỏng.jpg',
      code: 'SCANNER_TRANSFER_BROKEN',
    });
    expect(await readdir(folder)).toContain('hỏng.jpg');
  });

  it('passes over what other programs are writing, and what is no page', async () => {
    for (const name of ['a.jpg.part', '~b.jpg', '.c.jpg', 'd.docx']) {
      await writeFile(path.join(folder, name), first);
    }
    const events = await watch();
    await rename(path.join(folder, 'a.jpg.part'), path.join(folder, 'a.jpg'));
    expect(await next(events)).toMatchObject({ page: { number: 1, fileName: 'a.jpg' } });
    await page.scanning.cancelScan(jobId);
    expect((await followScan(page, jobId)).job.pages).toHaveLength(1);
    expect(await readdir(folder)).toEqual(expect.arrayContaining(['~b.jpg', '.c.jpg', 'd.docx']));
  });

  it('ends with the reason when it goes away', async () => {
    await writeFile(path.join(folder, 'a.jpg'), first);
    const events = await watch();
    await next(events);
    await rm(folder, { recursive: true });
    const end = await next(events);
    await mkdir(folder);
    expect(end).toMatchObject({
      event: 'ended',
      job: { state: 'failed', problem: { code: 'SCAN_FOLDER_UNREADABLE' }, pages: [{}] },
    });
  });

  it('may be one below an allowed folder, and no other', async () => {
    const below = path.join(folder, 'Phòng một cửa');
    await mkdir(below);
    const typed = await page.scanning.addScanner({ driver: 'folder', address: below });
    expect(typed).toMatchObject({ name: 'Phòng một cửa', isTyped: true });
    const way = path.join(folder, 'lối tắt');
    await symlink(test.dataFolder, way);
    const forbidden = [
      test.dataFolder,
      '/etc',
      `${folder}/../`,
      `${folder}-beside`,
      path.join(folder, 'missing'),
      way,
      'relative',
    ];
    for (const address of forbidden) {
      const refusal = await failureOf(page.scanning.addScanner({ driver: 'folder', address }));
      expect(refusal.code).toBe('SCAN_FOLDER_UNREADABLE');
    }
  });
});
