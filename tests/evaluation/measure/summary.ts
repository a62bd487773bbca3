import { metadataKeys, type MetadataKey } from '#lib/domain/metadata.ts';
import type { DocumentKind } from '../documents/document-kinds.ts';
import {
  calibrationTable,
  sureAbsences,
  sureReadings,
  type CalibrationBin,
} from './measure-calibration.ts';
import type { MeasuredDocument, MeasuredPage } from './measure-documents.ts';
import type { Verdict } from './measure-fields.ts';
import { median } from './measure-keys.ts';

export type CharacterSummary = {
  name: string;
  pages: number;
  /** Shares of the true characters; `recall` of the true words. */
  words: number;
  blocks: number;
  strict: number;
  recall: number;
  cpuSecondsPerPage: number;
};

export type FieldSummary = {
  key: MetadataKey;
  wanted: number;
  exact: number;
  counts: Record<Verdict, number>;
};

export type KindSummary = {
  kind: DocumentKind;
  documents: number;
  exact: number;
  medianKeys: number;
};

export type Summary = {
  documents: number;
  pages: number;
  all: CharacterSummary;
  clean: CharacterSummary;
  perDamage: CharacterSummary[];
  perEra: CharacterSummary[];
  orientation: { right: number; total: number; rightFromImage: number };
  blank: { found: number; total: number; falselyFound: number };
  fields: FieldSummary[];
  /** Documents whose signed pages bear no damage. */
  cleanFields: FieldSummary[];
  perKind: KindSummary[];
  calibration: CalibrationBin[];
  sure: { count: number; right: number };
  absent: { count: number; right: number };
  keys: { median: number; medianClean: number; shareWithOne: number; shareWithOneClean: number };
};

export function summarize(documents: readonly MeasuredDocument[]): Summary {
  const pages = documents.flatMap((document) => document.pages);
  const written = pages.filter(({ truth }) => !truth.isBlank);
  const clean = written.filter(isClean);
  const cleanDocuments = documents.filter((document) =>
    document.pages.every((page) => page.truth.isBlank || isClean(page)),
  );
  const readings = documents.flatMap((document) => document.fields);
  const damages = [...new Set(written.flatMap(({ truth }) => truth.damages))].sort();
  const eras = [...new Set(documents.map(({ truth }) => truth.era))];
  return {
    documents: documents.length,
    pages: pages.length,
    all: characters('all', written),
    clean: characters('clean', clean),
    perDamage: damages.flatMap((name) => {
      const hit = written.filter(({ truth }) => truth.damages.includes(name));
      const alone = hit.filter(({ truth }) => truth.damages.length === 1);
      return [
        characters(name, hit),
        ...(alone.length > 0 && alone.length < hit.length
          ? [characters(`${name} alone`, alone)]
          : []),
      ];
    }),
    perEra: eras.map((era) =>
      characters(
        era,
        documents
          .filter(({ truth }) => truth.era === era)
          .flatMap((document) => document.pages.filter(({ truth }) => !truth.isBlank)),
      ),
    ),
    orientation: {
      total: written.length,
      right: written.filter(({ truth, reading }) => reading.rotation === truth.rotation).length,
      rightFromImage: written.filter(
        ({ truth, reading }) => reading.analysedRotation === truth.rotation,
      ).length,
    },
    blank: {
      total: pages.length - written.length,
      found: pages.filter(({ truth, reading }) => truth.isBlank && reading.isBlank).length,
      falselyFound: written.filter(({ reading }) => reading.isBlank).length,
    },
    fields: fieldSummaries(documents),
    cleanFields: fieldSummaries(cleanDocuments),
    perKind: kindSummaries(documents),
    calibration: calibrationTable(readings),
    sure: sureReadings(readings),
    absent: sureAbsences(readings),
    keys: {
      median: median(documents.map(({ keys }) => keys)),
      medianClean: median(cleanDocuments.map(({ keys }) => keys)),
      shareWithOne: shareWithOne(documents),
      shareWithOneClean: shareWithOne(cleanDocuments),
    },
  };
}

export function isClean({ truth }: MeasuredPage): boolean {
  return truth.damages.length === 0;
}

function characters(name: string, pages: readonly MeasuredPage[]): CharacterSummary {
  const sum = (value: (page: MeasuredPage) => number) =>
    pages.reduce((total, page) => total + value(page), 0);
  const total = Math.max(
    1,
    sum(({ errors }) => errors.characters),
  );
  return {
    name,
    pages: pages.length,
    words: sum(({ errors }) => errors.words) / total,
    blocks: sum(({ errors }) => errors.blocks) / total,
    strict: sum(({ errors }) => errors.strict) / total,
    recall:
      sum(({ errors }) => errors.wordsRead) /
      Math.max(
        1,
        sum(({ errors }) => errors.wordCount),
      ),
    cpuSecondsPerPage: sum(({ reading }) => reading.cpuSeconds) / Math.max(1, pages.length),
  };
}

/** Only fields that stand on the paper in print count as wanted. */
function fieldSummaries(documents: readonly MeasuredDocument[]): FieldSummary[] {
  return metadataKeys.map((key) => {
    const readings = documents.flatMap(({ fields }) =>
      fields.filter((reading) => reading.key === key),
    );
    const printed = readings.filter(({ wanted, isUnreadable }) => wanted !== '' && !isUnreadable);
    const count = (verdict: Verdict) =>
      readings.filter((reading) => reading.verdict === verdict).length;
    return {
      key,
      wanted: printed.length,
      exact:
        printed.filter(({ verdict }) => verdict === 'exact').length / Math.max(1, printed.length),
      counts: {
        exact: count('exact'),
        folded: count('folded'),
        blank: count('blank'),
        wrong: count('wrong'),
        invented: count('invented'),
        absent: count('absent'),
      },
    };
  });
}

/** Share of the printed values that are exactly right, and keys, by kind of paper. */
function kindSummaries(documents: readonly MeasuredDocument[]): KindSummary[] {
  const kinds = [...new Set(documents.map(({ truth }) => truth.kind))];
  return kinds.map((kind) => {
    const own = documents.filter(({ truth }) => truth.kind === kind);
    const printed = own
      .flatMap(({ fields }) => fields)
      .filter(({ wanted, isUnreadable }) => wanted !== '' && !isUnreadable);
    const exact = printed.filter(({ verdict }) => verdict === 'exact').length;
    return {
      kind,
      documents: own.length,
      exact: exact / Math.max(1, printed.length),
      medianKeys: median(own.map(({ keys }) => keys)),
    };
  });
}

function shareWithOne(documents: readonly MeasuredDocument[]): number {
  return documents.filter(({ keys }) => keys === 1).length / Math.max(1, documents.length);
}
