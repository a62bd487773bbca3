import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BridgeClient } from '#lib/client/bridge/bridge-client.ts';
import { AppError } from '#lib/domain/app-error.ts';
import type { Scanner } from '#lib/protocol/scanning.ts';
import { failureOf, officeOrigin, startTestBridge, type TestBridge } from '#support/bridge.ts';
import { startEsclSimulator, type EsclSimulator } from '#support/escl-simulator.ts';
import { startHttpPeer } from '#support/http-peer.ts';
import { feederSettings, followScan, quickTimes, scanAll } from '#support/scanning.ts';

const otherOrigin = 'https://khac.example.vn';
let test: TestBridge;
let simulator: EsclSimulator;
let page: BridgeClient;
let scanner: Scanner;
/** What the network answers to mDNS. */
let discover: () => Promise<string[]>;

beforeEach(async () => {
  discover = () => Promise.reject(new AppError('SCANNER_DRIVER_MISSING'));
  simulator = await startEsclSimulator({ pageCount: 2 });
  test = await startTestBridge({
    environment: { BRIDGE_ORIGINS: `${officeOrigin},${otherOrigin}` },
    scanningTimes: quickTimes,
    discoverEscl: () => discover(),
  });
  page = await test.pairedPage();
  scanner = await page.scanning.addScanner({ driver: 'escl', address: simulator.address });
});
afterEach(async () => {
  await test.close();
  await simulator.close();
});

describe('a page that is not paired', () => {
  it.each([
    ['GET', '/v1/scanners'],
    ['POST', '/v1/scanners'],
    ['POST', '/v1/scanners/search'],
    ['DELETE', '/v1/scanners/escl%3Ahttp'],
    ['GET', '/v1/scan-jobs'],
    ['POST', '/v1/scan-jobs'],
    ['GET', '/v1/scan-jobs/job-12345678/events'],
    ['GET', '/v1/scan-jobs/job-12345678/pages/page-1'],
    ['POST', '/v1/scan-jobs/job-12345678/cancel'],
    ['POST', '/v1/scan-jobs/job-12345678/kept'],
  ])('may not %s %s', async (method, path) => {
    const response = await fetch(`${test.baseUrl}${path}`, {
      method,
      headers: { origin: officeOrigin, 'content-type': 'application/json' },
      ...(method === 'POST' && { body: '{}' }),
    });
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ code: 'BRIDGE_NOT_PAIRED' });
  });
});

describe('a page of another origin', () => {
  it('sees and touches nothing of a job, and has its own of the same id', async () => {
    const other = test.page(otherOrigin);
    await other.pair('Lê Thu An', test.server.serverKey, () => undefined);
    const { jobId, job } = await scanAll(page, scanner.id);
    const [scanned] = job.pages;
    if (!scanned) throw new Error('Pages were scanned');
    expect(await other.scanning.scanJobs()).toEqual([]);
    const deeds = [
      () => other.scanning.scannedPage(jobId, scanned),
      () => other.scanning.cancelScan(jobId),
      () => other.scanning.keepPages(jobId, [scanned.id]),
      () => followScan(other, jobId),
    ];
    for (const deed of deeds) expect((await failureOf(deed())).code).toBe('NOT_FOUND');
    simulator.device.load(simulator.pages);
    const own = await scanAll(other, scanner.id, { jobId });
    expect(own.job.pages).toHaveLength(2);
    expect(own.job.pages[0]?.id).not.toBe(scanned.id);
    const entries = (await other.auditEntries()).entries.filter(({ event }) =>
      event.startsWith('scan-'),
    );
    expect(entries).toHaveLength(2);
    expect((await page.scanning.scannedPage(jobId, scanned)).size).toBe(scanned.sizeBytes);
  });
});

describe('the bridge asks no server of the internet', () => {
  it.each([
    'http://8.8.8.8/eSCL',
    '8.8.8.8',
    'http://134744072',
    'http://0x08080808/eSCL',
    'http://[2001:4860:4860::8888]/eSCL',
    'http://[::ffff:8.8.8.8]/eSCL',
    'http://0.0.0.0/eSCL',
    'http://169.254.169.254/latest/meta-data',
    'http://172.32.0.1',
    'http://mayquet.invalid',
    'ftp://127.0.0.1/eSCL',
    'file:///etc/passwd',
    'http://user:password@127.0.0.1/eSCL',
    'http://127.0.0.1/eSCL?x=1',
    'http://127.0.0.1/eSCL#x',
    'not an address',
  ])('%s', async (address) => {
    const refusal = await failureOf(page.scanning.addScanner({ driver: 'escl', address }));
    expect(refusal.code).toBe('SCANNER_UNREACHABLE');
    expect((await page.scanning.scanners()).scanners).toHaveLength(1);
  });

  it('and follows no redirect to one', async () => {
    const target = await startHttpPeer((_, response) => void response.end('<x/>'));
    const peer = await startHttpPeer((_, response) => {
      response.writeHead(302, { location: `${target.url}/eSCL/ScannerCapabilities` }).end();
    });
    try {
      const refusal = await failureOf(
        page.scanning.addScanner({ driver: 'escl', address: peer.url }),
      );
      expect(refusal.code).toBe('SCANNER_UNREACHABLE');
      expect(target.requests).toEqual([]);
    } finally {
      await peer.close();
      await target.close();
    }
  });
});

