import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  MemoryIdentityStore,
  officeOrigin,
  pageOf,
  startTestBridge,
  testServer,
} from '#support/bridge.ts';
import { startEsclSimulator, type EsclSimulator } from '#support/escl-simulator.ts';
import {
  feederSettings,
  followScan,
  hashesOf,
  quickTimes,
  scanAll,
  sha256,
} from '#support/scanning.ts';

const program = path.resolve(import.meta.dirname, '../../src/bridge/main.ts');
let dataFolder: string;
let simulator: EsclSimulator;
let running: ChildProcess[];

beforeEach(async () => {
  dataFolder = await mkdtemp(path.join(tmpdir(), 'bridge-survival-'));
  simulator = await startEsclSimulator({ pageCount: 8 });
  running = [];
});
afterEach(async () => {
  for (const child of running) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGKILL');
    await once(child, 'close');
  }
  await simulator.close();
  await rm(dataFolder, { recursive: true });
});

/** The bridge as the official runs it; resolves when it listens. */
async function start(): Promise<{ child: ChildProcess; address: string }> {
  const child = spawn(process.execPath, [program], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      PATH: process.env.PATH,
      BRIDGE_PORT: '0',
      BRIDGE_DATA_DIR: dataFolder,
      BRIDGE_ORIGINS: officeOrigin,
      BRIDGE_KNOWN_MODULES: 'off',
      BRIDGE_SCAN_DISCOVERY: 'off',
      BRIDGE_SCANNERS: simulator.address,
      BRIDGE_TEST_PIN: '123456',
    },
  });
  running.push(child);
  let said = '';
  child.stdout?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  await expect.poll(() => said, { timeout: 20_000 }).toContain('Ctrl-C');
  const [address] = /http:\/\/127\.0\.0\.1:\d+/u.exec(said) ?? [];
  if (!address) throw new Error('The bridge told no address');
  return { child, address };
}

/** SHA-256 of the page files of all jobs. */
async function filesOnDisk(): Promise<string[]> {
  const scans = path.join(dataFolder, 'scans');
  const names = await readdir(scans, { recursive: true, withFileTypes: true });
  const files = names.filter((each) => each.isFile() && each.name !== 'journal.jsonl');
  const hashes = files.map(async ({ parentPath, name }) =>
    sha256(await readFile(path.join(parentPath, name))),
  );
  return (await Promise.all(hashes)).toSorted();
}

it.each(['SIGKILL', 'SIGTERM'] as const)(
  'keeps exactly the pages that it told when the bridge is ended in the middle by %s, and goes on',
  async (signal) => {
    simulator.device.faults.slowPageMs = 150;
    const identities = new MemoryIdentityStore();
    const first = await start();
    const exited = once(first.child, 'exit');
    const before = pageOf(first.address, officeOrigin, identities);
    await before.pair('Trần Minh Hà', testServer().serverKey, () => undefined);
    const scannerId = `escl:${simulator.address}`;
    const jobId = 'killed-in-the-middle';
    await before.scanning.startScan({ scannerId, settings: feederSettings, jobId });
    const told: string[] = [];
    await expect(async () => {
      for await (const event of before.scanning.scanEvents(jobId)) {
        if (event.event === 'page') told.push(event.page.sha256);
        if (told.length === 3) first.child.kill(signal);
        if (event.event === 'ended') throw new Error('ended');
      }
    }).rejects.toThrow();
    await exited;

    const second = await start();
    const page = pageOf(second.address, officeOrigin, identities);
    const [job, ...others] = await page.scanning.scanJobs();
    if (!job) throw new Error('The job is gone');
    expect(others).toEqual([]);
    const count = job.pages.length;
    expect(job).toMatchObject({
      state: 'interrupted',
      problem: { code: 'SCAN_INTERRUPTED', details: { pageCount: count } },
    });
    const hashes = job.pages.map((each) => each.sha256);
    expect(hashes.slice(0, 3)).toEqual(told.slice(0, 3));
    expect(hashes).toEqual(hashesOf(simulator.pages).slice(0, count));
    expect(await filesOnDisk()).toEqual(hashes.toSorted());
    expect((await followScan(page, jobId, count)).events).toMatchObject([
      { event: 'page', page: { number: count } },
      { event: 'ended' },
    ]);
    for (const scanned of job.pages) await page.scanning.scannedPage(jobId, scanned);

    // What the device had sent when the bridge was ended lies on its tray: it goes back on the stack.
    simulator.device.load(simulator.pages.slice(count));
    const rest = await scanAll(page, scannerId, { firstPageNumber: count + 1 });
    expect(rest.job.state).toBe('finished');
    expect([...hashes, ...rest.job.pages.map((each) => each.sha256)]).toEqual(
      hashesOf(simulator.pages),
    );
  },
);

