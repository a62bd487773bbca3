import {
  metadataKeys,
  SURE_CONFIDENCE,
  type MetadataKey,
  type RecognizedField,
} from '#lib/domain/metadata.ts';
import { foldInPlace, similarity } from '#lib/recognition/vietnamese.ts';
import type { LegalCode } from './legal-code.ts';

type Fields = Partial<Record<MetadataKey, RecognizedField>>;

/** The code was checked as it was read; the print beside it can be misread. */
const CODE_CONFIDENCE = 0.99;
/** The print says something else, though not clearly. */
const OPPOSED_CONFIDENCE = 0.95;
/** The print clearly says something else: the code may be another paper's. The official looks. */
const CONTRADICTED_CONFIDENCE = 0.8;
/** Texts as alike as this are the same, misread by a letter or two. */
const SAME = 0.85;

/**
 * The fields with what the legal QR says: it comes before the print, which stays as an alternative
 * where it says otherwise. `place`: where the code stands.
 */
export function withLegalCode(
  fields: Fields,
  code: LegalCode,
  place?: RecognizedField['place'],
): Fields {
  const merged = { ...fields };
  for (const key of metadataKeys) {
    const value = valueOf(code, key);
    if (value !== undefined) merged[key] = fieldOf(value, fields[key], place);
  }
  return merged;
}

function valueOf(code: LegalCode, key: MetadataKey): string | undefined {
  switch (key) {
    case 'dossierCode':
    case 'ownerIdentifier':
    case 'ownerName':
    case 'paperTypeCode':
    case 'title':
    case 'numberNotation':
      return code[key];
    default:
      return undefined;
  }
}

function fieldOf(
  value: string,
  printed: RecognizedField | undefined,
  place: RecognizedField['place'],
): RecognizedField {
  const field: RecognizedField = {
    value,
    confidence: CODE_CONFIDENCE,
    source: 'code',
    ...(place && { place }),
  };
  if (!printed || printed.value === '') return field;
  if (foldInPlace(printed.value) === foldInPlace(value)) {
    // Codes often leave the diacritics out: those of the print are kept.
    const hasMore = hasDiacritics(printed.value) && !hasDiacritics(value);
    return hasMore ? { ...field, value: printed.value, alternatives: [value] } : field;
  }
  const alternatives = [...new Set([printed.value, ...(printed.alternatives ?? [])])];
  const others = alternatives.filter((other) => other !== value);
  return { ...field, confidence: confidenceAgainst(printed, value), alternatives: others };
}

function confidenceAgainst(printed: RecognizedField, value: string): number {
  const isDigits = /^[\d.-]+$/u.test(value);
  const alike = similarity(foldInPlace(printed.value), foldInPlace(value));
  if (!isDigits && alike >= SAME) return CODE_CONFIDENCE;
  return printed.confidence >= SURE_CONFIDENCE ? CONTRADICTED_CONFIDENCE : OPPOSED_CONFIDENCE;
}

function hasDiacritics(text: string): boolean {
  return foldInPlace(text) !== text.toLowerCase();
}
