import { expect, test } from 'vitest';
import { cropView } from './crop-view.ts';

const page = { width: 2480, height: 3508 };

function shownPart(box: Parameters<typeof cropView>[0], widthPx = 480) {
  const view = cropView(box, page, widthPx);
  return {
    left: -view.left / view.scale,
    right: (widthPx - view.left) / view.scale,
    top: -view.top / view.scale,
    bottom: (view.heightPx - view.top) / view.scale,
    heightPx: view.heightPx,
  };
}

test('the whole field is seen, with something around it', () => {
  const box = { x: 800, y: 1200, width: 900, height: 50 };
  const part = shownPart(box);
  expect(part.left).toBeLessThan(box.x);
  expect(part.right).toBeGreaterThan(box.x + box.width);
  expect(part.top).toBeLessThan(box.y);
  expect(part.bottom).toBeGreaterThan(box.y + box.height);
});

test('a field in the corner of the page shows the page and nothing beyond it', () => {
  const part = shownPart({ x: 5, y: 5, width: 300, height: 50 });
  expect(part.left).toBeGreaterThanOrEqual(0);
  expect(part.top).toBeGreaterThanOrEqual(0);
});

test('a long abstract does not take the screen, a short number is not blown up', () => {
  expect(shownPart({ x: 100, y: 900, width: 2200, height: 400 }).heightPx).toBeLessThanOrEqual(104);
  const number = shownPart({ x: 300, y: 300, width: 60, height: 40 });
  expect(number.right - number.left).toBeGreaterThanOrEqual(480);
});
