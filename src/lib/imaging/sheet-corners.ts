import type { Point, Quad } from '#lib/domain/text-layer.ts';
import type { InkMap } from './ink-map.ts';

/** Sides that run together or apart by less than this come from a flat scan. */
const LEAST_PERSPECTIVE_DEGREES = 0.7;
/** No camera is held further askew than this; what is wider is no sheet. */
const MOST_PERSPECTIVE_DEGREES = 25;
/** Cells by which the border of a sheet may stray from a straight line. */
const STRAIGHT_CELLS = 2.5;
const LEAST_STRAIGHT_SHARE = 0.75;
/** Of each side, the middle part is looked at: corners may be folded or cut off. */
const MIDDLE = { from: 0.15, to: 0.85 };

/**
 * The corners of a sheet that lies on something darker and was photographed askew, in cells of the
 * map, clockwise from the upper left of the picture; `null` for flat scans. `edges`: what is not
 * sheet (`darkEdges`).
 */
export function sheetCorners(edges: InkMap): Quad | null {
  const { width, height, data } = edges;
  const isEdge = (x: number, y: number) => data[y * width + x] === 1;
  const left = borderLine(height, width, (along, depth) => isEdge(depth, along));
  const right = borderLine(height, width, (along, depth) => isEdge(width - 1 - depth, along));
  const top = borderLine(width, height, (along, depth) => isEdge(along, depth));
  const bottom = borderLine(width, height, (along, depth) => isEdge(along, height - 1 - depth));
  if (!left || !right || !top || !bottom) return null;
  const rightSide = { at: width - 1 - right.at, slope: -right.slope };
  const bottomSide = { at: height - 1 - bottom.at, slope: -bottom.slope };
  if (!isPerspective(left.slope, rightSide.slope, top.slope, bottomSide.slope)) return null;
  return [
    crossing(left, top),
    crossing(rightSide, top),
    crossing(rightSide, bottomSide),
    crossing(left, bottomSide),
  ];
}

/** Depth of the border at the beginning of the side, and how it grows along the side. */
type Line = { at: number; slope: number };

function borderLine(
  length: number,
  reach: number,
  isEdge: (along: number, depth: number) => boolean,
): Line | null {
  const points: { along: number; depth: number }[] = [];
  for (let along = Math.round(length * MIDDLE.from); along < length * MIDDLE.to; along += 2) {
    let depth = 0;
    while (depth < reach * 0.4 && isEdge(along, depth)) depth += 1;
    points.push({ along, depth });
  }
  const bordered = points.filter(({ depth }) => depth > 0);
  if (bordered.length < points.length * LEAST_STRAIGHT_SHARE) return null;
  const line = throughMost(bordered);
  const straight = bordered.filter(
    ({ along, depth }) => Math.abs(line.at + line.slope * along - depth) <= STRAIGHT_CELLS,
  );
  return straight.length < points.length * LEAST_STRAIGHT_SHARE ? null : line;
}

/** The median slope between points half a side apart, and the median depth at it (Theil and Sen). */
function throughMost(points: readonly { along: number; depth: number }[]): Line {
  const half = points.length >> 1;
  const slopes = points.slice(0, half).flatMap((a, i) => {
    const b = points[i + half];
    return b ? [(b.depth - a.depth) / (b.along - a.along)] : [];
  });
  const slope = median(slopes);
  return { slope, at: median(points.map(({ along, depth }) => depth - slope * along)) };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
}

function isPerspective(left: number, right: number, top: number, bottom: number): boolean {
  const degrees = (slope: number) => (Math.atan(slope) * 180) / Math.PI;
  const [l, r, t, b] = [degrees(left), degrees(right), degrees(top), degrees(bottom)];
  const upright = Math.abs(l - r);
  const level = Math.abs(t - b);
  // The sides of a flat sheet that lies askew slope by the same angle.
  const corner = Math.abs((l + r) / 2 + (t + b) / 2);
  const most = Math.max(upright, level, corner);
  return most >= LEAST_PERSPECTIVE_DEGREES && most <= MOST_PERSPECTIVE_DEGREES;
}

/** Where x = v.at + v.slope·y meets y = h.at + h.slope·x. */
function crossing(v: Line, h: Line): Point {
  const y = (h.at + h.slope * v.at) / (1 - h.slope * v.slope);
  return { x: v.at + v.slope * y, y };
}
