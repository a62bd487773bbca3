import { SURE_CONFIDENCE, type MetadataKey, type RecognizedField } from '#lib/domain/metadata.ts';
import { identifierKind, isDossierCode, isNumberNotation } from '#lib/domain/identifiers.ts';
import type { TextLayer } from '#lib/domain/text-layer.ts';
import type { LearnedTemplates, UsualPlace, UsualValue } from '#lib/protocol/corrections.ts';
import { documentText, type Fragment } from '../document-text.ts';
import type { ExtractedFields } from '../extract-fields.ts';
import { foldInPlace, similarity } from '../vietnamese.ts';
import { openingOf } from './learn.ts';

/** Why a value was proposed: “theo 12 văn bản trước của cùng cơ quan”. */
export type LearnedReason = NonNullable<RecognizedField['learned']>;

export type LearnedFields = {
  fields: ExtractedFields;
  reasons: Partial<Record<MetadataKey, LearnedReason>>;
};

/** From so many cases on a usual value that the text agrees with is sure. */
const SURE_CASES = 5;
/** Likeness of what was read to a usual value, that makes it a proposal, and that makes it sure. */
const PROPOSED_LIKENESS = 0.6;
const AGREEING_LIKENESS = 0.85;
/** A guess out of habit alone. */
const HABIT = 0.5;
/** Years before and after, in which a habit may still hold. */
const YEARS = 1;

/**
 * The fields with what the unit's corrections teach. A sure field stays as it is; a doubtful one
 * becomes sure only by a value with many cases that the text agrees with.
 */
export function applyLearned(
  fields: ExtractedFields,
  templates: LearnedTemplates,
  layers: readonly TextLayer[],
): LearnedFields {
  const result: LearnedFields = { fields: { ...fields }, reasons: {} };
  const propose = (key: MetadataKey, field: RecognizedField, reason: LearnedReason) => {
    result.fields[key] = field;
    result.reasons[key] = reason;
  };
  for (const { key, read, meant, cases } of templates.misreadings) {
    const field = result.fields[key];
    if (!field || isSure(field)) continue;
    const value = field.value
      .split(' ')
      .map((word) => (word === read ? meant : word))
      .join(' ');
    if (value === field.value) continue;
    const reason = { kind: 'usual-misreading', cases, instead: field.value } as const;
    propose(key, { ...field, value, alternatives: withFirst(field.value, field) }, reason);
  }
  for (const key of ['issuingAgency', 'signerName', 'signerPosition', 'scope'] as const) {
    const field = result.fields[key];
    if (field && isSure(field)) continue;
    const found = usualValueFor(key, result.fields, templates.values);
    if (found) propose(key, found.field, found.reason);
  }
  const pages = documentText(layers).pages;
  for (const usual of templates.places) {
    if (result.fields[usual.key]) continue;
    const found = atUsualPlace(usual, result.fields, pages);
    if (!found) continue;
    const reason = { kind: 'usual-place', cases: usual.cases, instead: '' } as const;
    propose(usual.key, found, reason);
  }
  return result;
}

/** The procedure that papers beginning like this one came from, with how many did. */
export function usualProcedure(
  fields: ExtractedFields,
  templates: LearnedTemplates,
): { procedureId: string; cases: number } | null {
  const opening = openingOf(fields.abstract?.value ?? '');
  const paperTypeCode = fields.paperTypeCode?.value ?? '';
  const found = templates.procedures.find(
    (one) => one.opening === opening && one.paperTypeCode === paperTypeCode,
  );
  return found ? { procedureId: found.procedureId, cases: found.cases } : null;
}

