import { describe, expect, test } from 'vitest';
import type { Quad } from '#lib/domain/text-layer.ts';
import { renderPage } from '#support/rendered-page.ts';
import { analyseGrey } from './analyse-page.ts';
import { createGreyImage, toGrey, type GreyImage } from './grey-image.ts';
import { recognitionImageOfGrey } from './recognition-image.ts';
import { layerOnFrame } from './rectify.ts';
import { frameToSource, rotateGrey, sourceToFrame } from './warp.ts';

const page = renderPage({}, 150);
const sheet = toGrey(page.rgba, page.width, page.height);
const width = 1440;
const height = 1980;
/** Corners of the sheet on the photograph, from the upper left. */
const corners: Quad = [
  { x: 130, y: 90 },
  { x: 1310, y: 120 },
  { x: 1370, y: 1880 },
  { x: 60, y: 1900 },
];

/** The sheet on a dark desk, seen from below: mapped side by side, which is near enough. */
function photographed(): GreyImage {
  const image = createGreyImage(width, height, 80);
  const [a, b, c, d] = corners;
  const steps = 2400;
  for (let v = 0; v < steps; v += 1) {
    const t = v / steps;
    const left = { x: a.x + (d.x - a.x) * t, y: a.y + (d.y - a.y) * t };
    const right = { x: b.x + (c.x - b.x) * t, y: b.y + (c.y - b.y) * t };
    const row = Math.floor(t * sheet.height) * sheet.width;
    for (let u = 0; u < 1600; u += 1) {
      const s = u / 1600;
      const x = Math.round(left.x + (right.x - left.x) * s);
      const y = Math.round(left.y + (right.y - left.y) * s);
      image.data[y * width + x] = sheet.data[row + Math.floor(s * sheet.width)] ?? 255;
    }
  }
  return image;
}

describe('a sheet that was photographed askew', () => {
  const photo = photographed();
  const analysis = analyseGrey(photo);

  test('is found by its corners, told, and the desk around it is cropped away', () => {
    expect(analysis.warnings).toContain('photographed');
    analysis.frame.sheet?.forEach((corner, i) => {
      expect(Math.abs(corner.x - (corners[i]?.x ?? 0))).toBeLessThan(14);
      expect(Math.abs(corner.y - (corners[i]?.y ?? 0))).toBeLessThan(14);
    });
    expect(analysis.frame.crop?.width).toBeLessThan(width * 0.95);
    expect(analysis.frame.rotation).toBe(0);
  });

  test('is read flat, and what is read stands at its place on the photograph', () => {
    const read = recognitionImageOfGrey(photo, analysis.frame, 'even');
    const box = inkBox(read);

    const [line] = layerOnFrame(
      {
        widthPx: read.width,
        heightPx: read.height,
        meanConfidence: 90,
        lines: [
          {
            words: [{ text: 'x', confidence: 90, box }],
            box,
            baseline: { x0: box.x, y0: box.y, x1: box.x + box.width, y1: box.y },
          },
        ],
      },
      analysis.frame,
    ).lines;

    // The letterhead begins a tenth of the sheet below its upper edge.
    const place = frameToSource(analysis.frame, line?.box.x ?? 0, line?.box.y ?? 0);
    const [top] = corners;
    expect(place.y - top.y).toBeGreaterThan(100);
    expect(place.y - top.y).toBeLessThan(180);
    expect(Math.abs(place.x - 240)).toBeLessThan(60);
  });

  test('lying on its side, it is turned as well', () => {
    const { frame } = analyseGrey(rotateGrey(photo, 90));

    expect(frame.rotation).toBe(270);
    expect(frame.sheet).toBeDefined();
    const [corner] = frame.sheet ?? [];
    const onFrame = sourceToFrame(frame, corner?.x ?? 0, corner?.y ?? 0);
    expect(onFrame.y).toBeGreaterThan(1500);
  });
});

describe('a flat scan', () => {
  test('with a dark lid around it is no photograph, whichever way it slopes', () => {
    for (const skewDegrees of [0, 3]) {
      const scan = renderPage({ skewDegrees }, 150);
      const grey = toGrey(scan.rgba, scan.width, scan.height);
      grey.data.fill(20, 0, grey.width * 30);
      for (let y = 0; y < grey.height; y += 1)
        grey.data.fill(20, y * grey.width, y * grey.width + 25);

      const { frame, warnings } = analyseGrey(grey, 150);

      expect(frame.sheet).toBeUndefined();
      expect(warnings).not.toContain('photographed');
      expect(frame.crop).toBeDefined();
    }
  });
});

function inkBox(image: GreyImage) {
  let [left, right, top, bottom] = [image.width, 0, image.height, 0];
  for (let y = 10; y < image.height - 10; y += 1) {
    for (let x = 10; x < image.width - 10; x += 1) {
      if ((image.data[y * image.width + x] ?? 255) > 90) continue;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
    }
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}
