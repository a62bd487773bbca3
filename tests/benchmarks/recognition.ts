import { copyFile, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { chromium, type Page } from 'playwright';
import { normalizeText } from '#lib/domain/fold.ts';
import type { TextLayer } from '#lib/domain/text-layer.ts';
import { analyseGrey } from '#lib/imaging/analyse-page.ts';
import { toGrey } from '#lib/imaging/grey-image.ts';
import { encodePgm, recognitionImageOfGrey } from '#lib/imaging/recognition-image.ts';
import { planDocuments } from '../evaluation/documents/document-plan.ts';
import { generateDocuments } from '../evaluation/generate.ts';
import { measureCharacters } from '../evaluation/measure/measure-characters.ts';
import { pagePath } from '../evaluation/reading/read-pages.ts';
import type { PageTruth } from '../evaluation/truth.ts';
import { cpuSeconds } from './cpu-time.ts';
import { median, tell, tellMachine } from './measure.ts';
import { bundleScans, pageTexts, pathsIn, readNatively, runOcrmypdf } from './recognition-peers.ts';
import type { RecognitionPage } from './recognition-page.ts';
import { serveRecognition } from './recognition-server.ts';
import { readSamplePages } from './sample-pages.ts';

const root = new URL('../..', import.meta.url).pathname;
const dpi = 200;
const workers = 2;
const roundCount = 3;
/** Pages of the tuning set, evenly spread over its kinds, years and damages. */
const pageCount = 12;
/** One paper in so many of the tuning set. */
const EVERY = 6;

/**
 * Reading in Chromium with two workers against two native `tesseract` processes on the same cleaned
 * images with the same data, turn about; then scan → searchable PDF/A against `ocrmypdf --deskew
 * --clean` with two jobs on the same scans, with the character errors that `pdftotext` finds in both
 * and their sizes.
 */
export async function run(): Promise<void> {
  tellMachine();
  const folder = await mkdtemp(join(tmpdir(), 'bench-recognition-'));
  try {
    const data = join(root, 'node_modules/@tesseract.js-data/vie/4.0.0_best_int');
    const packed = await readFile(join(data, 'vie.traineddata.gz'));
    await writeFile(join(folder, 'vie.traineddata'), gunzipSync(packed));
    const truths = await chooseScans(folder);
    const scans = truths.map((_, i) => `scan-${i}.jpg`);
    const prepared = await prepareAll(folder, scans);
    await compare(folder, truths, scans, prepared);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** JPEG scans with text, copied as `scan-<n>.jpg`. */
async function chooseScans(folder: string): Promise<PageTruth[]> {
  const plans = planDocuments('tuning').filter((_, i) => i % EVERY === 0);
  const documents = await generateDocuments('tuning', plans, () => undefined);
  const pages = documents
    .flatMap(({ part, pages: all }) => all.map((page) => ({ part, page })))
    .filter(({ page }) => !page.isBlank && page.dpi === dpi && page.fileName.endsWith('.jpg'));
  const step = Math.max(1, Math.floor(pages.length / pageCount));
  const chosen = pages.filter((_, i) => i % step === 0).slice(0, pageCount);
  await Promise.all(
    chosen.map(({ part, page }, i) =>
      copyFile(pagePath(part, page), join(folder, `scan-${i}.jpg`)),
    ),
  );
  return chosen.map(({ page }) => page);
}

/** The images as our clean-up hands them to the engine. */
async function prepareAll(folder: string, scans: readonly string[]): Promise<string[]> {
  const names: string[] = [];
  for (const scan of scans) {
    const [page] = await readSamplePages(join(folder, scan));
    if (!page) throw new Error(`${scan} has no page`);
    const grey = toGrey(page.rgba, page.width, page.height);
    const { frame } = analyseGrey(grey, dpi);
    const name = `${scan}.pgm`;
    await writeFile(
      join(folder, name),
      encodePgm(recognitionImageOfGrey(grey, { ...frame, dpi }, 'even')),
    );
    names.push(name);
  }
  return names;
}

type Timed = { ms: number; cpuS: number };
type Round = Record<'engine' | 'native' | 'document' | 'ocrmypdf', Timed>;

async function compare(
  folder: string,
  truths: readonly PageTruth[],
  scans: readonly string[],
  prepared: readonly string[],
): Promise<void> {
  const bundle = join(folder, 'scans.pdf');
  const peerPdf = join(folder, 'peer.pdf');
  await bundleScans(pathsIn(folder, scans), dpi, bundle);
  await using server = await serveRecognition(folder);
  const program = await chromium.launchServer({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-background-networking'],
  });
  const browser = await chromium.connect(program.wsEndpoint());
  const chromiumId = program.process().pid ?? 0;
  try {
    const page = await browser.newPage();
    await page.goto(`${server.origin}/recognition.html`);
    await page.waitForFunction(() => 'recognitionPage' in globalThis);
    await inPage(page, 'readPrepared', prepared.slice(0, 1));
    const paths = pathsIn(folder, prepared);
    const rounds: Round[] = [];
    for (let round = 0; round < roundCount; round += 1) {
      rounds.push({
        engine: await timed(chromiumId, () => inPage(page, 'readPrepared', prepared)),
        native: await timed(process.pid, () =>
          readNatively(paths, { data: folder, dpi, processes: workers }),
        ),
        document: await timed(chromiumId, () => inPage(page, 'makeDocument', scans)),
        ocrmypdf: await timed(process.pid, () => runOcrmypdf(bundle, peerPdf, workers)),
      });
    }
    tellTimes(rounds, scans.length);
    await tellQuality('Chromium, scan to PDF/A', server.madePdf, truths);
    await tellQuality('ocrmypdf --deskew --clean', peerPdf, truths);
  } finally {
    await browser.close();
    await program.close();
  }
}

/** Wall time as the deed tells it, and CPU time of the process: the latter bears a busy machine. */
async function timed(pid: number, deed: () => Promise<number>): Promise<Timed> {
  const before = await cpuSeconds(pid);
  const ms = await deed();
  return { ms, cpuS: (await cpuSeconds(pid)) - before };
}

function tellTimes(rounds: readonly Round[], count: number): void {
  const pace = (kind: keyof Round) => {
    const perMinute = (count / median(rounds.map((round) => round[kind].ms))) * 60_000;
    const cpu = median(rounds.map((round) => round[kind].cpuS)) / count;
    return `${perMinute.toFixed(1)} pages/min, ${cpu.toFixed(2)} CPU s/page`;
  };
  const ratio = (own: keyof Round, peer: keyof Round) => {
    const by = (value: (timed: Timed) => number) =>
      median(rounds.map((round) => value(round[peer]) / value(round[own]))).toFixed(2);
    return `${by(({ ms }) => ms)}, by CPU time ${by(({ cpuS }) => cpuS)} (${roundCount} rounds)`;
  };
  tell('Chromium, engine alone', pace('engine'));
  tell('native tesseract', pace('native'));
  tell('  ratio of throughput', ratio('engine', 'native'));
  tell('Chromium, scan to PDF/A', pace('document'));
  tell('ocrmypdf --deskew --clean', pace('ocrmypdf'));
  tell('  ratio of throughput', ratio('document', 'ocrmypdf'));
}

async function tellQuality(
  label: string,
  pdf: string,
  truths: readonly PageTruth[],
): Promise<void> {
  const texts = await pageTexts(pdf);
  let errors = 0;
  let characters = 0;
  for (const [i, truth] of truths.entries()) {
    const measured = measureCharacters(truth, layerOf(texts[i] ?? ''));
    errors += measured.words;
    characters += measured.characters;
  }
  const { size } = await stat(pdf);
  const kilobytes = Math.round(size / truths.length / 1024);
  const rate = ((100 * errors) / characters).toFixed(2);
  tell(label, `${rate} % character errors, ${kilobytes} kB/page`);
}

function layerOf(text: string): TextLayer {
  const box = { x: 0, y: 0, width: 0, height: 0 };
  const words = normalizeText(text)
    .split(' ')
    .filter((word) => word !== '')
    .map((word) => ({ text: word, confidence: 100, box }));
  const baseline = { x0: 0, y0: 0, x1: 0, y1: 0 };
  return { widthPx: 0, heightPx: 0, lines: [{ words, box, baseline }], meanConfidence: 100 };
}

function inPage(
  page: Page,
  deed: keyof RecognitionPage,
  names: readonly string[],
): Promise<number> {
  const addresses = names.map((name) => `/images/${name}`);
  return page.evaluate(
    ([name, images, resolution, count]) => {
      const { recognitionPage } = globalThis as unknown as { recognitionPage: RecognitionPage };
      return recognitionPage[name](images, resolution, count);
    },
    [deed, addresses, dpi, workers] as const,
  );
}
