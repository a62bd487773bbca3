import type { InkMap } from './ink-map.ts';

/** Widest slope that is straightened, in degrees. */
export const MAX_SKEW_DEGREES = 15;

export type SkewEstimate = {
  /** Clockwise slope of the text lines. */
  degrees: number;
  /** How sharply the page falls into lines at that slope; comparable between maps of one page. */
  sharpness: number;
};

/** Slope of the text lines by projection: at the right angle the baselines pile up in few rows. */
export function estimateSkew(map: InkMap): SkewEstimate {
  const points = baselinePoints(map);
  if (points.x.length < 50) return { degrees: 0, sharpness: 0 };
  const coarse = sharpest(points, map, -MAX_SKEW_DEGREES, MAX_SKEW_DEGREES, 0.5);
  const fine = sharpest(points, map, coarse.degrees - 0.5, coarse.degrees + 0.5, 0.1);
  const exact = sharpest(points, map, fine.degrees - 0.08, fine.degrees + 0.08, 0.02);
  const degrees = Math.round(exact.degrees * 100) / 100;
  return { degrees, sharpness: exact.sharpness };
}

type Points = { x: Int32Array; y: Int32Array };

/** Ink with paper right below it: the feet of the letters, which stand on the baseline. */
function baselinePoints(map: InkMap): Points {
  const { width, height, data } = map;
  const last = (height - 1) * width;
  const xs: number[] = [];
  const ys: number[] = [];
  for (let i = data.indexOf(1); i >= 0 && i < last; i = data.indexOf(1, i + 1)) {
    if (data[i + width] !== 0) continue;
    const y = Math.floor(i / width);
    xs.push(i - y * width);
    ys.push(y);
  }
  return { x: Int32Array.from(xs), y: Int32Array.from(ys) };
}

function sharpest(points: Points, map: InkMap, from: number, to: number, step: number) {
  let best: SkewEstimate = { degrees: 0, sharpness: -1 };
  const diagonal = map.width + map.height;
  const rows = new Uint32Array(2 * diagonal);
  const count = points.x.length;
  for (let n = 0; n <= Math.round((to - from) / step); n += 1) {
    const degrees = from + n * step;
    const sin = Math.sin((degrees * Math.PI) / 180);
    const cos = Math.cos((degrees * Math.PI) / 180);
    rows.fill(0);
    for (let i = 0; i < count; i += 1) {
      const row = ((points.y[i] ?? 0) * cos - (points.x[i] ?? 0) * sin + diagonal) | 0;
      rows[row] = (rows[row] ?? 0) + 1;
    }
    let energy = 0;
    for (let row = 0; row < rows.length; row += 1) energy += (rows[row] ?? 0) ** 2;
    const sharpness = energy / count;
    // Of equal slopes the flatter one.
    if (
      sharpness > best.sharpness ||
      (sharpness === best.sharpness && Math.abs(degrees) < Math.abs(best.degrees))
    ) {
      best = { degrees, sharpness };
    }
  }
  return best;
}
