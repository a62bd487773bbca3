import { fork, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { evaluationFolder, partFolder } from '../generate.ts';
import type { DocumentTruth, PageTruth } from '../truth.ts';
import type { Part } from '../wording/part-wording.ts';
import type { PageReading, PageTask } from './page-reading.ts';
import { readingVersion } from './reading-version.ts';

const cacheFolder = join(evaluationFolder, 'cache');
/** Earlier states of the sources whose readings stay. */
const KEPT_VERSIONS = 12;

/** Reads the pages of documents with two processes; what was read by the same sources is kept. */
export async function readPages(
  truths: readonly DocumentTruth[],
  report: (line: string) => void,
): Promise<Map<string, PageReading>> {
  const version = await readingVersion();
  const folder = join(cacheFolder, version);
  await mkdir(folder, { recursive: true });
  await forgetOldVersions(version);
  const readings = new Map<string, PageReading>();
  const waiting: { page: PageTruth; task: PageTask; kept: string }[] = [];
  for (const truth of truths) {
    for (const page of truth.pages) {
      const path = pagePath(truth.part, page);
      const bytes = await readFile(path);
      const key = createHash('sha256')
        .update(bytes)
        .update(String(page.dpiHint))
        .digest('hex')
        .slice(0, 24);
      const kept = join(folder, `${key}.json`);
      const text = await readFile(kept, 'utf8').catch(() => null);
      if (text !== null) readings.set(page.fileName, JSON.parse(text));
      else waiting.push({ page, task: { path, dpiHint: page.dpiHint }, kept });
    }
  }
  const startedAt = Date.now();
  const total = waiting.length;
  let done = 0;
  const work = async () => {
    const reader = startReader();
    try {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        const reading = await readOne(reader, next.task);
        readings.set(next.page.fileName, reading);
        const unfinished = `${next.kept}.${reader.pid}.part`;
        await writeFile(unfinished, JSON.stringify(reading));
        await rename(unfinished, next.kept);
        done += 1;
        const left = ((Date.now() - startedAt) / done) * (total - done);
        report(`reading ${done}/${total}, ${Math.ceil(left / 60_000)} min left`);
      }
    } finally {
      reader.kill();
    }
  };
  await Promise.all(Array.from({ length: Math.min(2, total) }, work));
  return readings;
}

export function pagePath(part: Part, page: PageTruth): string {
  return join(partFolder(part), page.fileName);
}

function startReader(): ChildProcess {
  return fork(fileURLToPath(new URL('./reader.ts', import.meta.url)), {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
}

function readOne(reader: ChildProcess, task: PageTask): Promise<PageReading> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null) =>
      reject(new Error(`The reader ended with ${code} at ${task.path}`));
    reader.once('exit', onExit);
    reader.once('message', (message: { reading: PageReading } | { error: string }) => {
      reader.off('exit', onExit);
      if ('error' in message) reject(new Error(`${task.path}: ${message.error}`));
      else resolve(message.reading);
    });
    reader.send(task);
  });
}

async function forgetOldVersions(current: string): Promise<void> {
  const names = (await readdir(cacheFolder)).filter((name) => name !== current);
  const dated = await Promise.all(
    names.map(async (name) => ({ name, at: (await stat(join(cacheFolder, name))).mtimeMs })),
  );
  const old = dated.sort((a, b) => b.at - a.at).slice(KEPT_VERSIONS);
  await Promise.all(
    old.map(({ name }) => rm(join(cacheFolder, name), { recursive: true, force: true })),
  );
}
