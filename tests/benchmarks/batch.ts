import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { startWholeStation } from '#support/whole-station.ts';
import { scannedSheets } from './batch-sheets.ts';
import { median, tell, tellMachine } from './measure.ts';
import { SmoothFrames, type SlowFrame } from './slow-frames.ts';
import { TabMemory } from './tab-memory.ts';

/** Apart from a station in use and from that of the journeys. */
const station = {
  port: 4193,
  bridgePort: 47341,
  demoPkiPort: 47342,
  demoScannerPort: 47343,
  pin: '123456',
};
const origin = `http://127.0.0.1:${station.port}`;
const PAGES = Number(process.env.BENCH_PAGES ?? 500);
const PAGES_TO_READ = Math.min(60, PAGES);
const DOCUMENTS_TO_TAG = 12;
const MOST_BYTES = 1.5e9;
const MOST_FRAME_MS = 100;
const MINUTE = 60_000;

/**
 * A stack of 500 A4 pages at 300 dpi in one batch, as an official meets it: imported, recognized in
 * part, scrolled through and tagged meanwhile. Memory of the tab with its workers against 1.5 GB,
 * frames of the main thread against 100 ms. No peer: the aims are ours.
 */
export async function run(): Promise<void> {
  tellMachine();
  const folder = await mkdtemp(join(tmpdir(), 'bench-batch-'));
  const profile = join(folder, 'chromium');
  await using closing = new AsyncDisposableStack();
  closing.defer(() => rm(folder, { recursive: true, force: true }));
  const paths = await scannedSheets(join(folder, 'scans'), PAGES);
  closing.defer(await startWholeStation({ ...station, dataDir: join(folder, 'data') }));
  const browser = await chromium.launchPersistentContext(profile, {
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-quic', '--disable-background-networking', '--no-first-run'],
    viewport: { width: 1366, height: 768 },
    locale: 'vi-VN',
  });
  closing.defer(() => browser.close());
  const page = await browser.newPage();
  const frames = await SmoothFrames.watch(page);
  using memory = new TabMemory(profile);
  await openBatch(page);
  frames.forget();

  const importing = await timed(() => importAll(page, paths));
  tell(`${PAGES} pages imported`, `${importing.toFixed(0)} s`);
  tellFrames('importing', await frames.taken());
  tell('  memory of the tab, highest so far', megabytes(memory.highestBytes));

  const scrolling = await timed(() => scrollThrough(page));
  tell('scrolled to the end and back while pages are read', `${scrolling.toFixed(0)} s`);
  tellFrames('scrolling', await frames.taken());

  const reading = await timed(() => pagesRead(page, PAGES_TO_READ));
  tell(`further until ${PAGES_TO_READ} pages were read`, `${reading.toFixed(0)} s`);
  tellFrames('reading', await frames.taken());

  const keys = await tag(page);
  tell(`${keys.length} documents gone through by key`, `median ${median(keys).toFixed(0)} ms`);
  tellFrames('tagging', await frames.taken());

  const { highestBytes } = memory;
  const verdict = highestBytes <= MOST_BYTES ? 'within' : 'BEYOND';
  tell(
    'memory of the tab with its workers, highest',
    `${megabytes(highestBytes)}, ${verdict} 1.5 GB`,
  );
}

async function openBatch(page: Page): Promise<void> {
  await page.goto(`${origin}/sign-in`);
  await page.getByLabel('Tên đăng nhập').fill('canbo');
  await page.getByLabel('Mật khẩu').fill('TramSoHoa@2025');
  await page.getByRole('button', { name: 'Đăng nhập', exact: true }).click();
  await page.waitForURL((url) => url.pathname !== '/sign-in');
  await page
    .getByRole('button', { name: /Lô mới/u })
    .first()
    .click();
  await page.waitForURL(/\/batches\/[\da-f-]{36}/u, { timeout: MINUTE });
}

async function importAll(page: Page, paths: string[]): Promise<void> {
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page
      .getByRole('button', { name: /Thêm tệp/u })
      .first()
      .click(),
  ]);
  await chooser.setFiles(paths);
  await page
    .getByText(new RegExp(`^\\d+ tài liệu, ${PAGES} trang`, 'u'))
    .waitFor({ timeout: 60 * MINUTE });
}

/** By the wheel, a screen at a time, as one who looks for a page. */
async function scrollThrough(page: Page): Promise<void> {
  const list = page.getByRole('listbox').first();
  await list.hover({ position: { x: 200, y: 100 } });
  for (const step of [600, -600]) {
    for (let turn = 0; turn < PAGES / 4; turn++) {
      await page.mouse.wheel(0, step);
      await page.waitForTimeout(60);
    }
  }
}

async function pagesRead(page: Page, count: number): Promise<void> {
  await page.waitForFunction(
    (wanted) => {
      const [, done] = /Nhận dạng (\d+)\/\d+ trang/u.exec(document.body.innerText) ?? [];
      return done === undefined || Number(done) >= wanted;
    },
    count,
    { timeout: 60 * MINUTE, polling: 2000 },
  );
}

/** Goes from document to document by key; milliseconds from each key to the next frame. */
async function tag(page: Page): Promise<number[]> {
  await page.getByRole('link', { name: /Gắn thông tin/u }).click();
  await page.locator('[data-document][aria-current="true"]').waitFor();
  const times: number[] = [];
  for (let at = 0; at < DOCUMENTS_TO_TAG; at++) {
    const startedAt = performance.now();
    await page.keyboard.press('Control+ArrowDown');
    await page.evaluate(() => new Promise((shown) => requestAnimationFrame(shown)));
    times.push(performance.now() - startedAt);
    await page.waitForTimeout(400);
  }
  return times;
}

async function timed(deed: () => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  await deed();
  return (performance.now() - startedAt) / 1000;
}

function tellFrames(deed: string, slow: SlowFrame[]): void {
  const beyond = slow.filter(({ workMs }) => workMs > MOST_FRAME_MS);
  const longest = Math.max(0, ...slow.map(({ workMs }) => workMs));
  tell(
    `  ${deed}: frames over ${MOST_FRAME_MS} ms`,
    `${beyond.length}, longest ${longest.toFixed(0)} ms`,
  );
  for (const { workMs, by } of beyond.sort((a, b) => b.workMs - a.workMs).slice(0, 8)) {
    tell(`    ${workMs.toFixed(0)} ms`, by);
  }
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6)} MB`;
}