describe('what is no scanner', () => {
  it.each([
    ['an ordinary page', '<html><body>Xin chào</body></html>'],
    ['nothing', ''],
    ['without end', 'x'.repeat(2 * 1024 * 1024)],
  ])('is refused: %s', async (_, answer) => {
    const peer = await startHttpPeer((_request, response) => void response.end(answer));
    try {
      const refusal = await failureOf(
        page.scanning.addScanner({ driver: 'escl', address: peer.url }),
      );
      expect(refusal.code).toBe('SCANNER_FAILED');
    } finally {
      await peer.close();
    }
  });

  it('gives no page of the browser anything but an image or a PDF', async () => {
    simulator.device.load([{ colour: Buffer.from('<html>secret</html>') }]);
    const { job } = await scanAll(page, scanner.id);
    expect(job).toMatchObject({ problem: { code: 'SCANNER_TRANSFER_BROKEN' }, pages: [] });
  });
});

describe('a request is refused', () => {
  const asked = () => ({ scannerId: scanner.id, settings: feederSettings, jobId: randomUUID() });

  it('for a scanner that is not on the list', async () => {
    const scannerId = 'escl:http://127.0.0.1:1/eSCL';
    const refusal = await failureOf(page.scanning.startScan({ ...asked(), scannerId }));
    expect(refusal.code).toBe('NOT_FOUND');
    expect((await failureOf(page.scanning.forgetScanner(scannerId))).code).toBe('NOT_FOUND');
  });

  it.each(['../../../etc', 'short', 'with space in it', 'x'.repeat(65), 'a/b/c/d/e'])(
    'with the job id %j',
    async (jobId) => {
      const refusal = await failureOf(page.scanning.startScan({ ...asked(), jobId }));
      expect(refusal.code).toBe('BRIDGE_BAD_REQUEST');
      expect((await failureOf(page.scanning.cancelScan(jobId))).code).toBe('NOT_FOUND');
    },
  );

  it.each(['../pairings.json', 'journal.jsonl', '..', '%2e%2e%2fpairings.json', 'journal'])(
    'for the page %j of a job',
    async (id) => {
      const { jobId, job } = await scanAll(page, scanner.id);
      const [scanned] = job.pages;
      if (!scanned) throw new Error('Pages were scanned');
      const refusal = await failureOf(page.scanning.scannedPage(jobId, { ...scanned, id }));
      expect(refusal.code).toBe('NOT_FOUND');
    },
  );

  it.each([{ dpi: 1 }, { dpi: 30_000 }, { dpi: 300.5 }, { paper: 'a0' }, { more: true }])(
    'with the settings %j',
    async (change) => {
      const settings = { ...feederSettings, ...change };
      const refusal = await failureOf(
        // What no page of ours sends.
        page.scanning.startScan(JSON.parse(JSON.stringify({ ...asked(), settings }))),
      );
      expect(refusal.code).toBe('BRIDGE_BAD_REQUEST');
    },
  );

  it('with an address that is too long, or a body', async () => {
    for (const length of [501, 3 * 1024 * 1024]) {
      const address = 'x'.repeat(length);
      const refusal = await failureOf(page.scanning.addScanner({ driver: 'escl', address }));
      expect(['BRIDGE_BAD_REQUEST', 'BRIDGE_NOT_RUNNING']).toContain(refusal.code);
    }
    expect((await page.scanning.scanners()).scanners).toHaveLength(1);
  });

  it('for an id that another scanner used', async () => {
    const second = await startEsclSimulator({ pageCount: 1 });
    try {
      const other = await page.scanning.addScanner({ driver: 'escl', address: second.address });
      const { jobId } = await scanAll(page, scanner.id);
      const again = { ...asked(), jobId, scannerId: other.id };
      expect((await failureOf(page.scanning.startScan(again))).code).toBe('BRIDGE_BAD_REQUEST');
    } finally {
      await second.close();
    }
  });

  it('to forget a scanner that scans', async () => {
    simulator.device.faults.slowPageMs = 300;
    const { jobId } = await page.scanning.startScan(asked()).then(({ id }) => ({ jobId: id }));
    expect((await failureOf(page.scanning.forgetScanner(scanner.id))).code).toBe('SCANNER_BUSY');
    await page.scanning.cancelScan(jobId);
    await page.scanning.forgetScanner(scanner.id);
    expect((await page.scanning.scanners()).scanners).toEqual([]);
  });
});

it('says that nothing can be looked for on a network without multicast', async () => {
  const { scanners, problems } = await page.scanning.searchScanners();
  expect(problems).toEqual([{ driver: 'escl', code: 'SCANNER_DRIVER_MISSING' }]);
  expect(scanners).toMatchObject([{ id: scanner.id, problem: null }]);
});

it('says that a scanner does not answer, and knows what it could', async () => {
  await simulator.close();
  const { scanners } = await page.scanning.searchScanners();
  expect(scanners).toMatchObject([
    { problem: 'SCANNER_UNREACHABLE', sources: ['flatbed', 'feeder', 'feeder-duplex'] },
  ]);
  simulator = await startEsclSimulator();
});

it('lists what the network tells now, and keeps what was typed', async () => {
  const found = await startEsclSimulator({ pageCount: 1 });
  try {
    discover = () => Promise.resolve([found.address, simulator.address]);
    const first = await page.scanning.searchScanners();
    expect(first.scanners.map(({ id, isTyped, problem }) => [id, isTyped, problem])).toEqual([
      [scanner.id, true, null],
      [`escl:${found.address}`, false, null],
    ]);
    const foundId = `escl:${found.address}`;
    expect((await scanAll(page, foundId)).job.pages).toHaveLength(1);
    expect((await failureOf(page.scanning.forgetScanner(foundId))).code).toBe('NOT_FOUND');
    discover = () => Promise.resolve([]);
    expect((await page.scanning.searchScanners()).scanners.map(({ id }) => id)).toEqual([
      scanner.id,
    ]);
  } finally {
    await found.close();
  }
});
