/**
 * `node tests/evaluation/calibrate.ts [--layers file]`: fits how sure the station is of each field to
 * the tuning part of the evaluation set and writes `src/lib/recognition/calibration/fitted.ts`. Run it
 * again when the reading of pages or a rule of extraction has changed; then run `npm run evaluate`,
 * which judges by the test part. `--layers` is a file that `run.ts --layers` has written.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { metadataKeys, type MetadataKey } from '#lib/domain/metadata.ts';
import { fitModel, type CalibrationSample } from '#lib/recognition/calibration/fit.ts';
import { featuresOf, mayBeSure, type FieldModel } from '#lib/recognition/calibration/model.ts';
import { readDocument } from '#lib/recognition/extract-fields.ts';
import { planDocuments } from './documents/document-plan.ts';
import { generateDocuments, projectRoot } from './generate.ts';
import { measureFields } from './measure/measure-fields.ts';
import type { PageReading } from './reading/page-reading.ts';
import { readPages } from './reading/read-pages.ts';
import type { DocumentTruth } from './truth.ts';

const { values } = parseArgs({ options: { layers: { type: 'string' } } });
const truths = await generateDocuments('tuning', planDocuments('tuning'), progress);
const readings = await readAll();
const samples = new Map<MetadataKey, CalibrationSample[]>();
let documents = 0;
for (const truth of truths) collect(truth);
const models = metadataKeys.map((key) => [key, fitModel(samples.get(key) ?? [])] as const);
await writeFile(join(projectRoot, 'src/lib/recognition/calibration/fitted.ts'), source(models));

async function readAll(): Promise<Map<string, PageReading>> {
  if (values.layers === undefined) return readPages(truths, progress);
  return new Map(Object.entries(JSON.parse(await readFile(values.layers, 'utf8'))));
}

function collect(truth: DocumentTruth): void {
  const layers = truth.pages.map((page) => readings.get(page.fileName)?.layer);
  const read = layers.filter((layer) => layer !== undefined);
  if (read.length < layers.length) return;
  documents += 1;
  const { fields, pageConfidence } = readDocument({ layers: read });
  for (const { key, verdict } of measureFields(truth, { fields, absent: {} })) {
    const field = fields[key];
    if (!field) continue;
    const sample = {
      features: featuresOf(field.evidence, pageConfidence),
      isRight: verdict === 'exact',
      mayBeSure: mayBeSure(field.evidence),
    };
    samples.set(key, [...(samples.get(key) ?? []), sample]);
  }
}

function source(fitted: readonly (readonly [MetadataKey, FieldModel])[]): string {
  const rows = fitted.map(([key, { bias, weights, sureFrom }]) => {
    const of = samples.get(key) ?? [];
    const right = of.filter(({ isRight }) => isRight).length;
    return `  // ${right} of ${of.length} right\n  ${key}: { bias: ${bias}, weights: [${weights.join(', ')}], sureFrom: ${sureFrom} },`;
  });
  return [
    "import type { MetadataKey } from '#lib/domain/metadata.ts';",
    "import type { FieldModel } from './model.ts';",
    '',
    '/**',
    ` * Fitted by \`node tests/evaluation/calibrate.ts\` to ${documents} documents of the tuning part of the`,
    ' * evaluation set, as the engine read their images; the test part was not looked at.',
    ' */',
    'export const fittedModels: Partial<Record<MetadataKey, FieldModel>> = {',
    ...rows,
    '};',
    '',
  ].join('\n');
}

function progress(line: string): void {
  process.stderr.write(`\r${line.padEnd(60)}`);
}
