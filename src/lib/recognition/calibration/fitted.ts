import type { MetadataKey } from '#lib/domain/metadata.ts';
import type { FieldModel } from './model.ts';

/**
 * Fitted by `node tests/evaluation/calibrate.ts` to 126 documents of the tuning part of the
 * evaluation set, as the engine read their images; the test part was not looked at.
 */
export const fittedModels: Partial<Record<MetadataKey, FieldModel>> = {
  // 101 of 101 right
  paperTypeCode: {
    bias: -1.282,
    weights: [0.703, 0.509, 0.77, 0.848, -2.5, -2, 0.468],
    sureFrom: 0.945,
  },
  // 81 of 85 right
  ownerIdentifier: {
    bias: -1.335,
    weights: [0.623, 0.323, 0.727, 0.842, -2.586, -2, 0.175],
    sureFrom: 0.945,
  },
  // 83 of 85 right
  ownerName: {
    bias: -1.285,
    weights: [0.567, 0.509, 0.848, 0.819, -2.5, -2.034, 0.077],
    sureFrom: 0.945,
  },
  // 122 of 122 right
  title: { bias: -1.28, weights: [0.712, 0.523, 0.792, 0.855, -2.5, -2, 0.465], sureFrom: 0.945 },
  // 85 of 94 right
  numberNotation: {
    bias: -1.401,
    weights: [1.058, 0.754, 0.443, 0.658, -2.495, -2.1, 0.161],
    sureFrom: 0.945,
  },
  // 94 of 96 right
  issuedOn: {
    bias: -1.308,
    weights: [0.67, 0.608, 0.851, 0.83, -2.499, -2.053, 0.384],
    sureFrom: 0.945,
  },
  // 119 of 125 right
  issuingAgency: {
    bias: -1.366,
    weights: [0.789, 0.445, 0.556, 0.879, -2.362, -2.306, 0.126],
    sureFrom: 0.945,
  },
  // 87 of 92 right
  abstract: {
    bias: -1.434,
    weights: [0.85, 0.411, 0.38, 0.83, -2.5, -2.21, 0.295],
    sureFrom: 0.945,
  },
  // 20 of 20 right
  expiresOn: {
    bias: -1.37,
    weights: [0.781, 0.492, 0.6, 0.8, -2.5, -1.994, 0.263],
    sureFrom: 0.945,
  },
  // 15 of 16 right
  scope: { bias: -1.445, weights: [0.737, 0.358, 0.399, 0.8, -2.5, -2, 0.187], sureFrom: 0.945 },
  // 31 of 32 right
  dossierCode: {
    bias: -1.425,
    weights: [0.976, 0.676, 0.404, 0.647, -2.5, -1.901, 0.146],
    sureFrom: 0.945,
  },
  // 95 of 106 right
  signerName: {
    bias: -1.505,
    weights: [0.626, 0.235, 0.699, 0.717, -2.5, -2.248, 0.024],
    sureFrom: 0.945,
  },
  // 107 of 107 right
  signerPosition: {
    bias: -1.285,
    weights: [0.88, 0.643, 0.695, 0.876, -2.5, -1.828, 0.466],
    sureFrom: 0.945,
  },
};
