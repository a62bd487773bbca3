import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { buildSearchablePdf, jpegInfo } from '#lib/pdf/searchable-pdf.ts';

const runProgram = promisify(execFile);

/** Reads images with as many native `tesseract` processes at a time, each on one core. */
export async function readNatively(
  images: readonly string[],
  { data, dpi, processes }: { data: string; dpi: number; processes: number },
): Promise<number> {
  const waiting = [...images];
  const env = { ...process.env, OMP_THREAD_LIMIT: '1' };
  const options = ['--tessdata-dir', data, '-l', 'vie', '--psm', '3', '--dpi', String(dpi)];
  const work = async () => {
    for (let image = waiting.shift(); image; image = waiting.shift()) {
      await runProgram('tesseract', [image, '-', ...options], { env, maxBuffer: 1e8 });
    }
  };
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: processes }, work));
  return performance.now() - startedAt;
}

/** The JPEG scans as one PDF without text: what `ocrmypdf` is given. */
export async function bundleScans(
  scans: readonly string[],
  dpi: number,
  target: string,
): Promise<void> {
  const pages = await Promise.all(
    scans.map(async (path) => {
      const bytes = new Uint8Array(await readFile(path));
      const info = jpegInfo(bytes);
      const frame = {
        sourceWidthPx: info.widthPx,
        sourceHeightPx: info.heightPx,
        rotation: 0 as const,
        skewDegrees: 0,
        dpi,
      };
      return { image: () => Promise.resolve({ kind: 'jpeg' as const, bytes, ...info }), frame };
    }),
  );
  await writeFile(target, await buildSearchablePdf({ title: 'Đo', createdAt: new Date(0), pages }));
}

/** What an office would run instead of us; milliseconds for all pages. */
export async function runOcrmypdf(input: string, output: string, jobs: number): Promise<number> {
  const options = ['--deskew', '--clean', '-l', 'vie', '--jobs', String(jobs), '--quiet'];
  const startedAt = performance.now();
  await runProgram('ocrmypdf', [...options, input, output], {
    env: { ...process.env, OMP_THREAD_LIMIT: '1', TMPDIR: dirname(output) },
    maxBuffer: 1e8,
  });
  return performance.now() - startedAt;
}

/** The words of each page of a PDF, as `pdftotext` finds them. */
export async function pageTexts(pdf: string): Promise<string[]> {
  const { stdout } = await runProgram('pdftotext', ['-enc', 'UTF-8', pdf, '-'], { maxBuffer: 1e8 });
  return stdout.split('\f').slice(0, -1);
}

export function pathsIn(folder: string, names: readonly string[]): string[] {
  return names.map((name) => join(folder, name));
}