function usualValueFor(key: MetadataKey, fields: ExtractedFields, values: readonly UsualValue[]) {
  const agency = key === 'issuingAgency' ? '' : foldInPlace(fields.issuingAgency?.value ?? '');
  const of = key === 'signerPosition' ? foldInPlace(fields.signerName?.value ?? '') : '';
  const known = values.filter(
    (one) =>
      one.key === key && one.agency === agency && one.of === of && isOfTime(one, fields.issuedOn),
  );
  const read = fields[key];
  if (!read) return byHabit(key, known);
  const ranked = known
    .map((usual) => ({ usual, likeness: likenessTo(read.value, usual.value) }))
    .filter(({ likeness }) => likeness >= PROPOSED_LIKENESS)
    .sort((a, b) => b.likeness - a.likeness);
  const [best, second] = ranked;
  if (!best) return undefined;
  const isAlone = best.likeness - (second?.likeness ?? 0) >= 0.15;
  const isSureNow = best.usual.cases >= SURE_CASES && best.likeness >= AGREEING_LIKENESS && isAlone;
  const { value, cases } = best.usual;
  const confidence = isSureNow
    ? Math.max(read.confidence, SURE_CONFIDENCE)
    : Math.min(read.confidence, SURE_CONFIDENCE - 0.01);
  const alternatives = value === read.value ? read.alternatives : withFirst(read.value, read);
  const field: RecognizedField = {
    ...read,
    value,
    confidence,
    ...(alternatives && { alternatives }),
  };
  return { field, reason: { kind: 'usual-value', cases, instead: read.value } as const };
}

/** Nothing was read: who always signed then is proposed, and doubted. */
function byHabit(key: MetadataKey, known: readonly UsualValue[]) {
  const [only] = known;
  if (!only || known.length > 1 || (key !== 'signerName' && key !== 'signerPosition'))
    return undefined;
  const field: RecognizedField = { value: only.value, confidence: HABIT };
  return { field, reason: { kind: 'usual-value', cases: only.cases, instead: '' } as const };
}

/** A seal hides the beginning of a name: what is left of it agrees as an ending of two words. */
function likenessTo(read: string, usual: string): number {
  const [a, b] = [foldInPlace(read), foldInPlace(usual)];
  const isEnding = b.endsWith(` ${a}`) && a.split(' ').length >= 2;
  return Math.max(similarity(a, b), isEnding ? 0.9 : 0);
}

function isOfTime(usual: UsualValue, issuedOn: RecognizedField | undefined): boolean {
  if (!issuedOn || usual.firstOn === '' || usual.lastOn === '') return true;
  const year = Number(issuedOn.value.slice(0, 4));
  return (
    year >= Number(usual.firstOn.slice(0, 4)) - YEARS &&
    year <= Number(usual.lastOn.slice(0, 4)) + YEARS
  );
}

/** The words after the same label at the same place, if they have the shape of the field. */
function atUsualPlace(
  usual: UsualPlace,
  fields: ExtractedFields,
  pages: readonly (readonly Fragment[])[],
): RecognizedField | undefined {
  const isSamePaper =
    usual.agency === foldInPlace(fields.issuingAgency?.value ?? '') &&
    usual.paperTypeCode === (fields.paperTypeCode?.value ?? '');
  if (!isSamePaper || usual.label === '') return undefined;
  const { place, label } = usual;
  for (const fragment of pages[place.pageIndex] ?? []) {
    if (Math.abs(fragment.top - place.y) > 0.08) continue;
    const plain = fragment.folded.replace(/[^a-z0-9]/gu, ' ');
    const pattern = new RegExp(label.split(' ').map(escaped).join('\\s+'), 'u');
    const match = pattern.exec(plain);
    if (!match) continue;
    const value = fragment.text
      .slice(match.index + match[0].length)
      .replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}"]+$/gu, '')
      .normalize('NFC');
    if (hasShapeOf(usual.key, value)) {
      const { pageIndex, box } = fragment;
      return { value, confidence: HABIT, place: { pageIndex, box } };
    }
  }
  return undefined;
}

function hasShapeOf(key: MetadataKey, value: string): boolean {
  switch (key) {
    case 'numberNotation':
      return isNumberNotation(value) || /^[\p{Lu}\d ./-]{4,20}$/u.test(value);
    case 'ownerIdentifier':
      return identifierKind(value) !== null;
    case 'dossierCode':
      return isDossierCode(value);
    default:
      return /^\p{Lu}/u.test(value) && value.includes(' ') && value.length <= 120;
  }
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/gu, '\\$&');
}

function withFirst(value: string, { alternatives = [] }: RecognizedField): string[] {
  return [value, ...alternatives.filter((other) => other !== value)].slice(0, 4);
}

function isSure({ confidence }: RecognizedField): boolean {
  return confidence >= SURE_CONFIDENCE;
}
