import type { AgencyEntry } from '#lib/recognition/fields/issuing-agency.ts';
import { extractDocument } from '#lib/recognition/extract-fields.ts';
import type { PageReading } from '../reading/page-reading.ts';
import type { DocumentTruth, PageTruth } from '../truth.ts';
import { wordingOf } from '../wording/wording-of.ts';
import { measureCharacters, type CharacterErrors } from './measure-characters.ts';
import { measureFields, type FieldReading } from './measure-fields.ts';
import { keysPerDocument } from './measure-keys.ts';

export type MeasuredPage = { truth: PageTruth; reading: PageReading; errors: CharacterErrors };
export type MeasuredDocument = {
  truth: DocumentTruth;
  pages: MeasuredPage[];
  fields: FieldReading[];
  keys: number;
};

/** Holds what was read against what is true. Blank pages are left out, as the station does. */
export function measureDocument(
  truth: DocumentTruth,
  readings: ReadonlyMap<string, PageReading>,
): MeasuredDocument {
  const pages = truth.pages.map((page) => {
    const reading = readings.get(page.fileName);
    if (!reading) throw new Error(`${page.fileName} was not read`);
    return { truth: page, reading, errors: measureCharacters(page, reading.layer) };
  });
  const layers = pages
    .filter(({ reading }) => !reading.isBlank)
    .map(({ reading }) => reading.layer);
  const fields = measureFields(
    truth,
    extractDocument({ layers, catalogue: { agencies: catalogueOf(truth) } }),
  );
  return { truth, pages, fields, keys: keysPerDocument(fields) };
}

/** What an office has: most agencies, not all. */
function catalogueOf({ part }: DocumentTruth): AgencyEntry[] {
  return wordingOf(part)
    .agencies.filter((agency) => agency.isInCatalogue)
    .map(({ name, notation }) => ({ name, notation }));
}
