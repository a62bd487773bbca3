import {
  turnedSize,
  type Box,
  type PageFrame,
  type Point,
  type Rotation,
} from '#lib/domain/text-layer.ts';
import { createGreyImage, type GreyImage } from './grey-image.ts';

/** Below this slope a page is left as it is: half a pixel over an A4 line at 200 dpi. */
const NEGLIGIBLE_DEGREES = 0.03;

/** The source image as it stands in its page frame: turned, straightened about the centre, cropped. */
export function warpToFrame(image: GreyImage, frame: PageFrame): GreyImage {
  const turned = rotateGrey(image, frame.rotation);
  if (Math.abs(frame.skewDegrees) >= NEGLIGIBLE_DEGREES) {
    return straighten(turned, frame.skewDegrees, frame.crop);
  }
  return frame.crop ? cropGrey(turned, frame.crop) : turned;
}

/** Rows and columns of the tiles in which pages are turned: both sides of a tile stay in the cache. */
const TILE = 64;

/** Turns clockwise by quarters; never resamples. */
export function rotateGrey(image: GreyImage, rotation: Rotation): GreyImage {
  if (rotation === 0) return image;
  const { width, height, data } = image;
  if (rotation === 180) return { width, height, data: data.slice().reverse() };
  const target = new Uint8Array(width * height);
  const step = rotation === 90 ? height : -height;
  for (let y0 = 0; y0 < height; y0 += TILE) {
    const y1 = Math.min(height, y0 + TILE);
    for (let x0 = 0; x0 < width; x0 += TILE) {
      const x1 = Math.min(width, x0 + TILE);
      for (let y = y0; y < y1; y += 1) {
        let to = rotation === 90 ? x0 * height + height - 1 - y : (width - 1 - x0) * height + y;
        for (let from = y * width + x0; from < y * width + x1; from += 1, to += step) {
          target[to] = data[from] ?? 255;
        }
      }
    }
  }
  return { width: height, height: width, data: target };
}

/** A part of an image; what lies beyond its edges is white. */
export function cropGrey(image: GreyImage, box: Box): GreyImage {
  const result = createGreyImage(box.width, box.height);
  const left = Math.max(0, box.x);
  const right = Math.min(image.width, box.x + box.width);
  for (let y = Math.max(0, box.y); y < Math.min(image.height, box.y + box.height); y += 1) {
    const row = image.data.subarray(y * image.width + left, y * image.width + right);
    result.data.set(row, (y - box.y) * box.width + left - box.x);
  }
  return result;
}

/**
 * Turns back lines that slope clockwise by `degrees`; corners that come from outside are white.
 * `window`: the part that is wanted, everything if it is left out.
 */
export function straighten(image: GreyImage, degrees: number, window?: Box): GreyImage {
  const { width, height, data } = image;
  const { x: left, y: top, ...size } = window ?? { x: 0, y: 0, width, height };
  const result = createGreyImage(size.width, size.height);
  const sin = Math.sin((degrees * Math.PI) / 180);
  const cos = Math.cos((degrees * Math.PI) / 180);
  const centreX = (width - 1) / 2;
  const centreY = (height - 1) / 2;
  // In 65536ths of a pixel, so that the inner loop knows whole numbers only.
  const stepX = Math.round(cos * 65536);
  const stepY = Math.round(sin * 65536);
  for (let row = 0; row < size.height; row += 1) {
    const dx = left - centreX;
    const dy = row + top - centreY;
    const startX = Math.round((centreX + dx * cos - dy * sin) * 65536);
    const startY = Math.round((centreY + dx * sin + dy * cos) * 65536);
    const [fromX, toX] = insideRange(startX, stepX, (width - 1) * 65536, size.width);
    const [fromY, toY] = insideRange(startY, stepY, (height - 1) * 65536, size.width);
    const from = Math.max(fromX, fromY);
    const to = Math.min(toX, toY);
    const target = row * size.width;
    let sx = startX + from * stepX;
    let sy = startY + from * stepY;
    for (let x = from; x < to; x += 1, sx += stepX, sy += stepY) {
      const i = (sy >> 16) * width + (sx >> 16);
      const fx = (sx >> 8) & 255;
      const fy = (sy >> 8) & 255;
      const a = data[i] ?? 255;
      const c = data[i + width] ?? 255;
      const upper = (a << 8) + ((data[i + 1] ?? 255) - a) * fx;
      const lower = (c << 8) + ((data[i + width + 1] ?? 255) - c) * fx;
      result.data[target + x] = ((upper << 8) + (lower - upper) * fy + 32768) >> 16;
    }
  }
  return result;
}

/** The steps n of 0…count for which 0 ≤ start + n·step < end. */
function insideRange(start: number, step: number, end: number, count: number): [number, number] {
  if (step === 0) return start >= 0 && start < end ? [0, count] : [0, 0];
  const first = step > 0 ? Math.ceil(-start / step) : Math.floor((end - start) / step) + 1;
  const beyond = step > 0 ? Math.ceil((end - start) / step) : Math.floor(-start / step) + 1;
  return [Math.max(0, first), Math.min(count, beyond)];
}

/**
 * Where a point of the page frame lies in the source image, both in pixels from the top-left
 * corner: for drawing a recognized place onto the scan as it was imported.
 */
export function frameToSource(frame: PageFrame, x: number, y: number): Point {
  const { widthPx, heightPx } = turnedSize(frame);
  const radians = (frame.skewDegrees * Math.PI) / 180;
  const dx = x + (frame.crop?.x ?? 0) - widthPx / 2;
  const dy = y + (frame.crop?.y ?? 0) - heightPx / 2;
  const tx = widthPx / 2 + dx * Math.cos(radians) - dy * Math.sin(radians);
  const ty = heightPx / 2 + dx * Math.sin(radians) + dy * Math.cos(radians);
  switch (frame.rotation) {
    case 0:
      return { x: tx, y: ty };
    case 90:
      return { x: ty, y: frame.sourceHeightPx - tx };
    case 180:
      return { x: frame.sourceWidthPx - tx, y: frame.sourceHeightPx - ty };
    case 270:
      return { x: frame.sourceWidthPx - ty, y: tx };
  }
}

/** The way back: where a point of the source image stands on the page. */
export function sourceToFrame(frame: PageFrame, x: number, y: number): Point {
  const { widthPx, heightPx } = turnedSize(frame);
  const turned = turnedPoint(frame, x, y);
  const radians = (frame.skewDegrees * Math.PI) / 180;
  const dx = turned.x - widthPx / 2;
  const dy = turned.y - heightPx / 2;
  return {
    x: widthPx / 2 + dx * Math.cos(radians) + dy * Math.sin(radians) - (frame.crop?.x ?? 0),
    y: heightPx / 2 - dx * Math.sin(radians) + dy * Math.cos(radians) - (frame.crop?.y ?? 0),
  };
}

function turnedPoint(frame: PageFrame, x: number, y: number): Point {
  const { rotation, sourceWidthPx, sourceHeightPx } = frame;
  switch (rotation) {
    case 0:
      return { x, y };
    case 90:
      return { x: sourceHeightPx - y, y: x };
    case 180:
      return { x: sourceWidthPx - x, y: sourceHeightPx - y };
    case 270:
      return { x: y, y: sourceWidthPx - x };
  }
}
