import type { PageFrame, Point, Quad } from '#lib/domain/text-layer.ts';
import { boxAround, cropOf } from './crop-page.ts';
import { hasColour, toGrey, type GreyImage } from './grey-image.ts';
import {
  inkMap,
  inkShare,
  smallPage,
  withoutCells,
  withoutEdges,
  type InkMap,
  type SmallPage,
} from './ink-map.ts';
import { orientationCandidates, type OrientationCandidate } from './orientation.ts';
import { surveyPage } from './page-survey.ts';
import { printMap } from './print-map.ts';
import { fillWith, slopeOf } from './rectify.ts';
import { isCutOff, isSealWithoutColour } from './scan-faults.ts';
import { sheetCorners } from './sheet-corners.ts';

/**
 * Reasons to scan a page again. `cut-off`: print runs over the edge; `colour-missing`: black and
 * white, where a seal was to be seen; `photographed`: a camera's perspective, no flat scan.
 */
export const pageWarnings = [
  'too-dark',
  'low-contrast',
  'low-resolution',
  'blurred',
  'cut-off',
  'colour-missing',
  'photographed',
] as const;
export type PageWarning = (typeof pageWarnings)[number];

export type PageAnalysis = {
  frame: PageFrame;
  /** 0–1; below `SURE_ORIENTATION` the recognition reads a strip before it believes the frame. */
  orientationConfidence: number;
  /** All four ways the page can lie, likeliest first. */
  orientations: OrientationCandidate[];
  isBlank: boolean;
  warnings: PageWarning[];
};

export const SURE_ORIENTATION = 0.97;

/** Blank pages measured at under 0.06 % ink once the border is gone. */
const BLANK_INK_SHARE = 0.0006;
/** Digitizing asks for 200 dpi (TT 02/2019/TT-BNV); scanners round a little below it. */
const LEAST_DPI = 195;
const A4_LONG_SIDE_INCHES = 11.69;

/** Looks at a page image as it was scanned. `dpiHint` is what the file says, if it says anything. */
export function analysePage(
  rgba: Uint8ClampedArray,
  width: number,
  height: number,
  dpiHint?: number,
): PageAnalysis {
  return analyseGrey(toGrey(rgba, width, height), dpiHint, hasColour(rgba));
}

/** `isColour`: whether the scan is; left out where it is not known. */
export function analyseGrey(image: GreyImage, dpiHint?: number, isColour?: boolean): PageAnalysis {
  const dpi = believableDpi(image, dpiHint);
  const { small, ink, edges, inner } = surveyPage(image, dpi);
  const isBlank = inkShare(inner) < BLANK_INK_SHARE;
  const corners = edges ? sheetCorners(edges) : null;
  const flat = corners ? flattened(small, corners) : inner;
  const orientations = isBlank ? [] : orientationCandidates(printMap(flat, dpi));
  const best = orientations[0] ?? { rotation: 0, skewDegrees: 0, confidence: 1 };
  const sheet = corners ? scaled(corners, small.factor) : null;
  const uncropped: PageFrame = {
    sourceWidthPx: image.width,
    sourceHeightPx: image.height,
    rotation: best.rotation,
    skewDegrees: sheet ? slopeOf(best, sheet) : best.skewDegrees,
    dpi,
    ...(sheet && { sheet }),
  };
  const crop = sheet ? boxAround(uncropped, sheet) : edges && cropOf(uncropped, edges, ink);
  return {
    // A camera knows no resolution: the sheet is taken as A4.
    frame: { ...uncropped, ...(crop && { crop }), ...(sheet && crop && { dpi: a4Dpi(crop) }) },
    orientationConfidence: best.confidence,
    orientations: sheet
      ? orientations.map((way) => ({ ...way, skewDegrees: slopeOf(way, sheet) }))
      : orientations,
    isBlank,
    warnings: [
      ...lightWarnings(image, small, inner, dpi, isBlank),
      ...(sheet ? (['photographed'] as const) : []),
      ...(!isBlank && isCutOff(withoutCells(ink, edges), dpi) ? (['cut-off'] as const) : []),
      ...(isColour === false && isSealWithoutColour(inner, dpi)
        ? (['colour-missing'] as const)
        : []),
    ],
  };
}

