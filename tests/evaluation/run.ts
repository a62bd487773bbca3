/**
 * `npm run evaluate -- [--part tuning|test] [--only damage|none] [--documents one-in-n] [--limit n]
 * [--layers file] [--report folder]`: makes the evaluation set, reads it, prints every figure against
 * its aim and writes a report with the crop of each failure. With `--layers` the text layers are
 * taken from that file if it exists, else written to it. Ends with 1 when an aim was missed.
 */
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { seededRandom } from '#fixtures/scanning/random.ts';
import { damageNames } from './damage/damage-plans.ts';
import { planDocuments, type DocumentPlan } from './documents/document-plan.ts';
import { evaluationFolder, generateDocuments } from './generate.ts';
import { aimsOf } from './measure/aims.ts';
import { measureDocument } from './measure/measure-documents.ts';
import { summarize } from './measure/summary.ts';
import type { PageReading } from './reading/page-reading.ts';
import { readPages } from './reading/read-pages.ts';
import { summaryLines } from './report/print-summary.ts';
import { writeReport } from './report/write-report.ts';
import type { DocumentTruth } from './truth.ts';
import { parts } from './wording/part-wording.ts';

const { values } = parseArgs({
  options: {
    part: { type: 'string', default: 'tuning' },
    only: { type: 'string' },
    documents: { type: 'string', default: '1' },
    limit: { type: 'string' },
    layers: { type: 'string' },
    report: { type: 'string', default: join(evaluationFolder, 'report') },
  },
});
const part = parts.find((name) => name === values.part);
if (!part) stop(`--part is one of ${parts.join(', ')}`);
if (
  values.only !== undefined &&
  values.only !== 'none' &&
  !damageNames.some((name) => name === values.only)
) {
  stop(`--only is "none" or one of ${damageNames.join(', ')}`);
}

const truths = await generateDocuments(part, chosen(planDocuments(part)), progress);
const readings = await readAll(truths);
const documents = truths.map((truth) => measureDocument(truth, readings));
const summary = summarize(documents);
console.log(summaryLines(summary).join('\n'));
const report = await writeReport(values.report, documents, summary);
console.log(`\n${report.failures} failures: ${report.path}`);
process.exitCode = aimsOf(summary).every(({ isMet }) => isMet) ? 0 : 1;

function chosen(plans: DocumentPlan[]): DocumentPlan[] {
  const share = 1 / Math.max(1, Number(values.documents));
  return (
    plans
      // By chance rather than by place: kinds and damages come in cycles.
      .filter(({ id }) => seededRandom(`chosen ${id}`).next() < share)
      .filter(({ scan }) => {
        if (values.only === undefined) return true;
        if (values.only === 'none') return scan.damages.length === 0;
        return [...scan.damages, scan.turnedPage?.damage].some((name) => name === values.only);
      })
      .slice(0, values.limit === undefined ? undefined : Number(values.limit))
  );
}

async function readAll(truths: readonly DocumentTruth[]): Promise<Map<string, PageReading>> {
  if (values.layers !== undefined && existsSync(values.layers)) {
    return new Map(Object.entries(JSON.parse(await readFile(values.layers, 'utf8'))));
  }
  const read = await readPages(truths, progress);
  if (values.layers !== undefined)
    await writeFile(values.layers, JSON.stringify(Object.fromEntries(read)));
  return read;
}

function progress(line: string): void {
  process.stderr.write(`\r${line.padEnd(60)}`);
}

function stop(message: string): never {
  console.error(message);
  process.exit(2);
}
