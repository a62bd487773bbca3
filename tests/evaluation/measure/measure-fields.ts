import { foldDiacritics, foldNumberNotation } from '#lib/domain/fold.ts';
import { metadataKeys, SURE_CONFIDENCE, type MetadataKey } from '#lib/domain/metadata.ts';
import type { ExtractedDocument } from '#lib/recognition/extract-fields.ts';
import type { DocumentTruth } from '../truth.ts';
import { spelledAlike } from './spelling.ts';

/**
 * `exact`: as on the paper. `folded`: right but for diacritics. `blank`: left to the official, though
 * it could be read. `wrong`: another value. `invented`: a value where there is none or nobody can read
 * one. `absent`: rightly nothing.
 */
export const verdicts = ['exact', 'folded', 'blank', 'wrong', 'invented', 'absent'] as const;
export type Verdict = (typeof verdicts)[number];

export type FieldReading = {
  key: MetadataKey;
  wanted: string;
  isUnreadable: boolean;
  value: string;
  confidence: number | null;
  /** How certain the station is that there is no such field. */
  absentConfidence: number | null;
  verdict: Verdict;
  isSure: boolean;
  /** Takes the focus of the official. */
  isAsked: boolean;
};

export function measureFields(truth: DocumentTruth, found: ExtractedDocument): FieldReading[] {
  return metadataKeys
    .filter((key) => !truth.ignored.includes(key))
    .map((key) => {
      const field = found.fields[key];
      const absent = found.absent[key] ?? null;
      const value = field?.value ?? '';
      const isSure = value !== '' && (field?.confidence ?? 0) >= SURE_CONFIDENCE;
      const isSurelyAbsent = value === '' && (absent ?? 0) >= SURE_CONFIDENCE;
      return {
        key,
        wanted: truth.fields[key],
        isUnreadable: truth.unreadable.includes(key),
        value,
        confidence: field?.confidence ?? null,
        absentConfidence: absent,
        verdict: verdictOn(key, value, truth),
        isSure,
        isAsked: !isSure && !isSurelyAbsent,
      };
    });
}

function verdictOn(key: MetadataKey, value: string, truth: DocumentTruth): Verdict {
  const wanted = truth.fields[key];
  const values = [wanted, ...(truth.accepted[key] ?? [])];
  if (value === '') return wanted === '' || truth.unreadable.includes(key) ? 'absent' : 'blank';
  if (wanted === '') return 'invented';
  if (values.some((candidate) => comparable(key, candidate) === comparable(key, value)))
    return 'exact';
  // Half of a handwritten number is no reading of it.
  if (truth.unreadable.includes(key)) return 'invented';
  const folded = (text: string) => foldDiacritics(comparable(key, text));
  return values.some((candidate) => folded(candidate) === folded(value)) ? 'folded' : 'wrong';
}

/** `Về việc` and `V/v` before an abstract and its first capital are the office's habit, not its words. */
function comparable(key: MetadataKey, value: string): string {
  switch (key) {
    case 'numberNotation':
      return foldNumberNotation(value);
    case 'abstract':
      return spelledAlike(value)
        .replace(/^(về việc|v\/v)\s*:?\s*/u, '')
        .replace(/[.:;]+$/u, '');
    case 'scope':
    case 'signerPosition':
    case 'title':
    case 'issuingAgency':
      return spelledAlike(value);
    case 'ownerName':
    case 'signerName':
      return spelledAlike(value);
    default:
      return value.normalize('NFC');
  }
}
