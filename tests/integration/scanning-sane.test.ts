import { execFile } from 'node:child_process';
import { readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BridgeClient } from '#lib/client/bridge/bridge-client.ts';
import { failureOf, startTestBridge, type TestBridge } from '#support/bridge.ts';
import { startEsclSimulator } from '#support/escl-simulator.ts';
import { createSane, type SaneSetup } from '#support/sane.ts';
import {
  feederSettings,
  followScan,
  quickTimes,
  scanAll,
  scannedHashes,
} from '#support/scanning.ts';

const settings = { ...feederSettings, dpi: 75 };
let sane: SaneSetup;
let test: TestBridge;
let page: BridgeClient;

async function start(setup: SaneSetup): Promise<void> {
  sane = setup;
  test = await startTestBridge({ environment: sane.environment, scanningTimes: quickTimes });
  page = await test.pairedPage();
}
afterEach(async () => {
  await test.close();
  await sane.close();
});

describe('the test backend of SANE', () => {
  const scannerId = 'sane:test:0';

  beforeEach(async () => {
    await start(await createSane({ name: 'test' }));
    await page.scanning.addScanner({ driver: 'sane', address: 'test:0' });
  });

  it('is found with what it can', async () => {
    const { scanners, problems } = await page.scanning.searchScanners();
    expect(problems).toEqual([]);
    expect(scanners.map(({ id }) => id)).toEqual(['sane:test:0', 'sane:test:1']);
    expect(scanners[1]).toMatchObject({
      name: 'Noname frontend-tester',
      isTyped: false,
      sources: ['flatbed', 'feeder'],
      colours: ['grey', 'colour'],
      resolutions: [75, 100, 150, 200, 300, 400, 600, 1200],
      problem: null,
    });
  });

  it('gives ten sheets of its feeder and leaves no file behind', async () => {
    const before = await scanFolders();
    const { job, events } = await scanAll(page, scannerId, { settings });
    expect(job).toMatchObject({ state: 'finished', problem: null });
    expect(job.pages.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(new Set(job.pages.map(({ mimeType }) => mimeType))).toEqual(new Set(['image/jpeg']));
    expect(events.some((event) => event.event === 'progress' && (event.share ?? 0) > 0)).toBe(true);
    expect(await scanFolders()).toEqual(before);
  });

  it('stops after the wanted pages', async () => {
    const { job } = await scanAll(page, scannerId, { settings, maxPages: 3 });
    expect(job).toMatchObject({ state: 'finished', pages: [{}, {}, {}] });
  });

  it('gives one page from its glass', async () => {
    const glass = { ...settings, source: 'flatbed' } as const;
    const { job } = await scanAll(page, scannerId, { settings: glass });
    expect(job).toMatchObject({ state: 'finished', pages: [{ number: 1 }] });
  });

  it.each([
    ['UNSUPPORTED', 'SCANNER_SETTINGS_UNSUPPORTED'],
    ['DEVICE_BUSY', 'SCANNER_BUSY'],
    ['JAMMED', 'SCANNER_JAMMED'],
    ['COVER_OPEN', 'SCANNER_COVER_OPEN'],
    ['IO_ERROR', 'SCANNER_UNREACHABLE'],
    ['NO_MEM', 'SCANNER_FAILED'],
    ['ACCESS_DENIED', 'SCANNER_FAILED'],
    // scanimage itself crashes.
    ['EOF', 'SCANNER_FAILED'],
  ])('says %s, told as %s', async (status, code) => {
    await sane.setScanParameters(['--read-return-value', `SANE_STATUS_${status}`]);
    const before = await scanFolders();
    const { job } = await scanAll(page, scannerId, { settings });
    expect(job).toMatchObject({ state: 'failed', problem: { code }, pages: [] });
    expect(await scanFolders()).toEqual(before);
  });

  it('is stopped in the middle of a page, whose half never becomes one', async () => {
    await sane.setScanParameters(['--read-delay=yes', '--read-delay-duration', '200000']);
    const jobId = 'slow-sheets';
    await page.scanning.startScan({ scannerId, settings: { ...settings, dpi: 300 }, jobId });
    for await (const event of page.scanning.scanEvents(jobId)) {
      if (event.event === 'progress' && (event.share ?? 0) > 0) {
        await page.scanning.cancelScan(jobId);
      }
    }
    expect((await followScan(page, jobId)).job).toMatchObject({ state: 'cancelled', pages: [] });
    await sane.setScanParameters([]);
    expect((await scanAll(page, scannerId, { settings, maxPages: 1 })).job.pages).toHaveLength(1);
  });

  it.each([
    ['net:example.com:test:0'],
    ['airscan:escl:x:http://8.8.8.8/eSCL'],
    ['hpaio:/net/x?ip=1.1.1.1'],
    ['--help'],
    ['test:0\u0000'],
    ['test:9'],
  ])('is not asked at %j', async (address) => {
    const refusal = await failureOf(page.scanning.addScanner({ driver: 'sane', address }));
    expect(['SCANNER_UNREACHABLE', 'SCANNER_SETTINGS_UNSUPPORTED']).toContain(refusal.code);
  });
});

it('says that scanimage is not installed', async () => {
  const none = await createSane({ name: 'test' });
  await start({ ...none, environment: { BRIDGE_SCANIMAGE: '/nowhere/scanimage' } });
  const { problems } = await page.scanning.searchScanners();
  expect(problems).toEqual([{ driver: 'sane', code: 'SCANNER_DRIVER_MISSING' }]);
});

it('gives the image that the pnm backend holds', async () => {
  await start(await createSane({ name: 'pnm' }));
  const image = path.join(test.dataFolder, 'page.ppm');
  const white = Buffer.alloc(620 * 877 * 3, 255);
  await writeFile(image, Buffer.concat([Buffer.from('P6\n620 877\n255\n'), white]));
  await sane.setScanParameters(['--filename', image]);
  const scanner = await page.scanning.addScanner({ driver: 'sane', address: 'pnm:0' });
  const glass = { ...settings, source: 'flatbed' } as const;
  const colour = scanner.colours[0] ?? 'grey';
  const { job } = await scanAll(page, scanner.id, { settings: { ...glass, colour } });
  expect(job).toMatchObject({ state: 'finished', pages: [{ number: 1 }] });
});

it('shows by an outside client that the demo scanner speaks eSCL', async () => {
  const simulator = await startEsclSimulator({ pageCount: 4 });
  try {
    await start(await createSane({ name: 'airscan', address: simulator.address }));
    const { stdout } = await promisify(execFile)('scanimage', ['-f', '%d%n'], {
      env: { ...process.env, SANE_CONFIG_DIR: sane.environment.BRIDGE_SANE_CONFIG },
    });
    const address = stdout.trim();
    expect(address).toContain('airscan');
    const scanner = await page.scanning.addScanner({ driver: 'sane', address });
    expect(scanner.sources).toEqual(['flatbed', 'feeder', 'feeder-duplex']);
    const { job } = await scanAll(page, scanner.id, { settings: { ...settings, dpi: 300 } });
    expect(job).toMatchObject({ state: 'finished', problem: null });
    expect(new Set(scannedHashes(job)).size).toBe(4);

    simulator.device.load(simulator.pages);
    simulator.device.faults.jamAt = 3;
    const jammed = await scanAll(page, scanner.id, { settings: { ...settings, dpi: 300 } });
    expect(jammed.job).toMatchObject({ problem: { code: 'SCANNER_JAMMED' }, pages: [{}, {}] });
  } finally {
    await simulator.close();
  }
});

async function scanFolders(): Promise<string[]> {
  return (await readdir(tmpdir())).filter((name) => name.startsWith('scan-'));
}