/** The ink of a photographed sheet as if it had been scanned flat. */
function flattened(small: SmallPage, corners: Quad): InkMap {
  const grey = fillWith(small.grey, corners);
  const flat = smallPage(grey);
  return withoutEdges({ ...inkMap(flat), factor: small.factor }, null);
}

function scaled(corners: Quad, factor: number): Quad {
  const [a, b, c, d] = corners;
  const times = ({ x, y }: Point): Point => ({ x: x * factor, y: y * factor });
  return [times(a), times(b), times(c), times(d)];
}

/** The resolution at which something as long as this is A4. */
function a4Dpi({ width, height }: { width: number; height: number }): number {
  return Math.max(1, Math.round(Math.max(width, height) / A4_LONG_SIDE_INCHES));
}

/**
 * The resolution to work with: the hint when it gives a page between A6 and A2, else the one at
 * which the long side is A4 (cameras and careless software write 72 or nothing).
 */
export function believableDpi(image: { width: number; height: number }, hint?: number): number {
  const longSide = Math.max(image.width, image.height);
  const assumed = a4Dpi(image);
  if (hint === undefined || !Number.isFinite(hint) || hint <= 0) return assumed;
  const inches = longSide / hint;
  return inches >= 5.5 && inches <= 24 ? Math.round(hint) : assumed;
}

function lightWarnings(
  image: GreyImage,
  small: SmallPage,
  map: InkMap,
  dpi: number,
  isBlank: boolean,
): PageWarning[] {
  const warnings: PageWarning[] = [];
  const { paper } = small;
  const ink = inkBrightness(image, map);
  if (paper < 110) warnings.push('too-dark');
  if (dpi < LEAST_DPI) warnings.push('low-resolution');
  if (isBlank) return warnings;
  if (paper - ink < 60) warnings.push('low-contrast');
  else if (edgeSharpness(image, paper - ink) < 0.3) warnings.push('blurred');
  return warnings;
}

/** Brightness of the darkest twentieth of the inked cells. */
function inkBrightness(image: GreyImage, { width, data, factor }: InkMap): number {
  const histogram = new Uint32Array(256);
  let count = 0;
  for (let i = data.indexOf(1); i >= 0; i = data.indexOf(1, i + 1)) {
    const row = Math.floor(i / width);
    const x = (i - row * width) * factor + (factor >> 1);
    const y = row * factor + (factor >> 1);
    const value = image.data[y * image.width + x] ?? 255;
    histogram[value] = (histogram[value] ?? 0) + 1;
    count += 1;
  }
  if (count === 0) return 0;
  let rest = Math.floor(count / 20);
  return histogram.findIndex((share) => (rest -= share) < 0);
}

/** Steepest edges between neighbouring pixels, as a share of the contrast: 1 is razor sharp. */
function edgeSharpness(image: GreyImage, contrast: number): number {
  const histogram = new Uint32Array(256);
  let count = 0;
  const { width, data } = image;
  const least = contrast * 0.1;
  for (let y = 0; y < image.height; y += 3) {
    const end = (y + 1) * width;
    let last = data[y * width] ?? 255;
    for (let i = y * width + 1; i < end; i += 1) {
      const value = data[i] ?? 255;
      const step = Math.abs(value - last);
      last = value;
      if (step < least) continue;
      histogram[step] = (histogram[step] ?? 0) + 1;
      count += 1;
    }
  }
  let rest = count * 0.1;
  for (let step = 255; step > 0; step -= 1) {
    rest -= histogram[step] ?? 0;
    if (rest <= 0) return step / contrast;
  }
  return 0;
}
