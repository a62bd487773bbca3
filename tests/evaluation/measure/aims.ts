import type { MetadataKey } from '#lib/domain/metadata.ts';
import type { Summary } from './summary.ts';

export type Aim = {
  name: string;
  reached: number;
  wanted: number;
  isAtMost: boolean;
  unit: '%' | '';
  isMet: boolean;
};

/** Shares of printed values that must be exactly right. */
const fieldAims: Partial<Record<MetadataKey, number>> = {
  numberNotation: 0.97,
  issuedOn: 0.97,
  title: 0.98,
  paperTypeCode: 0.98,
  issuingAgency: 0.95,
  abstract: 0.92,
  signerName: 0.92,
  ownerName: 0.92,
  dossierCode: 0.98,
};

/** What the station promises, against what was measured. */
export function aimsOf(summary: Summary): Aim[] {
  const { all, clean, orientation, sure, keys } = summary;
  const least = (name: string, reached: number, wanted: number, unit: Aim['unit'] = '%'): Aim => ({
    name,
    reached,
    wanted,
    isAtMost: false,
    unit,
    isMet: reached >= wanted,
  });
  const most = (name: string, reached: number, wanted: number, unit: Aim['unit'] = '%'): Aim => ({
    name,
    reached,
    wanted,
    isAtMost: true,
    unit,
    isMet: reached <= wanted,
  });
  return [
    most('character errors, all pages', all.words, 0.015),
    most('character errors, clean pages', clean.words, 0.008),
    least('orientation', orientation.right / Math.max(1, orientation.total), 0.995),
    ...summary.fields.flatMap(({ key, exact }) => {
      const wanted = fieldAims[key];
      return wanted === undefined ? [] : [least(key, exact, wanted)];
    }),
    least('sure fields that are right', sure.right / Math.max(1, sure.count), 0.995),
    most('keys, median document', keys.median, 3, ''),
    most('keys, median clean document', keys.medianClean, 1, ''),
  ];
}
