import type { PageFrame } from '#lib/domain/text-layer.ts';
import { frameSize } from '#lib/domain/text-layer.ts';
import { multiply, type Matrix } from '../reading/page-content.ts';

/**
 * Matrix that shows the source picture (a unit square to PDF) upright and straight in the page
 * frame: turned clockwise by `rotation`, then back by the skew, all around the centre of the page.
 * A crop moves the picture so that its corner becomes that of the page; the page's box cuts the rest.
 */
export function imageMatrix(frame: PageFrame, scale: number): Matrix {
  const whole = frameSize({ ...frame, crop: undefined });
  const crop = frame.crop ?? { x: 0, y: 0, width: whole.widthPx, height: whole.heightPx };
  const width = frame.sourceWidthPx * scale;
  const height = frame.sourceHeightPx * scale;
  const placed: Matrix = [width, 0, 0, height, -width / 2, -height / 2];
  const turned = multiply(placed, turn(frame.skewDegrees - frame.rotation));
  const belowCrop = whole.heightPx - crop.y - crop.height;
  const centreX = (whole.widthPx / 2 - crop.x) * scale;
  const centreY = (whole.heightPx / 2 - belowCrop) * scale;
  return multiply(turned, [1, 0, 0, 1, centreX, centreY]);
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
