import type { Rotation } from '#lib/domain/text-layer.ts';
import { quarterTurn, type InkMap } from './ink-map.ts';
import { estimateSkew } from './skew.ts';

export type OrientationCandidate = {
  /** Clockwise turn that makes the page upright. */
  rotation: Rotation;
  /** Clockwise slope of the lines after that turn, in degrees. */
  skewDegrees: number;
  /** 0–1; over all candidates they sum to 1. */
  confidence: number;
};

/**
 * The four ways a page can lie, likeliest first. The axis comes from the sharper pile of
 * baselines; up and down from the accents and ascenders, of which Vietnamese has far more above
 * the letters than below. What stays close is for the caller to settle by reading a strip.
 */
export function orientationCandidates(map: InkMap): OrientationCandidate[] {
  const upright = estimateSkew(map);
  const turnedMap = quarterTurn(map);
  const turned = estimateSkew(turnedMap);
  const isTurned = turned.sharpness > upright.sharpness;
  const ratio = isTurned
    ? turned.sharpness / Math.max(upright.sharpness, 1e-9)
    : upright.sharpness / Math.max(turned.sharpness, 1e-9);
  const axis = Math.min(0.995, 0.5 + 0.5 * Math.tanh((ratio - 1) * 2.5));

  const alongRows = readingDirection(map, upright.degrees);
  const alongColumns = readingDirection(turnedMap, turned.degrees);
  const rowsShare = isTurned ? 1 - axis : axis;
  const candidates: OrientationCandidate[] = [
    { rotation: 0, skewDegrees: upright.degrees, confidence: rowsShare * alongRows },
    { rotation: 180, skewDegrees: upright.degrees, confidence: rowsShare * (1 - alongRows) },
    { rotation: 90, skewDegrees: turned.degrees, confidence: (1 - rowsShare) * alongColumns },
    {
      rotation: 270,
      skewDegrees: turned.degrees,
      confidence: (1 - rowsShare) * (1 - alongColumns),
    },
  ];
  return candidates.sort((a, b) => b.confidence - a.confidence);
}

/** Probability that lines lying along the rows stand upright rather than on their head. */
export function readingDirection(map: InkMap, skewDegrees: number): number {
  const votes = lineVotes(map, skewDegrees);
  if (votes.length === 0) return 0.5;
  const mean = votes.reduce((sum, vote) => sum + vote, 0) / votes.length;
  const spread = Math.sqrt(
    votes.reduce((sum, vote) => sum + (vote - mean) ** 2, 0) / votes.length + 0.02,
  );
  const certainty = (mean / spread) * Math.sqrt(votes.length);
  return 1 / (1 + Math.exp(-certainty));
}

/** Strips per page: letterheads have two columns, and their lines need not be level. */
const STRIPS = 4;

/** One vote per piece of text line, −1…1: ink above the body of the letters against ink below. */
function lineVotes(map: InkMap, skewDegrees: number): number[] {
  const slope = Math.tan((skewDegrees * Math.PI) / 180);
  const votes: number[] = [];
  const stripWidth = Math.floor(map.width / STRIPS);
  for (let strip = 0; strip < STRIPS; strip += 1) {
    const rows = new Float32Array(map.height);
    const x0 = strip * stripWidth;
    for (let x = x0; x < x0 + stripWidth; x += 1) {
      const shift = Math.round((x - map.width / 2) * slope);
      const from = Math.max(0, -shift);
      const to = Math.min(map.height, map.height - shift);
      for (let y = from; y < to; y += 1) {
        rows[y] = (rows[y] ?? 0) + (map.data[(y + shift) * map.width + x] ?? 0);
      }
    }
    for (const line of linesOf(rows, stripWidth)) votes.push(line);
  }
  return votes;
}

function linesOf(rows: Float32Array, width: number): number[] {
  const votes: number[] = [];
  let start = -1;
  for (let y = 0; y <= rows.length; y += 1) {
    const isInk = (rows[y] ?? 0) > 0.5;
    if (isInk && start < 0) start = y;
    if (!isInk && start >= 0) {
      const vote = lineVote(rows.subarray(start, y), width);
      if (vote !== null) votes.push(vote);
      start = -1;
    }
  }
  return votes;
}

/** `null` when the rows are no line of print: a rule, a speck, a seal, several lines at once. */
function lineVote(line: Float32Array, width: number): number | null {
  if (line.length < 7 || line.length > 40) return null;
  const peak = Math.max(...line);
  if (peak < width * 0.06) return null;
  let top = 0;
  while ((line[top] ?? 0) < peak * 0.5) top += 1;
  let bottom = line.length - 1;
  while ((line[bottom] ?? 0) < peak * 0.5) bottom -= 1;
  const body = bottom - top + 1;
  if (body < 3 || body > line.length - 2) return null;
  let above = 0;
  let below = 0;
  for (let y = 0; y < top; y += 1) above += line[y] ?? 0;
  for (let y = bottom + 1; y < line.length; y += 1) below += line[y] ?? 0;
  return above + below === 0 ? null : (above - below) / (above + below);
}
