import type { Matrix } from '../reading/page-content.ts';
import type { PdfPage, PdfRectangle } from '../reading/pages.ts';
import { toUpright, type UprightRectangle } from '../signing/page-placement.ts';

export type Point = { x: number; y: number };
/** Corners in their order; closed. */
export type Polygon = Point[];
/** Areas that are painted together: what lies in an even number of them is left out. */
export type Shape = readonly Polygon[];

export function polygonOf(left: number, bottom: number, right: number, top: number): Polygon {
  return [
    { x: left, y: bottom },
    { x: right, y: bottom },
    { x: right, y: top },
    { x: left, y: top },
  ];
}

export function transformed(polygon: Polygon, [a, b, c, d, e, f]: Matrix): Polygon {
  return polygon.map(({ x, y }) => ({ x: a * x + c * y + e, y: b * x + d * y + f }));
}

export function contains(shape: Shape, polygon: Polygon): boolean {
  return polygon.every((point) => isInside(shape, point));
}

/** Even-odd rule: a ray to the right crosses the outline an odd number of times. */
function isInside(shape: Shape, { x, y }: Point): boolean {
  let crossings = 0;
  for (const polygon of shape) {
    for (const [index, from] of polygon.entries()) {
      const to = polygon[(index + 1) % polygon.length] ?? from;
      if (from.y > y === to.y > y) continue;
      if (x < from.x + ((y - from.y) / (to.y - from.y)) * (to.x - from.x)) crossings++;
    }
  }
  return crossings % 2 === 1;
}

export function boundsOf(polygons: readonly Polygon[]): PdfRectangle {
  const bounds = { left: Infinity, bottom: Infinity, right: -Infinity, top: -Infinity };
  for (const polygon of polygons) {
    for (const { x, y } of polygon) {
      bounds.left = Math.min(bounds.left, x);
      bounds.bottom = Math.min(bounds.bottom, y);
      bounds.right = Math.max(bounds.right, x);
      bounds.top = Math.max(bounds.top, y);
    }
  }
  return bounds;
}

/** Around all of them, on the page as it is shown. */
export function uprightBounds(page: PdfPage, polygons: readonly Polygon[]): UprightRectangle {
  return toUpright(page, boundsOf(polygons));
}

export function areaOf({ left, bottom, right, top }: PdfRectangle): number {
  return Math.max(0, right - left) * Math.max(0, top - bottom);
}

/** Larger than what lies on a page: who clips by it, clips nothing. */
const LARGE_PT = 400;

/** One rectangle that contains most of a page. */
export function isLarge(shape: Shape): boolean {
  const [only, ...others] = shape;
  if (only?.length !== 4 || others.length > 0) return false;
  const { left, bottom, right, top } = boundsOf([only]);
  return right - left > LARGE_PT && top - bottom > LARGE_PT;
}
