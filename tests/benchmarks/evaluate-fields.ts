/**
 * `node tests/benchmarks/evaluate-fields.ts [samplesDir] [--layers file.json]`: reads every sample,
 * prints character errors, orientation and exact matches per field, and lists what was wrong.
 * With `--layers` the text layers are kept in that file and read from it the next time.
 */
import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { foldDiacritics, normalizeText } from '#lib/domain/fold.ts';
import { metadataKeys, SURE_CONFIDENCE, type MetadataKey } from '#lib/domain/metadata.ts';
import type { TextLayer } from '#lib/domain/text-layer.ts';
import { extractFields } from '#lib/recognition/extract-fields.ts';
import { editDistance, similarity } from '#lib/recognition/vietnamese.ts';
import { sampleAgencies } from '#lib/server/demo/sample-agencies.ts';
import { truthFolder } from '#fixtures/sample-documents.ts';
import { NodeRecognition } from './node-recognition.ts';
import { readSamplePages } from './sample-pages.ts';

type Truth = {
  fileName: string;
  pages: { text: string; rotation: number; damages: string[] }[];
  fields: Record<MetadataKey, string>;
};
type ReadSample = {
  fileName: string;
  pages: {
    layer: TextLayer;
    rotation: number;
    analysedRotation: number;
    isBlank: boolean;
    ms: number;
  }[];
};

const { values, positionals } = parseArgs({
  options: { layers: { type: 'string' } },
  allowPositionals: true,
});
const folder = positionals[0] ?? 'var/samples';
const truths = await readTruths();
const samples = await readSamples();
reportPages();
reportFields();

async function readTruths(): Promise<Truth[]> {
  const names = (await readdir(truthFolder(folder))).filter((name) => name.endsWith('.json'));
  return Promise.all(
    names.sort().map(async (name): Promise<Truth> => {
      return JSON.parse(await readFile(join(truthFolder(folder), name), 'utf8'));
    }),
  );
}

async function readSamples(): Promise<ReadSample[]> {
  if (values.layers && existsSync(values.layers)) {
    return JSON.parse(await readFile(values.layers, 'utf8'));
  }
  const waiting = truths.map((truth) => truth.fileName);
  const done: ReadSample[] = [];
  const work = async () => {
    await using engine = await NodeRecognition.start();
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
      const pages = [];
      for (const image of await readSamplePages(join(folder, name))) {
        const read = await engine.read(image);
        pages.push({
          layer: read.layer,
          rotation: read.frame.rotation,
          analysedRotation: read.analysis.frame.rotation,
          isBlank: read.analysis.isBlank,
          ms: Math.round(read.analysisMs + read.recognitionMs),
        });
      }
      done.push({ fileName: name, pages });
      process.stderr.write(`\r${done.length}/${truths.length}`);
    }
  };
  await Promise.all([work(), work()]);
  process.stderr.write('\n');
  if (values.layers) await writeFile(values.layers, JSON.stringify(done));
  return done;
}

function reportPages(): void {
  let errors = 0;
  let characters = 0;
  let upright = 0;
  let uprightAtOnce = 0;
  const times: number[] = [];
  for (const { truth, sample } of pairs()) {
    truth.pages.forEach((page, i) => {
      const read = sample.pages[i];
      if (!read) return;
      const found = characterErrors(page.text, read.layer);
      errors += found.errors;
      characters += found.characters;
      times.push(read.ms);
      if (read.rotation === page.rotation) upright += 1;
      if (read.analysedRotation === page.rotation) uprightAtOnce += 1;
      const rate = (100 * found.errors) / Math.max(1, found.characters);
      const isTurned = read.rotation !== page.rotation;
      if (rate > 8 || isTurned) {
        console.log(
          `  ${truth.fileName} page ${i + 1}: ${rate.toFixed(1)} % character errors` +
            `${isTurned ? `, turned ${read.rotation} instead of ${page.rotation}` : ''} (${page.damages.join(', ')})`,
        );
      }
    });
  }
  times.sort((a, b) => a - b);
  console.log(`pages                 ${times.length}`);
  console.log(`character errors      ${((100 * errors) / characters).toFixed(2)} %`);
  console.log(`upright               ${upright}/${times.length} (image alone ${uprightAtOnce})`);
  console.log(`median time per page  ${times[times.length >> 1]} ms`);
}

