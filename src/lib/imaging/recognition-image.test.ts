import { describe, expect, test } from 'vitest';
import { frameSize, type PageFrame } from '#lib/domain/text-layer.ts';
import { renderPage } from '#support/rendered-page.ts';
import { createGreyImage, toGrey, type GreyImage } from './grey-image.ts';
import { encodePgm, inkiestStrip, recognitionImage } from './recognition-image.ts';
import { frameToSource, rotateGrey, warpToFrame } from './warp.ts';

function frameOf(image: { width: number; height: number }, change: Partial<PageFrame> = {}) {
  const size = { sourceWidthPx: image.width, sourceHeightPx: image.height };
  return { ...size, rotation: 0, skewDegrees: 0, dpi: 200, ...change } satisfies PageFrame;
}

function darkest(image: GreyImage): { x: number; y: number } {
  const i = image.data.indexOf(Math.min(...new Set(image.data)));
  return { x: i % image.width, y: Math.floor(i / image.width) };
}

describe('the image that is read', () => {
  test('has the size of the page frame, upright and straight', () => {
    const page = renderPage({ turned: 90, skewDegrees: 2 });
    const frame = frameOf(page, { rotation: 270, skewDegrees: 2 });

    const image = recognitionImage(page.rgba, page.width, page.height, frame);
    const reference = renderPage();
    const straight = recognitionImage(
      reference.rgba,
      reference.width,
      reference.height,
      frameOf(reference),
    );

    expect({ widthPx: image.width, heightPx: image.height }).toEqual(frameSize(frame));
    expect(inkOverlap(image, straight)).toBeGreaterThan(0.8);
  });

  test('has no seal, and white paper under a shadow', () => {
    const clean = renderPage();
    const sealed = renderPage({ hasSeal: true, shadow: 0.45 });
    const frame = frameOf(clean);

    const cleanImage = recognitionImage(clean.rgba, clean.width, clean.height, frame);
    const sealedImage = recognitionImage(sealed.rgba, sealed.width, sealed.height, frame);

    expect(inkCount(sealedImage)).toBeLessThan(inkCount(cleanImage) * 1.03);
    expect(inkOverlap(sealedImage, cleanImage)).toBeGreaterThan(0.95);
  });

  test('the strip with most ink keeps the width of the page', () => {
    const page = renderPage();
    const strip = inkiestStrip(toGrey(page.rgba, page.width, page.height), frameOf(page));

    expect([strip.width, strip.height]).toEqual([page.width, 300]);
    expect(inkCount(strip)).toBeGreaterThan(strip.data.length * 0.02);
  });

  test('is handed over as PGM', () => {
    const bytes = encodePgm({ width: 3, height: 1, data: Uint8Array.of(0, 128, 255) });

    expect([...bytes]).toEqual([...new TextEncoder().encode('P5\n3 1\n255\n'), 0, 128, 255]);
  });
});

describe('the page frame', () => {
  test('transparent paper is white, red ink fades, black and blue stay', () => {
    const rgba = Uint8ClampedArray.of(
      ...[0, 0, 0, 0],
      ...[220, 30, 40, 255],
      ...[20, 20, 20, 255],
      ...[30, 40, 200, 255],
    );

    expect([...toGrey(rgba, 4, 1).data]).toEqual([255, 220, 20, 30]);
  });

  test('turning by quarters goes clockwise and comes back', () => {
    const image = { width: 3, height: 2, data: Uint8Array.of(1, 2, 3, 4, 5, 6) };

    expect(rotateGrey(image, 90)).toEqual({
      width: 2,
      height: 3,
      data: Uint8Array.of(4, 1, 5, 2, 6, 3),
    });
    for (const [there, back] of [
      [90, 270],
      [180, 180],
      [270, 90],
    ] as const) {
      expect(rotateGrey(rotateGrey(image, there), back)).toEqual(image);
    }
  });

  test.for([
    [0, 0],
    [90, 3],
    [180, -5],
    [270, 8],
  ] as const)('a place in the frame is found on the scan (turn %d°, slope %d°)', (given) => {
    const [rotation, skewDegrees] = given;
    const source = createGreyImage(300, 200);
    for (let y = 118; y < 123; y += 1) source.data.fill(0, y * 300 + 88, y * 300 + 93);
    const frame = frameOf(source, { rotation, skewDegrees });

    const dot = darkest(warpToFrame(source, frame));
    const back = frameToSource(frame, dot.x + 0.5, dot.y + 0.5);

    expect(Math.abs(back.x - 90.5)).toBeLessThan(4);
    expect(Math.abs(back.y - 120.5)).toBeLessThan(4);
  });
});

function inkCount(image: GreyImage): number {
  return image.data.reduce((count, value) => count + (value < 128 ? 1 : 0), 0);
}

/** Share of the ink of `image` that lies within two pixels of ink of `other`. */
function inkOverlap(image: GreyImage, other: GreyImage): number {
  let hits = 0;
  for (let y = 2; y < image.height - 2; y += 1) {
    for (let x = 2; x < image.width - 2; x += 1) {
      if ((image.data[y * image.width + x] ?? 255) < 128 && isInkNear(other, x, y)) hits += 1;
    }
  }
  return hits / inkCount(image);
}

function isInkNear(image: GreyImage, x: number, y: number): boolean {
  for (let dy = -2; dy <= 2; dy += 1) {
    for (let dx = -2; dx <= 2; dx += 1) {
      if ((image.data[(y + dy) * image.width + x + dx] ?? 255) < 128) return true;
    }
  }
  return false;
}
