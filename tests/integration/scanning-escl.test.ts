import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BridgeClient } from '#lib/client/bridge/bridge-client.ts';
import type { Scanner } from '#lib/protocol/scanning.ts';
import { failureOf, startTestBridge, type TestBridge } from '#support/bridge.ts';
import { startEsclSimulator, type EsclSimulator } from '#support/escl-simulator.ts';
import {
  feederSettings,
  followScan,
  hashesOf,
  quickTimes,
  scanAll,
  scannedHashes,
  sha256,
} from '#support/scanning.ts';
import { createTlsIdentity } from '#support/tls-identity.ts';
import type { Faults } from '../../src/demo-scanner/faults.ts';

let test: TestBridge;
let simulator: EsclSimulator;
let page: BridgeClient;
let scanner: Scanner;

beforeEach(async () => {
  simulator = await startEsclSimulator();
  test = await startTestBridge({ scanningTimes: quickTimes });
  page = await test.pairedPage();
  scanner = await page.scanning.addScanner({ driver: 'escl', address: simulator.address });
});
afterEach(async () => {
  await test.close();
  await simulator.close();
});

describe('an eSCL scanner', () => {
  it('says what it can', () => {
    expect(scanner).toMatchObject({
      id: `escl:${simulator.address}`,
      name: 'Máy quét thử <A4>',
      isTyped: true,
      sources: ['flatbed', 'feeder', 'feeder-duplex'],
      colours: ['colour'],
      resolutions: [150, 200, 300],
      problem: null,
    });
  });

  it('gives every sheet of the feeder in order, byte by byte', async () => {
    const { jobId, job, events } = await scanAll(page, scanner.id);
    expect(job.state).toBe('finished');
    expect(scannedHashes(job)).toEqual(hashesOf(simulator.pages));
    expect(job.pages.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5]);
    expect(events.filter(({ event }) => event === 'page')).toHaveLength(5);
    for (const [index, scanned] of job.pages.entries()) {
      const blob = await page.scanning.scannedPage(jobId, scanned);
      expect(blob.type).toBe('image/jpeg');
      expect(Buffer.from(await blob.arrayBuffer())).toEqual(simulator.pages[index]?.colour);
    }
  });

  it('asks for a page only when the one before is on the disk and told', async () => {
    simulator.device.faults.slowPageMs = 50;
    const { job } = await scanAll(page, scanner.id, { maxPages: 2 });
    expect(job.pages).toHaveLength(2);
    const asked = simulator.device.requests.filter((each) => each.endsWith('NextDocument'));
    expect(asked).toHaveLength(2);
    expect(simulator.device.requests.at(-1)).toMatch(/^DELETE /u);
  });

  it('gives one page from the glass', async () => {
    const settings = { ...feederSettings, source: 'flatbed' } as const;
    const { job } = await scanAll(page, scanner.id, { settings });
    expect(job).toMatchObject({ state: 'finished', pages: [{ number: 1 }] });
  });

  it('numbers pages on from those of an earlier job', async () => {
    const { job } = await scanAll(page, scanner.id, { firstPageNumber: 11 });
    expect(job.pages.map(({ number }) => number)).toEqual([11, 12, 13, 14, 15]);
  });

  it.each(['absolute', 'relative', 'foreign-host'] as const)(
    'may tell the address of its job in the form: %s',
    async (location) => {
      simulator.device.faults.location = location;
      const { job } = await scanAll(page, scanner.id);
      expect(job.pages).toHaveLength(5);
    },
  );

  it('may be typed without scheme and path', async () => {
    const address = new URL(simulator.address).host;
    const typed = await page.scanning.addScanner({ driver: 'escl', address });
    expect(typed.id).toBe(scanner.id);
    expect((await page.scanning.scanners()).scanners).toHaveLength(1);
  });

  it('may speak https with a certificate of its own', async () => {
    const secure = await startEsclSimulator({ tls: await createTlsIdentity('127.0.0.1') });
    try {
      const address = new URL(secure.address).host;
      const typed = await page.scanning.addScanner({ driver: 'escl', address });
      expect(typed.address).toBe(secure.address);
      const { job } = await scanAll(page, typed.id);
      expect(scannedHashes(job)).toEqual(hashesOf(secure.pages));
    } finally {
      await secure.close();
    }
  });
});