it('remembers typed scanners and erases pages that nobody took in time', async () => {
  let now = new Date('2026-11-02T08:00:00Z');
  const setting = { now: () => now, environment: { BRIDGE_DATA_DIR: dataFolder } };
  const scanningTimes = quickTimes;
  const first = await startTestBridge({ ...setting, scanningTimes });
  const identities = new MemoryIdentityStore();
  // The page's clock stands still as the bridge's does not in this test.
  now = new Date();
  const before = pageOf(first.baseUrl, officeOrigin, identities);
  await before.pair('Trần Minh Hà', first.server.serverKey, () => undefined);
  const scanner = await before.scanning.addScanner({ driver: 'escl', address: simulator.address });
  await scanAll(before, scanner.id);
  await first.bridge.close();
  const auditFile = path.join(dataFolder, 'audit.jsonl');

  const soon = await startTestBridge({ ...setting, scanningTimes });
  const page = pageOf(soon.baseUrl, officeOrigin, identities);
  expect((await page.scanning.scanners()).scanners).toMatchObject([{ id: scanner.id }]);
  expect(await page.scanning.scanJobs()).toMatchObject([{ state: 'finished' }]);
  expect(await filesOnDisk()).toHaveLength(8);
  await soon.bridge.close();

  now = new Date(now.getTime() + 31 * 86_400_000);
  const late = await startTestBridge({ ...setting, scanningTimes });
  expect(await filesOnDisk()).toEqual([]);
  const log = await readFile(auditFile, 'utf8');
  expect(log).toMatch(/"event":"scan-erased".*"pageCount":8/u);
  await late.bridge.close();
});

/** A disk of its own that can be filled; only root can make one. */
function mountSmallDisk(folder: string): boolean {
  const size = 'size=1m';
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', size, 'tmpfs', folder]);
  return status === 0;
}

it.skipIf(process.getuid?.() !== 0)(
  'says that the disk is full, and what fitted stays',
  async ({ skip }) => {
    if (!mountSmallDisk(dataFolder)) skip('This machine mounts nothing');
    try {
      const test = await startTestBridge({
        environment: { BRIDGE_DATA_DIR: dataFolder },
        scanningTimes: quickTimes,
      });
      const page = await test.pairedPage();
      const address = simulator.address;
      const scanner = await page.scanning.addScanner({ driver: 'escl', address });
      const [{ colour: sheet = Buffer.alloc(0) } = {}] = simulator.pages;
      // Room for two pages and a half.
      const filler = path.join(dataFolder, 'filler');
      const freeBytes = Number(
        execFileSync('df', ['--output=avail', '-B1', dataFolder]).toString().split('\n')[1],
      );
      await writeFile(filler, Buffer.alloc(freeBytes - Math.ceil(sheet.length * 2.5) - 3 * 4096));
      const { job } = await scanAll(page, scanner.id);
      expect(job).toMatchObject({ state: 'failed', problem: { code: 'SCAN_DISK_FULL' } });
      const count = job.pages.length;
      expect(count).toBeGreaterThan(0);
      expect(job.problem?.details).toEqual({ pageCount: count });
      expect(await filesOnDisk()).toHaveLength(count);

      await rm(filler);
      simulator.device.load(simulator.pages.slice(count));
      const rest = await scanAll(page, scanner.id, { firstPageNumber: count + 1 });
      expect(rest.job).toMatchObject({ state: 'finished' });
      expect(count + rest.job.pages.length).toBe(8);
      await test.bridge.close();
    } finally {
      spawnSync('umount', ['-l', dataFolder]);
    }
  },
);
