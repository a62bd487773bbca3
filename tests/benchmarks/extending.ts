import * as v from 'valibot';
import type { ExtendingInput } from './extend-documents.ts';
import { tell } from './measure.ts';
import { runAlone, tellPeak, withScans } from './own-process.ts';

const CostSchema = v.object({
  fileBytes: v.number(),
  cpuMsPerDocument: v.number(),
  servicesMsPerDocument: v.number(),
  baseRssBytes: v.number(),
  peakRssBytes: v.number(),
});

/**
 * CPU and memory of extending a B-B to B-LTA. TSA and responder work in the same process and are
 * counted with it; asking them alone is the peer. Each case runs in a process of its own.
 */
export async function tellExtending(): Promise<void> {
  await withScans(async ({ smallPath, onePath, twentyPath }) => {
    for (const [label, path, documents] of [
      ['1 page', onePath, 50],
      ['20 pages', twentyPath, 10],
      ['20 pages, a single one', twentyPath, 1],
    ] as const) {
      const input: ExtendingInput = { path, smallPath, documents };
      const cost = v.parse(CostSchema, await runAlone('extend-documents.ts', input));
      const { cpuMsPerDocument, servicesMsPerDocument, fileBytes } = cost;
      tell(
        `extending to B-LTA, ${label}, ${(fileBytes / 1e6).toFixed(2)} MB`,
        `${cpuMsPerDocument.toFixed(1)} ms CPU, ${(1000 / cpuMsPerDocument).toFixed(0)} per CPU second`,
      );
      const ratio = cpuMsPerDocument / servicesMsPerDocument;
      tell('  ratio to asking the services alone', ratio.toFixed(1));
      tellPeak(cost);
    }
  });
}
