import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { planDocuments } from './documents/document-plan.ts';
import { partFolder, writeAtOnce, writeTruth } from './generate.ts';
import { renderPages, sheetsOf, truthOf } from './render-document.ts';
import { parts } from './wording/part-wording.ts';

const part = parts.find((name) => name === workerData);
if (!part || !parentPort) throw new Error('This runs as a worker of the generator');
const plans = planDocuments(part);
const port = parentPort;
port.on('message', (id: string) => {
  void write(id).then(() => port.postMessage(id));
});

async function write(id: string): Promise<void> {
  const plan = plans.find((candidate) => candidate.id === id);
  if (!plan) throw new Error(`There is no document ${id}`);
  const sheets = sheetsOf(plan);
  for (const { fileName, bytes } of renderPages(plan, sheets)) {
    await writeAtOnce(join(partFolder(plan.part), fileName), bytes);
  }
  await writeTruth(truthOf(plan, sheets));
}
