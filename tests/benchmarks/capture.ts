import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCanvas, ImageData } from '@napi-rs/canvas';
import { packSamples, type Colour } from '#fixtures/formats/raster.ts';
import { withJpegDensity } from '#fixtures/formats/jpeg.ts';
import { writePng } from '#fixtures/formats/png.ts';
import { writeTiff } from '#fixtures/formats/tiff.ts';
import { printedPage } from '#support/text-layers.ts';
import { renderPage, type RenderedPage } from '#support/rendered-page.ts';
import { bilevelOfPng } from '#lib/pdf/images/bilevel-image.ts';
import { encodeG4 } from '#lib/pdf/images/ccitt-g4.ts';
import { encodeJbig2 } from '#lib/pdf/images/jbig2-generic.ts';
import { plainPng } from '#lib/pdf/images/plain-png.ts';
import { buildSearchablePdf, jpegInfo, type PageImage } from '#lib/pdf/searchable-pdf.ts';
import { measure, tell, tellMachine, tellMeasured, tellMemory } from './measure.ts';
import { peakMemoryBytes, resetPeakMemory } from './peak-memory.ts';

const DPI = 300;
const MANY_PAGES = 200;

/**
 * What one scanned page takes in the archive, by kind, against `ocrmypdf` making a PDF/A of the same
 * image (its recognition left out: it would add to its size), as it is and with the clean-up that
 * offices use; the coders of black and white against libtiff; memory of a long document.
 */
