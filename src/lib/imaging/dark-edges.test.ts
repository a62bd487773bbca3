import { describe, expect, test } from 'vitest';
import { renderBlankPage, renderPage, type RenderedPage } from '#support/rendered-page.ts';
import { analysePage } from './analyse-page.ts';
import { cleanPage } from './clean-page.ts';
import { toGrey } from './grey-image.ts';

const dpi = 200;

function paint(page: RenderedPage, isDark: (x: number, y: number) => boolean): RenderedPage {
  const rgba = page.rgba.slice();
  for (let y = 0; y < page.height; y += 1) {
    for (let x = 0; x < page.width; x += 1) {
      const at = (y * page.width + x) * 4;
      if (isDark(x, y)) rgba.fill(18, at, at + 3);
    }
  }
  return { ...page, rgba };
}

const analyse = ({ rgba, width, height }: RenderedPage) => analysePage(rgba, width, height, dpi);
const clean = ({ rgba, width, height }: RenderedPage) =>
  cleanPage(toGrey(rgba, width, height), dpi);

describe('the dark lid around a sheet', () => {
  const page = renderPage();
  const lidded = paint(page, (x, y) => x < 40 || y < 25 || x >= page.width - 30);

  test('is cropped away, the print stays', () => {
    const { crop } = analyse(lidded).frame;

    expect(crop?.x).toBeGreaterThanOrEqual(40);
    expect(crop?.x).toBeLessThan(70);
    expect(crop?.y).toBeGreaterThanOrEqual(25);
    expect(crop?.y).toBeLessThan(60);
    expect((crop?.y ?? 0) + (crop?.height ?? 0)).toBe(page.height);
  });

  test('is white in what is read, the print is as before', () => {
    const [with_, without] = [clean(lidded), clean(page)];
    const ink = (data: Uint8Array) => data.reduce((sum, value) => sum + (value < 128 ? 1 : 0), 0);

    expect(ink(with_.data)).toBe(ink(without.data));
  });

  test('is never cropped through print that runs into it', () => {
    const printed = paint(
      lidded,
      (x, y) => x >= 40 && x < 160 && y % 40 < 9 && y > 600 && y < 1400,
    );

    expect(analyse(printed).frame.crop?.x ?? 0).toBeLessThanOrEqual(40);
  });

  test('a page without one is not cropped, nor one that a shadow falls on or a frame stands on', () => {
    expect(analyse(page).frame.crop).toBeUndefined();
    expect(analyse(renderPage({ shadow: 0.4 })).frame.crop).toBeUndefined();
    const framed = paint(renderPage({ shadow: 0.5 }), (x, y) => {
      const depth = Math.min(x, y, page.width - 1 - x, page.height - 1 - y);
      return depth >= 60 && depth < 68;
    });
    expect(analyse(framed).frame.crop).toBeUndefined();
  });
});

describe('punch holes', () => {
  const isHole = (x: number, y: number) =>
    [800, 1430].some((centre) => Math.hypot(x - 90, y - centre) < 24);

  test('leave an empty page empty and vanish from what is read', () => {
    const blank = paint(renderBlankPage(dpi), isHole);

    expect(analyse(blank).isBlank).toBe(true);
    const { data, width } = clean(blank);
    expect(data[800 * width + 90]).toBe(255);
  });

  test('a stamp or a short note makes a page not empty', () => {
    const noted = paint(
      renderBlankPage(dpi),
      (x, y) => x > 700 && x < 950 && y > 900 && y < 940 && (x % 16 < 3 || y % 20 < 3),
    );

    expect(analyse(noted).isBlank).toBe(false);
  });
});

describe('what is wrong with a scan', () => {
  test('print that runs over an edge is told, a page with margins is not', () => {
    const { rgba, width, height } = renderPage();
    const cut = 246;
    const rest = new Uint8ClampedArray((width - cut) * height * 4);
    for (let y = 0; y < height; y += 1) {
      rest.set(rgba.subarray((y * width + cut) * 4, (y + 1) * width * 4), y * (width - cut) * 4);
    }

    expect(analysePage(rest, width - cut, height, dpi).warnings).toContain('cut-off');
    expect(analysePage(rgba, width, height, dpi).warnings).not.toContain('cut-off');
  });

  test('a seal that was scanned black and white is told, in colour it is not', () => {
    const sealed = renderPage({ hasSeal: true });
    const grey = (page: RenderedPage) => ({
      ...page,
      rgba: page.rgba.map((value, i) => (i % 4 === 3 ? value : (page.rgba[i - (i % 4) + 1] ?? 0))),
    });

    expect(analyse(sealed).warnings).not.toContain('colour-missing');
    expect(analyse(grey(sealed)).warnings).toContain('colour-missing');
    expect(analyse(grey(renderPage())).warnings).not.toContain('colour-missing');
  });
});
