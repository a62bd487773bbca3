import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSearchablePdf } from '#lib/pdf/searchable-pdf.ts';
import { noisyJpeg, textLayer } from './scanned-document.ts';
import { measure, tell, tellMachine, tellMeasured, tellMemory } from './measure.ts';

const frame = {
  sourceWidthPx: 1654,
  sourceHeightPx: 2339,
  rotation: 0 as const,
  skewDegrees: 0.4,
  dpi: 200,
};

/**
 * Searchable PDF/A-2u from JPEG pages and their text. Peer: `qpdf` copying the finished file, that
 * is, reading and writing the same bytes with no work in between.
 */
export async function run(): Promise<void> {
  tellMachine();
  const folder = await mkdtemp(join(tmpdir(), 'bench-pdf-'));
  try {
    for (const [label, pageCount] of [
      ['1 page, 250 kB', 1],
      ['20 pages, 5 MB', 20],
      ['100 pages, 25 MB', 100],
    ] as const) {
      const images: Uint8Array[] = [];
      for (let page = 0; page < pageCount; page++) images.push(await noisyJpeg(250_000));
      const pages = images.map((bytes) => ({
        image: {
          kind: 'jpeg' as const,
          bytes,
          widthPx: 1654,
          heightPx: 2339,
          components: 3 as const,
        },
        frame,
        textLayer: textLayer(),
      }));
      const path = join(folder, 'document.pdf');
      const build = () => buildSearchablePdf({ title: 'Đo', createdAt: new Date(0), pages });
      const built = await measure(5, async () => writeFile(path, await build()));
      const copied = await measure(5, () => copyByQpdf(path, join(folder, 'copy.pdf')));
      const imageBytes = images.reduce((sum, image) => sum + image.byteLength, 0);
      const overhead = (await stat(path)).size - imageBytes;
      tellMeasured(`${label}: searchable PDF/A-2u`, built);
      tellMeasured(`${label}: qpdf copying it`, copied);
      tell(`${label}: ratio`, (built.medianMs / copied.medianMs).toFixed(2));
      tell(`${label}: bytes beyond the images, per page`, `${Math.round(overhead / pageCount)}`);
    }
    await readFile(join(folder, 'copy.pdf'));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  tellMemory();
}

function copyByQpdf(from: string, to: string): void {
  const { status, error } = spawnSync('qpdf', [from, to]);
  if (status !== 0) throw new Error('qpdf is needed: apt-get install qpdf', { cause: error });
}
