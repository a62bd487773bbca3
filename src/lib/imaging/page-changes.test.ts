import { describe, expect, test } from 'vitest';
import { frameSize, type PageFrame } from '#lib/domain/text-layer.ts';
import { changesOf, frameLying, turnedFrame, withoutChange } from './page-changes.ts';
import { frameToSource, sourceToFrame } from './warp.ts';

const frame: PageFrame = {
  sourceWidthPx: 1000,
  sourceHeightPx: 1400,
  rotation: 90,
  skewDegrees: 2,
  dpi: 100,
  crop: { x: 30, y: 50, width: 1300, height: 900 },
};

describe('what clean-up did to a page', () => {
  test('is told by its frame, in the order in which it was done', () => {
    expect(changesOf(frame).map((change) => change.kind)).toEqual([
      'turned',
      'straightened',
      'cropped',
    ]);
    const untouched = withoutChange(withoutChange(frame, 'cropped'), 'turned');
    expect(changesOf({ ...untouched, skewDegrees: 0.01 })).toEqual([]);
  });

  test('is taken back one by one', () => {
    expect(withoutChange(frame, 'cropped').crop).toBeUndefined();
    const sloping = withoutChange(frame, 'straightened');
    expect([sloping.skewDegrees, sloping.crop, sloping.rotation]).toEqual([0, undefined, 90]);
    expect(changesOf(withoutChange(frame, 'turned')).map(({ kind }) => kind)).toEqual([
      'straightened',
      'cropped',
    ]);
  });
});

describe('the crop', () => {
  test.for([90, 180, 270] as const)('shows the same paper after a turn by %d°', (degrees) => {
    const turned = turnedFrame(frame, degrees);
    const { widthPx, heightPx } = frameSize(frame);
    const corners = [
      [0, 0],
      [widthPx, 0],
      [widthPx, heightPx],
      [0, heightPx],
    ] as const;
    for (const [x, y] of corners) {
      const onScan = frameToSource(frame, x, y);
      const place = sourceToFrame(turned, onScan.x, onScan.y);
      const size = frameSize(turned);
      expect(Math.min(Math.abs(place.x), Math.abs(place.x - size.widthPx))).toBeLessThan(1e-6);
      expect(Math.min(Math.abs(place.y), Math.abs(place.y - size.heightPx))).toBeLessThan(1e-6);
    }
    expect(turnedFrame(turned, degrees === 180 ? 180 : degrees === 90 ? 270 : 90)).toEqual(frame);
  });

  test('goes where the page slopes differently another way', () => {
    expect(frameLying(frame, { rotation: 270, skewDegrees: 2.1 }).crop).toBeDefined();
    expect(frameLying(frame, { rotation: 0, skewDegrees: 0 }).crop).toBeUndefined();
    expect(frameLying(frame, frame)).toBe(frame);
  });
});
