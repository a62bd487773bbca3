import type { Rotation } from '#lib/domain/text-layer.ts';
import type { PageAnalysis } from './analyse-page.ts';
import { frameLying } from './page-changes.ts';

/** How a file wants its stored pixels to be shown: mirrored left to right first, then turned clockwise. */
export type FileTurn = { rotation: Rotation; isMirrored: boolean };

export const asStored: FileTurn = { rotation: 0, isMirrored: false };

const turns: readonly FileTurn[] = [
  asStored,
  { rotation: 0, isMirrored: true },
  { rotation: 180, isMirrored: false },
  { rotation: 180, isMirrored: true },
  { rotation: 270, isMirrored: true },
  { rotation: 90, isMirrored: false },
  { rotation: 90, isMirrored: true },
  { rotation: 270, isMirrored: false },
];

/** The orientation 1–8 of EXIF and TIFF (CIPA DC-008 §4.6.5); other numbers say nothing. */
export function turnOfOrientation(orientation: number): FileTurn {
  return turns[orientation - 1] ?? asStored;
}

/**
 * A turn that the file asks for makes that way of lying this many times likelier. It is no proof:
 * telephones held over a table guess, and feeders write what they were told.
 */
const FILE_ODDS = 8;

/** The analysis with the turn that the file asks for as one more piece of evidence; 0 says nothing. */
export function weighedByFile(analysis: PageAnalysis, rotation: Rotation): PageAnalysis {
  if (rotation === 0) return analysis;
  const weight = (way: Rotation) => (way === rotation ? FILE_ODDS : 1);
  const total = analysis.orientations.reduce(
    (sum, way) => sum + way.confidence * weight(way.rotation),
    0,
  );
  const orientations = analysis.orientations
    .map((way) => ({ ...way, confidence: (way.confidence * weight(way.rotation)) / total }))
    .sort((a, b) => b.confidence - a.confidence);
  // A blank page lies as the file says: nothing on it says otherwise.
  const best = orientations[0] ?? { rotation, skewDegrees: 0, confidence: 1 };
  return {
    ...analysis,
    frame: frameLying(analysis.frame, best),
    orientationConfidence: best.confidence,
    orientations,
  };
}
