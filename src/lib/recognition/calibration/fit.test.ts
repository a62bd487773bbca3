import { describe, expect, test } from 'vitest';
import { SURE_CONFIDENCE } from '#lib/domain/metadata.ts';
import type { Evidence } from '../document-text.ts';
import { fitModel, type CalibrationSample } from './fit.ts';
import { calibrated, directions, featuresOf, probability, shownConfidence } from './model.ts';

const clear: Evidence = {
  weakest: 0.94,
  mean: 0.96,
  trust: 0.97,
  support: 1,
  conflicts: 0,
  doubts: 0,
};

function sample(change: Partial<Evidence>, isRight: boolean): CalibrationSample {
  return { features: featuresOf({ ...clear, ...change }, 0.95), isRight, mayBeSure: true };
}

describe('a fitted model', () => {
  const samples = [
    ...Array.from({ length: 40 }, () => sample({}, true)),
    ...Array.from({ length: 6 }, () => sample({ weakest: 0.5, mean: 0.7, support: 0 }, false)),
    sample({ weakest: 0.9, support: 0 }, false),
  ];
  const model = fitModel(samples);

  test('is sure of nothing that is as likely as a wrong sample', () => {
    for (const { features, isRight } of samples) {
      const confidence = shownConfidence(probability(model, features), model.sureFrom);
      if (!isRight) expect(confidence).toBeLessThan(SURE_CONFIDENCE);
    }
  });

  test('never believes more of worse evidence', () => {
    model.weights.forEach((weight, i) => {
      expect(weight * (directions[i] ?? 0)).toBeGreaterThanOrEqual(0);
    });
  });

  test('without samples keeps to what was believed before', () => {
    const confidence = probability(fitModel([]), featuresOf(clear, 0.95));

    expect(confidence).toBeGreaterThan(0.97);
  });
});

test.for([
  ['contradicted', { conflicts: 1, support: 3 }],
  ['doubted without anything that agrees', { doubts: 1, support: 1 }],
  ['hardly legible', { weakest: 0.5, support: 1 }],
] as const)('a field that is %s is never sure', ([, change]) => {
  const field = { value: 'x', confidence: 1, evidence: { ...clear, ...change } };

  expect(calibrated('scope', field, 1).confidence).toBeLessThan(SURE_CONFIDENCE);
});