/**
 * Errors over one page, word by word: columns and table cells may be read in another order, so
 * equal words pair off first, then every true word takes the read word most like it, and what is
 * left over on either side counts in full.
 */
function characterErrors(truth: string, layer: TextLayer): { errors: number; characters: number } {
  const wanted = normalizeText(truth).split(' ');
  const characters = wanted.join('').length;
  const read = layer.lines.flatMap((line) => line.words.map((word) => word.text));
  const missing = wanted.filter((word) => !removeOne(read, word));
  const pairs = missing
    .flatMap((word, i) => read.map((text, j) => ({ i, j, score: similarity(word, text) })))
    .filter(({ score }) => score > 0.3)
    .sort((a, b) => b.score - a.score);
  const freeWords = new Set(missing.keys());
  const freeTexts = new Set(read.keys());
  let errors = 0;
  for (const { i, j } of pairs) {
    if (!freeWords.has(i) || !freeTexts.has(j)) continue;
    errors += editDistance(missing[i] ?? '', read[j] ?? '');
    freeWords.delete(i);
    freeTexts.delete(j);
  }
  for (const i of freeWords) errors += missing[i]?.length ?? 0;
  for (const j of freeTexts) errors += read[j]?.length ?? 0;
  return { errors, characters };
}

function removeOne(words: string[], word: string): boolean {
  const at = words.indexOf(word);
  if (at >= 0) words.splice(at, 1);
  return at >= 0;
}

function reportFields(): void {
  const agencies = Object.values(sampleAgencies).map(({ name, notation }) => ({ name, notation }));
  const wrong: string[] = [];
  let sure = 0;
  let sureAndWrong = 0;
  console.log('\nfield              exact  without diacritics  left blank  invented  sure');
  const extracted = pairs().map(({ truth, sample }) => ({
    truth,
    found: extractFields({
      layers: sample.pages.map((page) => page.layer),
      catalogue: { agencies },
    }),
  }));
  for (const key of metadataKeys) {
    const tally = { present: 0, exact: 0, folded: 0, blank: 0, invented: 0, sure: 0 };
    for (const { truth, found } of extracted) {
      const wanted = normalizeText(truth.fields[key]);
      const field = found[key];
      const value = field?.value ?? '';
      const isExact = value === wanted;
      if (wanted !== '') {
        tally.present += 1;
        if (isExact) tally.exact += 1;
        if (foldDiacritics(value) === foldDiacritics(wanted)) tally.folded += 1;
        if (value === '') tally.blank += 1;
      } else if (value !== '') tally.invented += 1;
      if (field && field.confidence >= SURE_CONFIDENCE) {
        tally.sure += 1;
        sure += 1;
        if (!isExact) sureAndWrong += 1;
      }
      if (!isExact) {
        wrong.push(
          `  ${key} ${truth.fileName} (${field?.confidence ?? '–'}): "${value}" for "${wanted}"`,
        );
      }
    }
    const share = (count: number) => `${((100 * count) / Math.max(1, tally.present)).toFixed(0)} %`;
    console.log(
      `${key.padEnd(18)} ${share(tally.exact).padStart(5)}  ${share(tally.folded).padStart(18)}  ${String(tally.blank).padStart(10)}  ${String(tally.invented).padStart(8)}  ${String(tally.sure).padStart(4)}`,
    );
  }
  console.log(`\nshown as sure ${sure}, of which wrong ${sureAndWrong}`);
  console.log(wrong.join('\n'));
}

function pairs(): { truth: Truth; sample: ReadSample }[] {
  return truths.flatMap((truth) => {
    const sample = samples.find((candidate) => candidate.fileName === truth.fileName);
    return sample ? [{ truth, sample }] : [];
  });
}
