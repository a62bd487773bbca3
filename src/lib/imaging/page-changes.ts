import { turnedSize, type Box, type PageFrame, type Rotation } from '#lib/domain/text-layer.ts';

/** What clean-up does to the view of a scan; the scanned bytes themselves never change. */
export const pageChangeKinds = ['turned', 'straightened', 'cropped'] as const;
export type PageChangeKind = (typeof pageChangeKinds)[number];

export type PageChange =
  /** Clockwise. */
  | { kind: 'turned'; degrees: 90 | 180 | 270 }
  /** Clockwise, −15 … 15. */
  | { kind: 'straightened'; degrees: number }
  /** What is left out at each side of the upright page, in millimetres. */
  | { kind: 'cropped'; leftMm: number; topMm: number; rightMm: number; bottomMm: number };

const MM_PER_INCH = 25.4;
/** What is turned back by less than this shows nowhere. */
const VISIBLE_DEGREES = 0.05;

/** What was done to the page between scanner and screen, in the order in which it was done. */
export function changesOf(frame: PageFrame): PageChange[] {
  const { rotation, skewDegrees, crop, dpi } = frame;
  const changes: PageChange[] = [];
  if (rotation !== 0) changes.push({ kind: 'turned', degrees: rotation });
  if (Math.abs(skewDegrees) >= VISIBLE_DEGREES) {
    changes.push({ kind: 'straightened', degrees: -skewDegrees });
  }
  if (crop) {
    const { widthPx, heightPx } = turnedSize(frame);
    const mm = (px: number) => (px / dpi) * MM_PER_INCH;
    changes.push({
      kind: 'cropped',
      leftMm: mm(crop.x),
      topMm: mm(crop.y),
      rightMm: mm(widthPx - crop.x - crop.width),
      bottomMm: mm(heightPx - crop.y - crop.height),
    });
  }
  return changes;
}

/** The frame with one of its changes taken back, and what only made sense with it. */
export function withoutChange(frame: PageFrame, kind: PageChangeKind): PageFrame {
  switch (kind) {
    case 'turned':
      return turnedFrame(frame, quartersBack[frame.rotation]);
    case 'straightened':
      // The crop was found on the straightened page.
      return withoutCrop({ ...frame, skewDegrees: 0 });
    case 'cropped':
      return withoutCrop(frame);
  }
}

/** The frame turned further clockwise; what is cropped stays cropped. */
export function turnedFrame(frame: PageFrame, degrees: Rotation): PageFrame {
  const { widthPx, heightPx } = turnedSize(frame);
  const rotation = after[frame.rotation][degrees];
  if (!frame.crop) return { ...frame, rotation };
  return { ...frame, rotation, crop: turnedBox(frame.crop, degrees, widthPx, heightPx) };
}

/** Slopes that differ by less than this leave a crop where it was. */
const SAME_SLOPE_DEGREES = 0.5;

/**
 * The frame with the page lying another way. The crop turns along; where the page slopes
 * differently that way, it no longer fits and goes.
 */
export function frameLying(
  frame: PageFrame,
  { rotation, skewDegrees }: Pick<PageFrame, 'rotation' | 'skewDegrees'>,
): PageFrame {
  if (rotation === frame.rotation && skewDegrees === frame.skewDegrees) return frame;
  const turned = turnedFrame(frame, after[rotation][quartersBack[frame.rotation]]);
  const isSameSlope = Math.abs(skewDegrees - frame.skewDegrees) <= SAME_SLOPE_DEGREES;
  return { ...(isSameSlope ? turned : withoutCrop(turned)), skewDegrees };
}

function withoutCrop({ crop: _, ...frame }: PageFrame): PageFrame {
  return frame;
}

const quartersBack = { 0: 0, 90: 270, 180: 180, 270: 90 } as const;
const after: Readonly<Record<Rotation, Readonly<Record<Rotation, Rotation>>>> = {
  0: { 0: 0, 90: 90, 180: 180, 270: 270 },
  90: { 0: 90, 90: 180, 180: 270, 270: 0 },
  180: { 0: 180, 90: 270, 180: 0, 270: 90 },
  270: { 0: 270, 90: 0, 180: 90, 270: 180 },
};

/** A box of a page of the given size, as it lies when that page is turned clockwise. */
function turnedBox(box: Box, degrees: Rotation, pageWidth: number, pageHeight: number): Box {
  const { x, y, width, height } = box;
  switch (degrees) {
    case 0:
      return box;
    case 90:
      return { x: pageHeight - y - height, y: x, width: height, height: width };
    case 180:
      return { x: pageWidth - x - width, y: pageHeight - y - height, width, height };
    case 270:
      return { x: y, y: pageWidth - x - width, width: height, height: width };
  }
}
