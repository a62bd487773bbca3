import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { chromium, type Page } from 'playwright';
import { createServer, type ViteDevServer } from 'vite';
import { analyseGrey } from '#lib/imaging/analyse-page.ts';
import { toGrey } from '#lib/imaging/grey-image.ts';
import { encodePgm, recognitionImageOfGrey } from '#lib/imaging/recognition-image.ts';
import { cpuSeconds } from './cpu-time.ts';
import { median, tell, tellMachine } from './measure.ts';
import type { OcrPage } from './ocr-page.ts';
import { readSamplePages } from './sample-pages.ts';

const runProgram = promisify(execFile);
const root = new URL('../..', import.meta.url).pathname;
const dpi = 200;
const workers = 2;
const roundCount = 3;
/** Upright single pages of the sample set; `npm run samples` draws them. */
const scans = [
  'SCAN_0001.jpg',
  'SCAN_0009.png',
  'SCAN_0010.jpg',
  'SCAN_0012.jpg',
  'SCAN_0023.jpg',
  'SCAN_0036.jpg',
];

/**
 * Reading in Chromium with two workers against two native `tesseract` processes on the same cleaned
 * images with the same language data, turn about; then the whole of what a batch does with a page.
 */
export async function run(): Promise<void> {
  const samples = join(root, 'var/samples');
  if (!existsSync(join(samples, scans[0] ?? ''))) throw new Error('Run `npm run samples` first');
  tellMachine();
  const folder = await mkdtemp(join(tmpdir(), 'bench-ocr-'));
  const data = join(root, 'node_modules/@tesseract.js-data/vie/4.0.0_best_int/vie.traineddata.gz');
  await writeFile(join(folder, 'vie.traineddata'), gunzipSync(await readFile(data)));
  const prepared = await Promise.all(scans.map((name) => prepare(join(samples, name), folder)));
  const server = await serve(folder, samples);
  const program = await chromium.launchServer({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-background-networking'],
  });
  const browser = await chromium.connect(program.wsEndpoint());
  const chromiumId = program.process().pid ?? 0;
  try {
    const page = await browser.newPage();
    const { port } = server.httpServer?.address() as AddressInfo;
    await page.goto(`http://127.0.0.1:${port}/ocr.html`);
    await page.waitForFunction(() => 'ocrPage' in globalThis);
    const addresses = prepared.map((path) => `/prepared/${basename(path)}`);
    await inPage(page, 'readPrepared', addresses.slice(0, 1));
    const rounds: Round[] = [];
    for (let round = 0; round < roundCount; round += 1) {
      const engine = await timed(chromiumId, () => inPage(page, 'readPrepared', addresses));
      const native = await timed(process.pid, () => readNatively(prepared, folder));
      const wholePage = scans.map((name) => `/scans/${name}`);
      const whole = await timed(chromiumId, () => inPage(page, 'readScans', wholePage));
      rounds.push({ engine, native, whole });
    }
    report(rounds);
  } finally {
    await browser.close();
    await program.close();
    await server.close();
    await rm(folder, { recursive: true, force: true });
  }
}

type Timed = { ms: number; cpuS: number };
type Round = { engine: Timed; native: Timed; whole: Timed };

/** Wall time as the deed tells it, and CPU time of the process: the latter bears a busy machine. */
async function timed(pid: number, deed: () => Promise<number>): Promise<Timed> {
  const before = await cpuSeconds(pid);
  const ms = await deed();
  return { ms, cpuS: (await cpuSeconds(pid)) - before };
}

function report(rounds: readonly Round[]): void {
  const perMinute = (kind: keyof Round) =>
    ((scans.length / median(rounds.map((round) => round[kind].ms))) * 60_000).toFixed(1);
  const cpu = (kind: keyof Round) =>
    (median(rounds.map((round) => round[kind].cpuS)) / scans.length).toFixed(2);
  const ratio = (value: (timed: Timed) => number) =>
    median(rounds.map((round) => value(round.native) / value(round.engine))).toFixed(2);
  const detail = `${roundCount} rounds, ${workers} workers`;
  tell('Chromium, engine alone', `${perMinute('engine')} pages/min, ${cpu('engine')} CPU s/page`);
  tell('native tesseract', `${perMinute('native')} pages/min, ${cpu('native')} CPU s/page`);
  tell('ratio of throughput', `${ratio(({ ms }) => ms)} (${detail})`);
  tell(
    'ratio by CPU time',
    ratio(({ cpuS }) => cpuS),
  );
  tell(
    'Chromium, from scan to text',
    `${perMinute('whole')} pages/min, ${cpu('whole')} CPU s/page`,
  );
}

async function prepare(path: string, folder: string): Promise<string> {
  const [page] = await readSamplePages(path);
  if (!page) throw new Error(`${path} has no page`);
  const grey = toGrey(page.rgba, page.width, page.height);
  const { frame } = analyseGrey(grey, dpi);
  const target = join(folder, `${basename(path)}.pgm`);
  await writeFile(target, encodePgm(recognitionImageOfGrey(grey, frame, 'even')));
  return target;
}

function inPage(page: Page, deed: keyof OcrPage, addresses: string[]): Promise<number> {
  return page.evaluate(
    ([name, images, resolution, count]) => {
      const { ocrPage } = globalThis as unknown as { ocrPage: OcrPage };
      return name === 'readPrepared'
        ? ocrPage.readPrepared(images, resolution, count)
        : ocrPage.readScans(images, count);
    },
    [deed, addresses, dpi, workers] as const,
  );
}

/** Two processes at a time, each on one core, as many as there are workers in the page. */
async function readNatively(images: readonly string[], data: string): Promise<number> {
  const waiting = [...images];
  const env = { ...process.env, OMP_THREAD_LIMIT: '1' };
  const work = async () => {
    for (let image = waiting.shift(); image; image = waiting.shift()) {
      const options = ['--tessdata-dir', data, '-l', 'vie', '--psm', '3', '--dpi', String(dpi)];
      await runProgram('tesseract', [image, '-', ...options], { env, maxBuffer: 1e8 });
    }
  };
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: workers }, work));
  return performance.now() - startedAt;
}

/** The page and its images; modules are served from the sources. */
async function serve(prepared: string, samples: string): Promise<ViteDevServer> {
  const server = await createServer({
    configFile: false,
    root,
    cacheDir: join(prepared, 'vite'),
    logLevel: 'error',
    server: { host: '127.0.0.1', port: 0, hmr: false, watch: null },
    optimizeDeps: { include: ['tesseract.js'], noDiscovery: true },
    worker: { format: 'es' },
    plugins: [
      {
        name: 'ocr-page',
        configureServer({ middlewares }) {
          middlewares.use(async (request, response, next) => {
            const [, kind, name] = (request.url ?? '').split('/');
            if (kind === 'ocr.html') {
              response.setHeader('content-type', 'text/html');
              response.end('<script type="module" src="/tests/benchmarks/ocr-page.ts"></script>');
            } else if (name && (kind === 'prepared' || kind === 'scans')) {
              const folder = kind === 'prepared' ? prepared : samples;
              response.end(await readFile(join(folder, basename(name))));
            } else next();
          });
        },
      },
    ],
  });
  return server.listen();
}
