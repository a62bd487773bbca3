import type { Rotation } from '#lib/domain/text-layer.ts';
import { quarterTurn, type InkMap } from './ink-map.ts';
import { lineVotes } from './line-votes.ts';
import { raggedSide } from './ragged-side.ts';
import { estimateSkew, type SkewEstimate } from './skew.ts';

export type OrientationCandidate = {
  /** Clockwise turn that makes the page upright. */
  rotation: Rotation;
  /** Clockwise slope of the lines after that turn, in degrees. */
  skewDegrees: number;
  /** 0–1; over all candidates they sum to 1. */
  confidence: number;
};

/**
 * The four ways a page can lie, likeliest first. `print`: letters and words alone (`printMap`).
 *
 * The axis comes from the pile of baselines, from the gaps between pieces of ink (letters stand
 * closer to each other than lines do) and from how much more the lines of one axis say about up and
 * down; up and down from the accents and ascenders, of which Vietnamese has far more above the
 * letters than below, and from the ragged margin. What stays close is for the caller to settle by reading a strip.
 */
export function orientationCandidates(print: InkMap): OrientationCandidate[] {
  const turned = quarterTurn(print);
  const rows = linesAlong(print);
  const columns = linesAlong(turned);
  const alongRows = logistic(axisLogit(rows, columns, gapRatios(print)));
  const candidates = [
    ...bothWays(0, 180, rows, alongRows),
    ...bothWays(90, 270, columns, 1 - alongRows),
  ];
  return candidates.sort((a, b) => b.confidence - a.confidence);
}

type Lines = SkewEstimate & {
  count: number;
  /** Grows with the number of lines that agree on up (positive) and down. */
  uprightness: number;
  /** What the margins say: positive when the lines begin alike and end anywhere. */
  raggedness: number;
};

function linesAlong(print: InkMap): Lines {
  const skew = estimateSkew(print);
  const votes = lineVotes(print, skew.degrees);
  const sum = votes.reduce((total, vote) => total + vote, 0);
  return {
    ...skew,
    count: votes.length,
    uprightness: sum / Math.sqrt(votes.length + 4),
    raggedness: raggedSide(print, skew.degrees),
  };
}

/** Weights of the evidence for standing upright, in log odds; fitted like those of the axis. */
const UPRIGHT = { lines: 0.7, margins: 4.5 };

function bothWays(
  upright: Rotation,
  onItsHead: Rotation,
  lines: Lines,
  share: number,
): OrientationCandidate[] {
  const isUp = logistic(UPRIGHT.lines * lines.uprightness + UPRIGHT.margins * lines.raggedness);
  return [
    { rotation: upright, skewDegrees: lines.degrees, confidence: share * isUp },
    { rotation: onItsHead, skewDegrees: lines.degrees, confidence: share * (1 - isUp) },
  ];
}

/**
 * Weights of the evidence for lines along the rows, in log odds: fitted by logistic regression to
 * drawn pages of six typefaces at 150 to 300 dpi, sloping up to 10°, tables among them.
 */
const AXIS = { sharpness: 1.06, count: 0.3, uprightness: 0.57, gaps: [0.9, 1.41, 0.91, 0.69] };

function axisLogit(rows: Lines, columns: Lines, gaps: readonly number[]): number {
  const sharpness = Math.log((rows.sharpness + 1e-6) / (columns.sharpness + 1e-6));
  const count = Math.log((rows.count + 2) / (columns.count + 2));
  const uprightness = Math.abs(rows.uprightness) - Math.abs(columns.uprightness);
  return (
    AXIS.sharpness * sharpness +
    AXIS.count * count +
    AXIS.uprightness * uprightness +
    AXIS.gaps.reduce((sum, weight, i) => sum + weight * (gaps[i] ?? 0), 0)
  );
}

/** Bounds of the classes of gaps, in cells: within letters, between them, between words and lines. */
const GAP_BOUNDS = [1, 3, 6, 10, 16] as const;

/** Log of how many more gaps of each class lie along the rows than along the columns. */
function gapRatios(print: InkMap): number[] {
  const { width, height, data } = print;
  const classOf = Int8Array.from({ length: 16 }, (_, gap) =>
    GAP_BOUNDS.findLastIndex((bound) => gap >= bound),
  );
  const along = new Float64Array(4).fill(1);
  const across = new Float64Array(4).fill(1);
  const lastInColumn = new Int32Array(width).fill(-99);
  for (let y = 0; y < height; y += 1) {
    let lastInRow = -99;
    for (let x = 0; x < width; x += 1) {
      if (data[y * width + x] !== 1) continue;
      countGap(along, classOf, x - lastInRow - 1);
      countGap(across, classOf, y - (lastInColumn[x] ?? 0) - 1);
      lastInRow = x;
      lastInColumn[x] = y;
    }
  }
  return Array.from(along, (count, i) => Math.log(count / (across[i] ?? 1)));
}

function countGap(counts: Float64Array, classOf: Int8Array, gap: number): void {
  const at = classOf[gap] ?? -1;
  if (at >= 0) counts[at] = (counts[at] ?? 0) + 1;
}

function logistic(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}
