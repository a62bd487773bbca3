import { frameSize, type PageFrame, type Rotation } from '#lib/domain/text-layer.ts';
import { createGreyImage, type GreyImage } from './grey-image.ts';

/** Below this slope a page is left as it is: half a pixel over an A4 line at 200 dpi. */
const NEGLIGIBLE_DEGREES = 0.03;

/** The source image as it stands in its page frame: turned, then straightened about the centre. */
export function warpToFrame(image: GreyImage, frame: PageFrame): GreyImage {
  return straighten(rotateGrey(image, frame.rotation), frame.skewDegrees);
}

/** Turns clockwise by quarters; never resamples. */
export function rotateGrey(image: GreyImage, rotation: Rotation): GreyImage {
  if (rotation === 0) return image;
  const { width, height, data } = image;
  if (rotation === 180) return { width, height, data: data.slice().reverse() };
  const result = createGreyImage(height, width);
  for (let y = 0; y < height; y += 1) {
    const column = rotation === 90 ? height - 1 - y : y;
    const source = y * width;
    for (let x = 0; x < width; x += 1) {
      const row = rotation === 90 ? x : width - 1 - x;
      result.data[row * height + column] = data[source + x] ?? 255;
    }
  }
  return result;
}

/** Turns back lines that slope clockwise by `degrees`; corners that come from outside are white. */
export function straighten(image: GreyImage, degrees: number): GreyImage {
  if (Math.abs(degrees) < NEGLIGIBLE_DEGREES) return image;
  const { width, height, data } = image;
  const result = createGreyImage(width, height);
  const sin = Math.sin((degrees * Math.PI) / 180);
  const cos = Math.cos((degrees * Math.PI) / 180);
  const centreX = (width - 1) / 2;
  const centreY = (height - 1) / 2;
  for (let y = 0; y < height; y += 1) {
    const dy = y - centreY;
    let sx = centreX - centreX * cos - dy * sin;
    let sy = centreY - centreX * sin + dy * cos;
    const target = y * width;
    for (let x = 0; x < width; x += 1, sx += cos, sy += sin) {
      if (sx < 0 || sy < 0 || sx >= width - 1 || sy >= height - 1) continue;
      const ix = sx | 0;
      const iy = sy | 0;
      const fx = sx - ix;
      const fy = sy - iy;
      const i = iy * width + ix;
      const a = data[i] ?? 255;
      const b = data[i + 1] ?? 255;
      const c = data[i + width] ?? 255;
      const d = data[i + width + 1] ?? 255;
      const upper = a + (b - a) * fx;
      const lower = c + (d - c) * fx;
      result.data[target + x] = upper + (lower - upper) * fy + 0.5;
    }
  }
  return result;
}

/**
 * Where a point of the page frame lies in the source image, both in pixels from the top-left
 * corner: for drawing a recognized place onto the scan as it was imported.
 */
export function frameToSource(frame: PageFrame, x: number, y: number): { x: number; y: number } {
  const { widthPx, heightPx } = frameSize(frame);
  const radians = (frame.skewDegrees * Math.PI) / 180;
  const dx = x - widthPx / 2;
  const dy = y - heightPx / 2;
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
export function sourceToFrame(frame: PageFrame, x: number, y: number): { x: number; y: number } {
  const { widthPx, heightPx } = frameSize(frame);
  const turned = turnedPoint(frame, x, y);
  const radians = (frame.skewDegrees * Math.PI) / 180;
  const dx = turned.x - widthPx / 2;
  const dy = turned.y - heightPx / 2;
  return {
    x: widthPx / 2 + dx * Math.cos(radians) + dy * Math.sin(radians),
    y: heightPx / 2 - dx * Math.sin(radians) + dy * Math.cos(radians),
  };
}

function turnedPoint(frame: PageFrame, x: number, y: number): { x: number; y: number } {
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
