import { describe, expect, test } from 'vitest';
import { fitPage, fitWidth, pagePoint, panBy, reveal, zoomAt } from './viewport.ts';

const page = { width: 1654, height: 2339 };
const window = { width: 800, height: 600 };

describe('the page on the screen', () => {
  test('fits the width and begins at its top', () => {
    const viewport = fitWidth(page, window);
    expect(viewport.scale * page.width).toBeCloseTo(776);
    expect([viewport.left, viewport.top]).toEqual([12, 12]);
  });

  test('fits whole and is centred', () => {
    const viewport = fitPage(page, window);
    expect(viewport.scale * page.height).toBeCloseTo(576);
    expect(viewport.left).toBeCloseTo((800 - page.width * viewport.scale) / 2);
  });

  test('keeps the point under the pointer while zooming', () => {
    const start = fitWidth(page, window);
    const at = { x: 300, y: 400 };
    const zoomed = zoomAt(start, 2, at, page, window);
    expect(zoomed.scale).toBeCloseTo(start.scale * 2);
    expect(pagePoint(zoomed, at).x).toBeCloseTo(pagePoint(start, at).x);
    expect(pagePoint(zoomed, at).y).toBeCloseTo(pagePoint(start, at).y);
  });

  test('cannot be pushed out of the window', () => {
    const start = fitWidth(page, window);
    expect(panBy(start, { x: 0, y: 900 }, page, window).top).toBe(12);
    const bottom = panBy(start, { x: 0, y: -9000 }, page, window);
    expect(bottom.top + page.height * bottom.scale).toBeCloseTo(588);
  });

  test('has limits of zoom in both directions', () => {
    const start = fitWidth(page, window);
    expect(zoomAt(start, 1e6, { x: 0, y: 0 }, page, window).scale).toBe(8);
    const smallest = zoomAt(start, 1e-6, { x: 0, y: 0 }, page, window).scale;
    expect(smallest).toBeCloseTo(fitPage(page, window).scale / 2);
  });
});

describe('a field that gets the focus', () => {
  test('is brought into sight', () => {
    const box = { x: 900, y: 2100, width: 300, height: 40 };
    const shown = reveal(fitWidth(page, window), box, page, window);
    const bottom = (box.y + box.height) * shown.scale + shown.top;
    expect(bottom).toBeLessThanOrEqual(600);
    expect(bottom - box.height * shown.scale).toBeGreaterThan(0);
  });

  test('moves nothing when it is seen already', () => {
    const viewport = fitWidth(page, window);
    const box = { x: 400, y: 300, width: 300, height: 40 };
    expect(reveal(viewport, box, page, window)).toEqual(viewport);
  });
});