describe('all sheets arrive although the device', () => {
  it.each<[string, Faults]>([
    ['says 409 at the end', { endStatus: 409 }],
    ['says too early that there is no page', { early404: { 2: 2, 4: 1 } }],
    ['is busy at first', { busyTimes: 1 }],
    ['needs time for a sheet', { notReady: { 3: 1 } }],
    ['says that its feeder is empty', { hidesPaper: true }],
    ['loses the connection in the middle of a page', { dropTransferAt: { 1: 1, 3: 2 } }],
    ['sends half an image', { truncateAt: { 2: 1 } }],
  ])('%s', async (_, faults) => {
    Object.assign(simulator.device.faults, faults);
    const { job } = await scanAll(page, scanner.id);
    expect(job).toMatchObject({ state: 'finished', problem: null });
    expect(scannedHashes(job)).toEqual(hashesOf(simulator.pages));
  });
});

describe('pages so far stay, with the reason, when', () => {
  it.each<[string, Faults, object]>([
    ['a sheet jams', { jamAt: 3 }, { state: 'failed', problem: { code: 'SCANNER_JAMMED' } }],
    [
      'a sheet jams and the device says 409',
      { jamAt: 3, endStatus: 409 },
      { state: 'failed', problem: { code: 'SCANNER_JAMMED' } },
    ],
    [
      'the cover is opened',
      { coverOpenAt: 3 },
      { state: 'failed', problem: { code: 'SCANNER_COVER_OPEN' } },
    ],
    [
      'the device goes away',
      { diesAt: 3 },
      { state: 'interrupted', problem: { code: 'SCANNER_UNREACHABLE' } },
    ],
    [
      'a page stays broken',
      { truncateAt: { 3: 99 } },
      { state: 'failed', problem: { code: 'SCANNER_TRANSFER_BROKEN' } },
    ],
    [
      'the device never gets the page ready',
      { notReady: { 3: 99 } },
      { state: 'failed', problem: { code: 'SCANNER_FAILED' } },
    ],
  ])('%s', async (_, faults, outcome) => {
    Object.assign(simulator.device.faults, faults);
    const { job } = await scanAll(page, scanner.id);
    expect(job).toMatchObject(outcome);
    expect(job.problem?.details).toMatchObject({ pageCount: 2 });
    expect(scannedHashes(job)).toEqual(hashesOf(simulator.pages).slice(0, 2));
  });

  it('a broken page was lost by the device, which its count betrays', async () => {
    Object.assign(simulator.device.faults, { dropTransferAt: { 2: 1 }, losesDropped: true });
    const { job } = await scanAll(page, scanner.id);
    expect(job).toMatchObject({ state: 'failed', problem: { code: 'SCANNER_TRANSFER_BROKEN' } });
    expect(job.pages).toHaveLength(4);
  });

  it('the jam is cleared and the next job takes the rest', async () => {
    simulator.device.faults.jamAt = 3;
    const first = await scanAll(page, scanner.id);
    simulator.device.clearJam();
    const second = await scanAll(page, scanner.id, { firstPageNumber: 3 });
    expect(second.job.state).toBe('finished');
    const hashes = [...scannedHashes(first.job), ...scannedHashes(second.job)];
    expect(hashes).toEqual(hashesOf(simulator.pages));
    expect(second.job.pages[0]?.number).toBe(3);
  });

  it('somebody cancels, and the device is told', async () => {
    simulator.device.faults.slowPageMs = 300;
    const jobId = 'cancelled-job';
    await page.scanning.startScan({ scannerId: scanner.id, settings: feederSettings, jobId });
    for await (const event of page.scanning.scanEvents(jobId)) {
      if (event.event === 'page' && event.page.number === 2) await page.scanning.cancelScan(jobId);
    }
    const { job } = await followScan(page, jobId);
    expect(job).toMatchObject({ state: 'cancelled', problem: null });
    expect(scannedHashes(job)).toEqual(hashesOf(simulator.pages).slice(0, 2));
    expect(simulator.device.requests.at(-1)).toMatch(/^DELETE /u);
    const again = await scanAll(page, scanner.id, { firstPageNumber: 3 });
    expect(again.job.pages).toHaveLength(3);
  });
});

