import * as v from 'valibot';
import { tell } from './measure.ts';
import { runAlone, tellPeak, withScans } from './own-process.ts';
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
  await withScans(async ({ smallPath, onePath, twentyPath }) => {
    const cases = [
      ['1 page, one by one', { path: onePath, documents: 200, oneByOne: true }],
      ['1 page, batch of 200 in two phases', { path: onePath, documents: 200, oneByOne: false }],
      ['20 pages, one by one', { path: twentyPath, documents: 30, oneByOne: true }],
      ['20 pages, a single one', { path: twentyPath, documents: 1, oneByOne: true }],
    ] as const;
    for (const [label, which] of cases) {
      const input: SealingInput = { ...which, smallPath };
      const cost = v.parse(CostSchema, await runAlone('seal-documents.ts', input));
      tellCost(label, input.oneByOne ? 1 : input.documents, cost);
    }
  });
}

function tellCost(label: string, held: number, cost: SealingCost): void {
  const { cpuMsPerDocument, keyMsPerDocument, fileBytes } = cost;
  tell(
    `sealing, ${label}, ${(fileBytes / 1e6).toFixed(2)} MB`,
    `${cpuMsPerDocument.toFixed(1)} ms CPU, ${(1000 / cpuMsPerDocument).toFixed(0)} per CPU second`,
  );
  tell('  ratio to the key alone', (cpuMsPerDocument / keyMsPerDocument).toFixed(1));
  tellPeak(cost, held);
}
