import { describe, expect, test } from 'vitest';
import { frameSize, type PageFrame } from '#lib/domain/text-layer.ts';
import { renderBlankPage, renderPage } from '#support/rendered-page.ts';
import { analysePage, believableDpi } from './analyse-page.ts';

describe('which way a page lies', () => {
  const upright = { 0: 0, 90: 270, 180: 180, 270: 90 } as const;
  for (const turned of [0, 90, 180, 270] as const) {
    test(`a sheet lying ${turned}° wrong is turned upright`, () => {
      const { rgba, width, height } = renderPage({ turned, skewDegrees: 1.5, hasSeal: true });
      const { frame, orientationConfidence } = analysePage(rgba, width, height, 200);

      expect(frame.rotation).toBe(upright[turned]);
      expect(orientationConfidence).toBeGreaterThan(0.9);
      const { widthPx, heightPx } = frameSize(frame);
      expect(heightPx).toBeGreaterThan(widthPx);
    });
  }

  test.for([-14, -3, -0.4, 0, 0.7, 6, 14])('a slope of %d° is measured', (skewDegrees) => {
    const { rgba, width, height } = renderPage({ skewDegrees, shadow: 0.5 });
    const { frame } = analysePage(rgba, width, height, 200);

    expect(frame.rotation).toBe(0);
    expect(Math.abs(frame.skewDegrees - skewDegrees)).toBeLessThan(0.1);
  });
});

describe('what is wrong with a scan', () => {
  test('paper with specks and a dark edge is blank, a page of print is not', () => {
    const blank = renderBlankPage();
    const page = renderPage();

    expect(analysePage(blank.rgba, blank.width, blank.height, 200).isBlank).toBe(true);
    expect(analysePage(page.rgba, page.width, page.height, 200).isBlank).toBe(false);
  });

  test('a good scan gets no warning', () => {
    const { rgba, width, height } = renderPage({ hasSeal: true });

    expect(analysePage(rgba, width, height, 200).warnings).toEqual([]);
  });

  test('too few dots per inch, too little light', () => {
    const coarse = renderPage({}, 120);
    const { rgba, width, height } = renderPage();
    const dark = rgba.map((value, i) => (i % 4 === 3 ? value : value * 0.35));

    expect(analysePage(coarse.rgba, coarse.width, coarse.height, 120).warnings).toContain(
      'low-resolution',
    );
    expect(analysePage(dark, width, height, 200).warnings).toContain('too-dark');
  });

  test('a page out of focus', () => {
    const { rgba, width, height } = renderPage();

    const blurred = blur(blur(rgba, width, height, 4), width, height, 4);

    expect(analysePage(blurred, width, height, 200).warnings).toContain('blurred');
  });

  test('an image without ink or with a single pixel does not trip the analysis', () => {
    const white = new Uint8ClampedArray(4).fill(255);
    const expected: PageFrame = {
      sourceWidthPx: 1,
      sourceHeightPx: 1,
      rotation: 0,
      skewDegrees: 0,
      dpi: 1,
    };

    const analysis = analysePage(white, 1, 1);

    expect(analysis.isBlank).toBe(true);
    expect(analysis.frame).toEqual(expected);
  });
});

describe('the resolution of a file', () => {
  const page = { width: 1654, height: 2339 };

  test('is believed when it gives a sheet of paper', () => {
    expect(believableDpi(page, 200)).toBe(200);
    expect(believableDpi({ width: 2339, height: 3307 }, 200)).toBe(200);
  });

  test('is taken as A4 when the file says nothing, or nonsense', () => {
    expect(believableDpi(page)).toBe(200);
    expect(believableDpi(page, 72)).toBe(200);
    expect(believableDpi(page, 0)).toBe(200);
    expect(believableDpi(page, Number.NaN)).toBe(200);
  });
});

function blur(rgba: Uint8ClampedArray, width: number, height: number, reach: number) {
  const result = new Uint8ClampedArray(rgba);
  for (let y = reach; y < height - reach; y += 1) {
    for (let x = reach; x < width - reach; x += 1) {
      let sum = 0;
      for (let d = -reach; d <= reach; d += 1) {
        sum += (rgba[(y * width + x + d) * 4] ?? 0) + (rgba[((y + d) * width + x) * 4] ?? 0);
      }
      result.fill(sum / (4 * reach + 2), (y * width + x) * 4, (y * width + x) * 4 + 3);
    }
  }
  return result;
}
