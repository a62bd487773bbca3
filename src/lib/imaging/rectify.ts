import {
  frameSize,
  type Box,
  type PageFrame,
  type Point,
  type Quad,
  type TextLayer,
} from '#lib/domain/text-layer.ts';
import { createGreyImage, type GreyImage } from './grey-image.ts';
import { sourceToFrame } from './warp.ts';

/** A projective map: (ax + by + c, dx + ey + f) / (gx + hy + 1). */
type Projection = readonly [
  a: number,
  b: number,
  c: number,
  d: number,
  e: number,
  f: number,
  g: number,
  h: number,
];

/** A photographed sheet as if it had been scanned flat: it fills an image of the size of the frame. */
export function rectified(image: GreyImage, frame: PageFrame, sheet: Quad): GreyImage {
  const { widthPx, heightPx } = frameSize(frame);
  return projected(image, ontoQuad(uprightCorners(frame, sheet), widthPx, heightPx), {
    width: widthPx,
    height: heightPx,
  });
}

/** A picture of which a quad fills the whole. */
export function fillWith(image: GreyImage, quad: Quad): GreyImage {
  return projected(image, ontoQuad(quad, image.width, image.height), image);
}

/**
 * Text that was read in the image for recognition, where it stands in the page frame: the same place
 * for scans; on a photograph the sheet lies askew.
 */
export function layerOnFrame(layer: TextLayer, frame: PageFrame): TextLayer {
  const { sheet } = frame;
  if (!sheet) return layer;
  const { widthPx, heightPx } = frameSize(frame);
  const toSource = ontoQuad(uprightCorners(frame, sheet), widthPx, heightPx);
  const place = (x: number, y: number) => {
    const onSource = apply(toSource, x, y);
    return sourceToFrame(frame, onSource.x, onSource.y);
  };
  return {
    ...layer,
    lines: layer.lines.map((line) => {
      const start = place(line.baseline.x0, line.baseline.y0);
      const end = place(line.baseline.x1, line.baseline.y1);
      return {
        box: boxOnFrame(line.box, place),
        baseline: { x0: start.x, y0: start.y, x1: end.x, y1: end.y },
        words: line.words.map((word) => ({ ...word, box: boxOnFrame(word.box, place) })),
      };
    }),
  };
}

/** How the sheet slopes on the photograph once it is turned upright: the mean of top and bottom. */
export function slopeOf(frame: Pick<PageFrame, 'rotation'>, sheet: Quad): number {
  const [topLeft, topRight, bottomRight, bottomLeft] = uprightCorners(frame, sheet);
  const x = topRight.x - topLeft.x + bottomRight.x - bottomLeft.x;
  const y = topRight.y - topLeft.y + bottomRight.y - bottomLeft.y;
  const degrees = (Math.atan2(y, x) * 180) / Math.PI + frame.rotation;
  return ((((degrees + 180) % 360) + 360) % 360) - 180;
}

/** The corners, which are told clockwise from the upper left of the picture, from that of the page. */
function uprightCorners({ rotation }: Pick<PageFrame, 'rotation'>, sheet: Quad): Quad {
  const [a, b, c, d] = sheet;
  switch (rotation) {
    case 0:
      return sheet;
    case 90:
      return [d, a, b, c];
    case 180:
      return [c, d, a, b];
    case 270:
      return [b, c, d, a];
  }
}

/** Takes the corners of an image of the given size to those of the quad (Heckbert 1989, §2.2.3). */
function ontoQuad(quad: Quad, width: number, height: number): Projection {
  const [p, q, r, s] = quad;
  const sumX = p.x - q.x + r.x - s.x;
  const sumY = p.y - q.y + r.y - s.y;
  const [dx1, dy1, dx2, dy2] = [q.x - r.x, q.y - r.y, s.x - r.x, s.y - r.y];
  const determinant = dx1 * dy2 - dx2 * dy1;
  const g = (sumX * dy2 - dx2 * sumY) / determinant;
  const h = (dx1 * sumY - sumX * dy1) / determinant;
  return [
    (q.x - p.x + g * q.x) / width,
    (s.x - p.x + h * s.x) / height,
    p.x,
    (q.y - p.y + g * q.y) / width,
    (s.y - p.y + h * s.y) / height,
    p.y,
    g / width,
    h / height,
  ];
}

function apply([a, b, c, d, e, f, g, h]: Projection, x: number, y: number): Point {
  const w = g * x + h * y + 1;
  return { x: (a * x + b * y + c) / w, y: (d * x + e * y + f) / w };
}

/** Every pixel of the new image taken from where the projection says; white from outside. */
function projected(
  image: GreyImage,
  [a, b, c, d, e, f, g, h]: Projection,
  size: { width: number; height: number },
): GreyImage {
  const { width, height, data } = image;
  const result = createGreyImage(size.width, size.height);
  for (let y = 0; y < size.height; y += 1) {
    const py = y + 0.5;
    for (let x = 0; x < size.width; x += 1) {
      const px = x + 0.5;
      const w = g * px + h * py + 1;
      const sx = (a * px + b * py + c) / w - 0.5;
      const sy = (d * px + e * py + f) / w - 0.5;
      if (sx < 0 || sy < 0 || sx >= width - 1 || sy >= height - 1) continue;
      const ix = sx | 0;
      const iy = sy | 0;
      const i = iy * width + ix;
      const upper = (data[i] ?? 255) + ((data[i + 1] ?? 255) - (data[i] ?? 255)) * (sx - ix);
      const below = i + width;
      const lower =
        (data[below] ?? 255) + ((data[below + 1] ?? 255) - (data[below] ?? 255)) * (sx - ix);
      result.data[y * size.width + x] = upper + (lower - upper) * (sy - iy) + 0.5;
    }
  }
  return result;
}

/** Around the four corners of a box wherever they come to stand. */
function boxOnFrame(box: Box, place: (x: number, y: number) => Point): Box {
  const { x, y, width, height } = box;
  const corners = [
    place(x, y),
    place(x + width, y),
    place(x + width, y + height),
    place(x, y + height),
  ];
  const xs = corners.map((corner) => corner.x);
  const ys = corners.map((corner) => corner.y);
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  return { x: left, y: top, width: Math.max(...xs) - left, height: Math.max(...ys) - top };
}
