import { directions, priorModel, probability, type FieldModel } from './model.ts';

export type CalibrationSample = {
  features: readonly number[];
  isRight: boolean;
  /** See `mayBeSure`: others are never shown as sure, whatever the model says. */
  mayBeSure: boolean;
};

const STEPS = 1500;
const RATE = 0.02;
/** How many samples the prior counts for: few documents must not turn its judgement over. */
const PRIOR_WEIGHT = 6;
/** Distance in log-odds that a sure field keeps from the likeliest wrong one. */
const MARGIN = 0.35;

/**
 * A logistic model by gradient descent from the prior and held near to it; no weight changes its
 * sign. It is sure only above every wrong sample, and never where the prior would not nearly be.
 */
export function fitModel(samples: readonly CalibrationSample[]): FieldModel {
  let bias = priorModel.bias;
  let weights = [...priorModel.weights];
  const count = Math.max(1, samples.length);
  for (let step = 0; step < STEPS; step += 1) {
    const model = { bias, weights, sureFrom: 1 };
    const errors = samples.map(
      ({ features, isRight }) => probability(model, features) - Number(isRight),
    );
    const sum = errors.reduce((total, error) => total + error, 0);
    bias -= RATE * (sum / count + (PRIOR_WEIGHT / count) * (bias - priorModel.bias));
    weights = weights.map((weight, i) => {
      const slope = samples.reduce(
        (total, { features }, at) => total + (errors[at] ?? 0) * (features[i] ?? 0),
        0,
      );
      const pull = (PRIOR_WEIGHT / count) * (weight - (priorModel.weights[i] ?? 0));
      return keptSign(weight - RATE * (slope / count + pull), directions[i] ?? 1);
    });
  }
  const fitted = { bias: rounded(bias), weights: weights.map(rounded), sureFrom: 1 };
  return { ...fitted, sureFrom: sureFrom(fitted, samples) };
}

function sureFrom(model: FieldModel, samples: readonly CalibrationSample[]): number {
  const wrong = samples.filter((sample) => !sample.isRight && sample.mayBeSure);
  const likeliest = Math.max(0.01, ...wrong.map(({ features }) => probability(model, features)));
  const capped = Math.min(likeliest, 0.9999);
  const odds = Math.log(capped / (1 - capped)) + MARGIN;
  const least = priorModel.sureFrom - 0.01;
  return Math.ceil(Math.max(least, 1 / (1 + Math.exp(-odds))) * 1e4) / 1e4;
}

function keptSign(weight: number, direction: 1 | -1): number {
  return direction * Math.max(0, direction * weight);
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
