import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { scanOf } from './scanned-document.ts';
import { tell } from './measure.ts';

export type ScanPaths = { smallPath: string; onePath: string; twentyPath: string };

/** Scans as files: the least page that there is, 1 page of 250 kB, 20 pages of 5 MB. */
export async function withScans(use: (paths: ScanPaths) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'scans-'));
  const write = async (name: string, pageCount: number, pageBytes: number) => {
    const path = join(folder, name);
    await writeFile(path, await scanOf(pageCount, pageBytes));
    return path;
  };
  try {
    await use({
      smallPath: await write('small.pdf', 1, 0),
      onePath: await write('1.pdf', 1, 250_000),
      twentyPath: await write('20.pdf', 20, 250_000),
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What a program beside this file prints as JSON; run alone, so that its memory is its own. */
export async function runAlone(program: string, input: object): Promise<unknown> {
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--expose-gc',
    fileURLToPath(new URL(program, import.meta.url)),
    JSON.stringify(input),
  ]);
  return JSON.parse(stdout);
}

/** Less than this goes under in the heap's own coming and going. */
const TELLING_BYTES = 1_000_000;

/** `held`: documents that are kept at the same time. */
export function tellPeak(
  cost: { fileBytes: number; baseRssBytes: number; peakRssBytes: number },
  held = 1,
): void {
  const beyond = cost.peakRssBytes - cost.baseRssBytes;
  const heldBytes = cost.fileBytes * held;
  const ratio = `${(beyond / heldBytes).toFixed(1)} × ${held === 1 ? 'the file' : 'what is held'}`;
  tell(
    '  peak memory beyond the base',
    `${(beyond / 1e6).toFixed(0)} MB${heldBytes < TELLING_BYTES ? '' : `, ${ratio} (aim ≤ 3)`}`,
  );
}