describe('nothing begins when', () => {
  it.each<[string, Faults, string]>([
    ['the cover is open', { coverOpen: true }, 'SCANNER_COVER_OPEN'],
    ['the device stays busy', { busyTimes: 99 }, 'SCANNER_BUSY'],
  ])('%s', async (_, faults, code) => {
    Object.assign(simulator.device.faults, faults);
    const { job } = await scanAll(page, scanner.id);
    expect(job).toMatchObject({ state: 'failed', problem: { code }, pages: [] });
  });

  it('the feeder is empty', async () => {
    simulator.device.load([]);
    simulator.device.faults.hidesPaper = true;
    const { job } = await scanAll(page, scanner.id);
    expect(job).toMatchObject({ state: 'failed', problem: { code: 'SCANNER_FEEDER_EMPTY' } });
  });

  it.each([
    ['colour', { colour: 'black-and-white' }],
    ['dpi', { dpi: 250 }],
    ['paper', { paper: 'a3' }],
  ] as const)('the scanner has no such %s', async (setting, change) => {
    const settings = { ...feederSettings, ...change };
    const { job } = await scanAll(page, scanner.id, { settings });
    expect(job.problem).toMatchObject({
      code: 'SCANNER_SETTINGS_UNSUPPORTED',
      details: { setting },
    });
  });

  it('another page scans with the same scanner', async () => {
    simulator.device.faults.slowPageMs = 300;
    const jobId = 'first-of-two';
    await page.scanning.startScan({ scannerId: scanner.id, settings: feederSettings, jobId });
    const asked = { scannerId: scanner.id, settings: feederSettings, jobId: 'second-of-two' };
    const refusal = await failureOf(page.scanning.startScan(asked));
    expect(refusal.code).toBe('SCANNER_BUSY');
    const { job } = await followScan(page, jobId);
    expect(job.pages).toHaveLength(5);
  });
});

describe('a page of the browser', () => {
  it('gets the job that runs when it asks with the same id again', async () => {
    simulator.device.faults.slowPageMs = 50;
    const asked = { scannerId: scanner.id, settings: feederSettings, jobId: 'asked-twice' };
    const [one, other] = await Promise.all([
      page.scanning.startScan(asked),
      page.scanning.startScan(asked),
    ]);
    expect(other.startedAt).toBe(one.startedAt);
    const { job } = await followScan(page, asked.jobId);
    expect(job.pages).toHaveLength(5);
    expect((await page.scanning.startScan(asked)).state).toBe('finished');
    expect(simulator.device.requests.filter((each) => each.startsWith('POST'))).toHaveLength(1);
  });

  it('loses the connection, comes back, and gets the rest from where it was', async () => {
    simulator.device.faults.slowPageMs = 60;
    const jobId = 'lost-connection';
    await page.scanning.startScan({ scannerId: scanner.id, settings: feederSettings, jobId });
    const seen: string[] = [];
    for await (const event of page.scanning.scanEvents(jobId)) {
      if (event.event === 'page') seen.push(event.page.sha256);
      if (seen.length === 2) break;
    }
    const { events } = await followScan(page, jobId, 3);
    for (const event of events) if (event.event === 'page') seen.push(event.page.sha256);
    expect(seen).toEqual(hashesOf(simulator.pages));
  });

  it('keeps pages, and only those are erased', async () => {
    const { jobId, job } = await scanAll(page, scanner.id);
    const [first, second] = job.pages;
    if (!first || !second) throw new Error('Two pages were scanned');
    await page.scanning.keepPages(jobId, [first.id]);
    await page.scanning.keepPages(jobId, [first.id, 'never-scanned']);
    expect((await failureOf(page.scanning.scannedPage(jobId, first))).code).toBe('PAGE_DATA_LOST');
    const bytes = Buffer.from(await (await page.scanning.scannedPage(jobId, second)).arrayBuffer());
    expect(sha256(bytes)).toBe(second.sha256);
    expect(await page.scanning.scanJobs()).toMatchObject([{ id: jobId, keptPageIds: [first.id] }]);
    await page.scanning.keepPages(
      jobId,
      job.pages.map(({ id }) => id),
    );
    expect(await page.scanning.scanJobs()).toEqual([]);
    expect((await followScan(page, jobId)).job.pages).toHaveLength(5);
  });

  it('finds scans in the log on this PC', async () => {
    await scanAll(page, scanner.id);
    const { entries } = await page.auditEntries();
    expect(entries.map(({ event }) => event)).toEqual(['paired', 'scan-started', 'scan-ended']);
    expect(entries.at(-1)).toMatchObject({ state: 'finished', pageCount: 5 });
  });
});