export async function run(): Promise<void> {
  tellMachine();
  const folder = await mkdtemp(join(tmpdir(), 'bench-capture-'));
  try {
    const page = scannedPage();
    await tellSizes(folder, 'black and white', 'page.png', asPng(page, 'bilevel'));
    await tellSizes(folder, 'grey, JPEG', 'page.jpg', asJpeg(page, 'grey'));
    await tellSizes(folder, 'colour, JPEG', 'page.jpg', asJpeg(page, 'colour'));
    await tellSizes(folder, 'grey, PNG', 'page.png', asPng(page, 'grey'));
    await tellCoders(folder, page);
    await tellLongDocument(folder, asJpeg(page, 'colour'));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  tellMemory();
}

async function tellSizes(
  folder: string,
  kind: string,
  name: string,
  scan: Uint8Array,
): Promise<void> {
  const input = join(folder, name);
  await writeFile(input, scan);
  const ours = await documentOf([() => Promise.resolve(imageOf(scan))]);
  tell(`${kind}: the scan`, kilobytes(scan.length));
  tell(`${kind}: searchable PDF/A-2u`, kilobytes(ours.length));
  for (const [label, options] of [
    ['ocrmypdf', []],
    ['ocrmypdf --deskew --clean', ['--deskew', '--clean']],
  ] as const) {
    const bytes = await sizeByOcrmypdf(input, join(folder, 'peer.pdf'), options);
    const ratio = (ours.length / bytes).toFixed(2);
    tell(`${kind}: ${label}, without text`, `${kilobytes(bytes)}; ours is ${ratio} of it`);
  }
}

async function tellCoders(folder: string, page: RenderedPage): Promise<void> {
  const png = plainPng(asPng(page, 'bilevel'));
  const image = png && bilevelOfPng(png);
  if (!image) throw new Error('The page is not black and white');
  const { bytes, widthPx, heightPx } = image;
  const plain = join(folder, 'plain.tif');
  const packed = join(folder, 'g4.tif');
  const samples = bytes.map((octet) => octet ^ 0xff);
  const raster = {
    width: widthPx,
    height: heightPx,
    dpi: DPI,
    colour: 'bilevel',
    samples,
  } as const;
  await writeFile(packed, writeTiff([raster]));
  runPeer('tiffcp', ['-c', 'none', packed, plain]);

  tellMeasured('JBIG2, generic', await measure(9, () => encodeJbig2(image)));
  tellMeasured('Group 4', await measure(9, () => encodeG4(bytes, widthPx, heightPx)));
  const libtiff = await measure(9, () => runPeer('tiffcp', ['-c', 'g4', plain, packed]));
  tellMeasured('Group 4 by libtiff, its start included', libtiff);
  const sizes = [encodeJbig2(image).length, encodeG4(bytes, widthPx, heightPx).length];
  tell('sizes: JBIG2, Group 4, libtiff', [...sizes, (await stat(packed)).size].join(', '));
}

async function tellLongDocument(folder: string, scan: Uint8Array): Promise<void> {
  const path = join(folder, 'long.jpg');
  await writeFile(path, scan);
  const imageBytes = scan.length * MANY_PAGES;
  resetPeakMemory();
  const base = peakMemoryBytes();
  const readers = Array.from(
    { length: MANY_PAGES },
    () => async () => imageOf(await readFile(path)),
  );
  const startedAt = performance.now();
  const pdf = await documentOf(readers, imageBytes);
  const seconds = (performance.now() - startedAt) / 1000;
  const beyond = peakMemoryBytes() - base;
  const allowed = pdf.length + 3 * scan.length;
  tell(`${MANY_PAGES} pages`, `${kilobytes(pdf.length)} in ${seconds.toFixed(1)} s`);
  tell(
    '  peak memory beyond the base',
    `${kilobytes(beyond)} (file and three pages: ${kilobytes(allowed)})`,
  );
}

function documentOf(
  images: readonly (() => Promise<PageImage>)[],
  imageBytes?: number,
): Promise<Uint8Array> {
  const { width, height } = renderedSize;
  const pages = images.map((image) => ({
    image,
    frame: {
      sourceWidthPx: width,
      sourceHeightPx: height,
      rotation: 0 as const,
      skewDegrees: 0.4,
      dpi: DPI,
    },
    textLayer: printedPage(
      Array.from({ length: 45 }, (_, line) => [
        `Dòng ${line}: cộng hòa xã hội chủ nghĩa Việt Nam, độc lập, tự do, hạnh phúc`,
        0.5,
        0.05 + line * 0.02,
      ]),
    ),
  }));
  return buildSearchablePdf({
    title: 'Đo',
    createdAt: new Date(0),
    pages,
    ...(imageBytes !== undefined && { imageBytes }),
  });
}

/** What the page makes of a scanned file, without the canvas that other PNGs need. */
function imageOf(scan: Uint8Array): PageImage {
  if (scan[0] === 0xff) return { kind: 'jpeg', bytes: scan, ...jpegInfo(scan) };
  const png = plainPng(scan);
  const bilevel = png?.bitsPerComponent === 1 ? bilevelOfPng(png) : null;
  if (bilevel) return { kind: 'bilevel', ...bilevel };
  if (!png) throw new Error('This PNG is not made here');
  return { kind: 'png', ...png };
}

const renderedSize = { width: Math.round(DPI * 8.27), height: Math.round(DPI * 11.69) };

/** A page of print with a seal, a little askew, with the grain of a scanner; the same every time. */
function scannedPage(): RenderedPage {
  const page = renderPage({ skewDegrees: 0.4, hasSeal: true }, DPI);
  let state = 1;
  for (let index = 0; index < page.rgba.length; index++) {
    if (index % 4 === 3) continue;
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    page.rgba[index] = (page.rgba[index] ?? 0) + ((state >>> 24) % 11) - 5;
  }
  return page;
}

function asPng({ rgba, width, height }: RenderedPage, colour: Colour): Uint8Array {
  const samples = packSamples({ data: rgba, width, height }, colour);
  return writePng({ width, height, dpi: DPI, colour, samples });
}

function asJpeg({ rgba, width, height }: RenderedPage, colour: 'grey' | 'colour'): Uint8Array {
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  const data = colour === 'colour' ? rgba : greyOf(rgba);
  context.putImageData(new ImageData(data, width, height), 0, 0);
  return withJpegDensity(new Uint8Array(canvas.toBuffer('image/jpeg', 80)), DPI);
}

function greyOf(rgba: Uint8ClampedArray): Uint8ClampedArray {
  return rgba.map((value, index) => (index % 4 === 3 ? value : (rgba[(index & ~3) + 1] ?? 0)));
}

async function sizeByOcrmypdf(
  input: string,
  output: string,
  options: readonly string[],
): Promise<number> {
  const quick = ['--tesseract-timeout', '0', '--output-type', 'pdfa-2', '--jobs', '1', '-q'];
  runPeer('ocrmypdf', [...quick, '--image-dpi', String(DPI), ...options, input, output]);
  return (await stat(output)).size;
}

function runPeer(program: string, options: readonly string[]): void {
  const { status, stderr, error } = spawnSync(program, options, { encoding: 'utf8' });
  if (error) throw new Error(`${program} is needed: install its Debian package`, { cause: error });
  if (status !== 0) throw new Error(`${program}: ${stderr}`);
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(0)} kB`;
}
