import { createHash } from 'node:crypto';
import { glob, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
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
  await mkdir(partFolder(part), { recursive: true });
  const version = await sourceVersion();
  const missing: string[] = [];
  for (const { id } of plans) {
    const kept = await readFile(versionPath(part, id), 'utf8').catch(() => null);
    if (kept !== version) missing.push(id);
  }
  let finished = 0;
  await runWorkers(part, missing, async (id) => {
    await writeAtOnce(versionPath(part, id), version);
    finished += 1;
    report(`making ${part} ${finished}/${missing.length}`);
  });
  return Promise.all(
    plans.map(async ({ id }): Promise<DocumentTruth> => {
      return JSON.parse(await readFile(truthPath(part, id), 'utf8'));
    }),
  );
}

function truthPath(part: Part, id: string): string {
  return join(partFolder(part), `${id}.json`);
}

/** Of the sources that made the document; stands there once all its files do. */
function versionPath(part: Part, id: string): string {
  return join(partFolder(part), `${id}.version`);
}

export async function writeTruth(truth: DocumentTruth): Promise<void> {
  await writeAtOnce(truthPath(truth.part, truth.id), JSON.stringify(truth));
}

/** Two evaluations may be making the same document at once: each file is whole or as it was. */
export async function writeAtOnce(path: string, content: string | Uint8Array): Promise<void> {
  const unfinished = `${path}.${process.pid}.part`;
  await writeFile(unfinished, content);
  await rename(unfinished, path);
}

async function runWorkers(
  part: Part,
  ids: string[],
  onWritten: (id: string) => Promise<void>,
): Promise<void> {
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
      worker.on('message', (id: string) => {
        onWritten(id).then(next, fail);
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
