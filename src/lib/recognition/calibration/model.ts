import type { MetadataKey, RecognizedField } from '#lib/domain/metadata.ts';
import { SURE_CONFIDENCE } from '#lib/domain/metadata.ts';
import type { Evidence, ReadField } from '../document-text.ts';
import { fittedModels } from './fitted.ts';

/**
 * How likely a field is right, from the evidence of how it was read: a logistic model per field.
 * `weights` belong to `featureNames`; `sureFrom` is the probability from which no wrong value was
 * seen among the documents that the model was fitted on, with a margin.
 */
export type FieldModel = { bias: number; weights: readonly number[]; sureFrom: number };

export const featureNames = [
  'weakest',
  'mean',
  'trust',
  'support',
  'conflicts',
  'doubts',
  'page',
] as const;

/** Signs that more of a feature can only raise (1) or lower (−1) the probability. */
export const directions: readonly (1 | -1)[] = [1, 1, 1, 1, -1, -1, 1];

/** What is believed before anything was fitted. */
export const priorModel: FieldModel = {
  bias: -1.4,
  weights: [0.7, 0.4, 0.5, 0.8, -2.5, -2, 0.2],
  sureFrom: 0.955,
};

/** The features of a field; `pageConfidence` 0–1 is how well its page was read as a whole. */
export function featuresOf(evidence: Evidence, pageConfidence: number): number[] {
  return [
    logOdds(evidence.weakest, 0.2, 0.97),
    logOdds(evidence.mean, 0.2, 0.97),
    logOdds(evidence.trust, 0.4, 0.98),
    Math.min(3, evidence.support),
    Math.min(2, evidence.conflicts),
    Math.min(2, evidence.doubts),
    logOdds(pageConfidence, 0.4, 0.97),
  ];
}

export function probability({ bias, weights }: FieldModel, features: readonly number[]): number {
  const sum = features.reduce((total, value, i) => total + value * (weights[i] ?? 0), bias);
  return 1 / (1 + Math.exp(-sum));
}

/**
 * The field as it is shown: its confidence is at least `SURE_CONFIDENCE` exactly where the model is
 * sure, and grows with the probability on either side.
 */
export function calibrated(
  key: MetadataKey,
  { evidence, ...field }: ReadField,
  pageConfidence: number,
): RecognizedField {
  const model = fittedModels[key] ?? priorModel;
  const likely = probability(model, featuresOf(evidence, pageConfidence));
  const shown = shownConfidence(likely, model.sureFrom);
  const most = mayBeSure(evidence) ? 1 : SURE_CONFIDENCE - 0.01;
  return { ...field, confidence: Math.min(shown, most) };
}

/** Below this a word is a guess of the engine. */
const LEGIBLE = 0.72;

/**
 * What no model overrules: nothing contradicts, what raises doubts is outweighed by what agrees, and
 * the worst word was read, or two other places say the same.
 */
export function mayBeSure({ weakest, support, conflicts, doubts }: Evidence): boolean {
  const isUndoubted = doubts === 0 || support > doubts;
  return conflicts === 0 && isUndoubted && (weakest >= LEGIBLE || support >= 2);
}

export function shownConfidence(likely: number, sureFrom: number): number {
  const isSure = likely >= sureFrom;
  const shown = isSure
    ? SURE_CONFIDENCE + (1 - SURE_CONFIDENCE) * ((likely - sureFrom) / Math.max(1e-9, 1 - sureFrom))
    : SURE_CONFIDENCE * (likely / sureFrom);
  const rounded = Math.floor(shown * 1000) / 1000;
  return isSure ? Math.max(SURE_CONFIDENCE, rounded) : Math.min(SURE_CONFIDENCE - 0.001, rounded);
}

function logOdds(share: number, least: number, most: number): number {
  const p = Math.max(least, Math.min(most, share));
  return Math.log(p / (1 - p));
}
