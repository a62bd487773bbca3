import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import * as v from 'valibot';
import { tell } from './measure.ts';
import { scanOf } from './scanned-document.ts';
import type { SealingCost, SealingInput } from './seal-documents.ts';

const CostSchema = v.object({
  fileBytes: v.number(),
  cpuMsPerDocument: v.number(),
  keyMsPerDocument: v.number(),
  baseRssBytes: v.number(),
  peakRssBytes: v.number(),
});

/**
 * CPU and memory of preparing and sealing alone, without token and bridge; the key is in memory, and
 * its own time is the peer. Each case runs in a process of its own.
 */
export async function tellSealing(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'sealing-'));
  try {
    const [smallPath, onePath, twentyPath] = await Promise.all(
      [scanOf(1, 1000), scanOf(1, 250_000), scanOf(20, 250_000)].map(async (scan, index) => {
        const path = join(folder, `${index}.pdf`);
        await writeFile(path, await scan);
        return path;
      }),
    );
    if (!smallPath || !onePath || !twentyPath) throw new Error('a scan is missing');
    const cases = [
      ['1 page, one by one', { path: onePath, documents: 200, oneByOne: true }],
      ['1 page, batch of 200 in two phases', { path: onePath, documents: 200, oneByOne: false }],
      ['20 pages, one by one', { path: twentyPath, documents: 30, oneByOne: true }],
      ['20 pages, a single one', { path: twentyPath, documents: 1, oneByOne: true }],
    ] as const;
    for (const [label, input] of cases) {
      tellCost(label, input.oneByOne ? 1 : input.documents, await runCase({ ...input, smallPath }));
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function runCase(input: SealingInput): Promise<SealingCost> {
  const program = fileURLToPath(new URL('seal-documents.ts', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--expose-gc',
    program,
    JSON.stringify(input),
  ]);
  return v.parse(CostSchema, JSON.parse(stdout));
}

/** `held`: prepared documents that are kept at the same time. */
function tellCost(label: string, held: number, cost: SealingCost): void {
  const { cpuMsPerDocument, keyMsPerDocument, fileBytes, baseRssBytes, peakRssBytes } = cost;
  const size = `${(fileBytes / 1e6).toFixed(2)} MB`;
  tell(
    `sealing, ${label}, ${size}`,
    `${cpuMsPerDocument.toFixed(1)} ms CPU, ${(1000 / cpuMsPerDocument).toFixed(0)} per CPU second`,
  );
  tell('  ratio to the key alone', (cpuMsPerDocument / keyMsPerDocument).toFixed(1));
  const beyond = peakRssBytes - baseRssBytes;
  tell(
    '  peak memory beyond the base',
    `${(beyond / 1e6).toFixed(0)} MB, ${(beyond / fileBytes / held).toFixed(1)} × what is held`,
  );
}
