import type { PageFrame } from '#lib/domain/text-layer.ts';
import { frameSize } from '#lib/domain/text-layer.ts';
import { multiply, type Matrix } from '../reading/page-content.ts';

/**
 * Matrix that shows the source picture (a unit square to PDF) upright and straight in the page
 * frame: turned clockwise by `rotation`, then back by the skew, all around the centre of the page.
 */
export function imageMatrix(frame: PageFrame, scale: number): Matrix {
  const { widthPx, heightPx } = frameSize(frame);
  const width = frame.sourceWidthPx * scale;
  const height = frame.sourceHeightPx * scale;
  const placed: Matrix = [width, 0, 0, height, -width / 2, -height / 2];
  const turned = multiply(placed, turn(frame.skewDegrees - frame.rotation));
  const centre: Matrix = [1, 0, 0, 1, (widthPx * scale) / 2, (heightPx * scale) / 2];
  return multiply(turned, centre);
}

/** Counterclockwise; right angles are exact. */
function turn(degrees: number): Matrix {
  const quarter = Math.round(degrees / 90);
  if (quarter * 90 === degrees) {
    const step = ((quarter % 4) + 4) % 4;
    const cos = [1, 0, -1, 0][step] ?? 1;
    const sin = [0, 1, 0, -1][step] ?? 0;
    return [cos, sin, -sin, cos, 0, 0];
  }
  const radians = (degrees * Math.PI) / 180;
  const cos = Math.cos(radians);
  const sin = Math.sin(radians);
  return [cos, sin, -sin, cos, 0, 0];
}
