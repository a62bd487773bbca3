import { createHash } from 'node:crypto';
import { glob, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { DocumentPlan } from './documents/document-plan.ts';
import type { DocumentTruth } from './truth.ts';
import type { Part } from './wording/part-wording.ts';

export const projectRoot = fileURLToPath(new URL('../../', import.meta.url));
export const evaluationFolder = join(projectRoot, 'var/evaluation');

export function partFolder(part: Part): string {
  return join(evaluationFolder, part);
}

/** Makes the pages and truths of these documents that are missing; all when a source has changed. */
export async function generateDocuments(
  part: Part,
  plans: readonly DocumentPlan[],
  report: (line: string) => void,
): Promise<DocumentTruth[]> {
  const folder = partFolder(part);
  const version = await sourceVersion();
  const kept = await readFile(join(folder, 'version'), 'utf8').catch(() => null);
  if (kept !== version) await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'version'), version);
  const ids = plans.map((plan) => plan.id);
  const missing: string[] = [];
  for (const id of ids) {
    if (!(await stat(truthPath(part, id)).catch(() => null))) missing.push(id);
  }
  let finished = 0;
  await runWorkers(part, missing, () => {
    finished += 1;
    report(`making ${part} ${finished}/${missing.length}`);
  });
  return Promise.all(
    ids.map(async (id): Promise<DocumentTruth> => {
      return JSON.parse(await readFile(truthPath(part, id), 'utf8'));
    }),
  );
}

function truthPath(part: Part, id: string): string {
  return join(partFolder(part), `${id}.json`);
}

/** Writes the truth last and at once, so that what has one is whole. */
export async function writeTruth(truth: DocumentTruth): Promise<void> {
  const path = truthPath(truth.part, truth.id);
  // Two evaluations may be making the same document at once.
  const unfinished = `${path}.${process.pid}.part`;
  await writeFile(unfinished, JSON.stringify(truth));
  await rename(unfinished, path);
}

async function runWorkers(part: Part, ids: string[], onWritten: () => void): Promise<void> {
  const queue = [...ids];
  const workers: Worker[] = [];
  const run = () =>
    new Promise<void>((finish, fail) => {
      const worker = new Worker(new URL('./generate-worker.ts', import.meta.url), {
        workerData: part,
      });
      workers.push(worker);
      const next = () => {
        const id = queue.shift();
        if (id === undefined) finish();
        else worker.postMessage(id);
      };
      worker.on('message', () => {
        onWritten();
        next();
      });
      worker.on('error', fail);
      next();
    });
  try {
    await Promise.all(
      Array.from({ length: Math.min(2, availableParallelism(), queue.length) }, run),
    );
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

async function sourceVersion(): Promise<string> {
  const patterns = [
    'tests/evaluation/{damage,documents,layout,wording}/*.ts',
    'tests/evaluation/{render-document,truth}.ts',
    'tests/fixtures/{formats,rendering,scanning}/*.ts',
  ];
  const paths: string[] = [];
  for await (const path of glob(patterns, { cwd: projectRoot })) paths.push(path);
  const hash = createHash('sha256');
  for (const path of paths.sort())
    hash.update(path).update(await readFile(join(projectRoot, path)));
  return hash.digest('hex');
}
