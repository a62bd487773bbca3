import { expect, test } from 'vitest';
import type { Rotation } from '#lib/domain/text-layer.ts';
import { SURE_ORIENTATION, type PageAnalysis } from './analyse-page.ts';
import { turnOfOrientation, weighedByFile } from './file-turn.ts';

function analysis(...ways: [Rotation, number][]): PageAnalysis {
  const orientations = ways.map(([rotation, confidence]) => ({
    rotation,
    skewDegrees: rotation / 100,
    confidence,
  }));
  const [best] = orientations;
  return {
    frame: {
      sourceWidthPx: 1654,
      sourceHeightPx: 2339,
      rotation: best?.rotation ?? 0,
      skewDegrees: best?.skewDegrees ?? 0,
      dpi: 200,
    },
    orientationConfidence: best?.confidence ?? 1,
    orientations,
    isBlank: best === undefined,
    warnings: [],
  };
}

test('orientations without a meaning leave the picture as it is stored', () => {
  for (const orientation of [0, 1, 9, Number.NaN]) {
    expect(turnOfOrientation(orientation)).toEqual({ rotation: 0, isMirrored: false });
  }
});

test('what the file says decides where the page hardly tells', () => {
  const weighed = weighedByFile(analysis([270, 0.5], [90, 0.46], [0, 0.04]), 90);
  expect(weighed.frame).toMatchObject({ rotation: 90, skewDegrees: 0.9 });
  expect(weighed.orientations.map(({ rotation }) => rotation)).toEqual([90, 270, 0]);
  const sum = weighed.orientations.reduce((total, { confidence }) => total + confidence, 0);
  expect(sum).toBeCloseTo(1);
});

test('page and file that agree make it sure', () => {
  const weighed = weighedByFile(analysis([90, 0.9], [270, 0.1]), 90);
  expect(weighed.orientationConfidence).toBeGreaterThan(SURE_ORIENTATION);
});

test('a page that tells clearly stays, yet is read before it is believed', () => {
  const weighed = weighedByFile(analysis([0, 0.98], [180, 0.02]), 180);
  expect(weighed.frame.rotation).toBe(0);
  expect(weighed.orientationConfidence).toBeLessThan(SURE_ORIENTATION);
});

test('a file that says nothing changes nothing', () => {
  const seen = analysis([270, 0.6], [90, 0.4]);
  expect(weighedByFile(seen, 0)).toBe(seen);
});

test('a blank page lies as the file says', () => {
  expect(weighedByFile(analysis(), 180).frame.rotation).toBe(180);
});
