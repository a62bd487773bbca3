import { describe, expect, test } from 'vitest';
import { defaultScanPresets, presetObstacle, type ScanPreset } from './scan-preset.ts';

const preset: ScanPreset = {
  id: 'own',
  feed: 'feeder-duplex',
  colour: 'colour',
  dpi: 300,
  paper: 'a4',
};
const device = {
  sources: ['flatbed', 'feeder', 'feeder-duplex'],
  colours: ['grey', 'colour'],
  resolutions: [200, 300],
} as const;

describe('a preset is offered where the device can scan so', () => {
  test.each([
    ['source', { ...device, sources: ['flatbed', 'feeder'] as const }],
    ['colour', { ...device, colours: ['grey'] as const }],
    ['resolution', { ...device, resolutions: [150, 200] }],
  ])('else it says which part is missing: %s', (obstacle, without) => {
    expect(presetObstacle(preset, device)).toBeNull();
    expect(presetObstacle(preset, without)).toBe(obstacle);
  });

  test('two sides by hand need no duplex unit', () => {
    const simplex = { ...device, sources: ['feeder'] as const };
    expect(presetObstacle({ ...preset, feed: 'feeder-by-hand' }, simplex)).toBeNull();
  });

  test('a device that does not say what it can do is tried', () => {
    const silent = { sources: [], colours: [], resolutions: [] };
    expect(presetObstacle(preset, silent)).toBeNull();
  });

  test('papers with a seal are scanned in colour at 300 dpi; none below 200 dpi', () => {
    expect(defaultScanPresets[0]).toMatchObject({ id: 'sealed', colour: 'colour', dpi: 300 });
    expect(defaultScanPresets.every(({ dpi }) => dpi >= 200)).toBe(true);
  });
});
