/** Pixels of the upright page frame, origin top-left. */
export type Box = { x: number; y: number; width: number; height: number };

export type Word = {
  text: string;
  /** 0–100 */
  confidence: number;
  box: Box;
  /** What the engine read, where the wording around it put it right. */
  asRead?: string;
};

export type TextLine = {
  words: Word[];
  box: Box;
  /** From the left end to the right end of the line, in the page frame. */
  baseline: { x0: number; y0: number; x1: number; y1: number };
};

/**
 * Recognized text of one page. Coordinates are those of the page frame: the source image turned by
 * `rotation` and straightened by `skewDegrees`, at its own resolution.
 */
export type TextLayer = {
  widthPx: number;
  heightPx: number;
  lines: TextLine[];
  /** 0–100, weighted by characters; 0 on an empty page. */
  meanConfidence: number;
};

export type Rotation = 0 | 90 | 180 | 270;

export type Point = { x: number; y: number };

/** Four corners, clockwise. */
export type Quad = readonly [Point, Point, Point, Point];

/** How a source image becomes the upright page frame. Source pixels are never changed. */
export type PageFrame = {
  sourceWidthPx: number;
  sourceHeightPx: number;
  /** Clockwise turn that makes the page upright. */
  rotation: Rotation;
  /**
   * Clockwise slope of the text lines after `rotation`, in degrees; the frame is turned back by it
   * around the centre of the page. The frame keeps the size of the turned source.
   */
  skewDegrees: number;
  dpi: number;
  /**
   * What is shown of the turned and straightened page, in its pixels, whole numbers; the frame is
   * then as large as this and its origin is this corner. Left out: everything.
   */
  crop?: Box;
  /**
   * Only where a camera looked at the sheet askew: its corners in the pixels of the source, from
   * the upper left one there. What is read is rectified by them; the frame shows the photograph as
   * it is.
   */
  sheet?: Quad;
};

/** Size of the turned and straightened page before any crop, in pixels. */
export function turnedSize(frame: PageFrame): { widthPx: number; heightPx: number } {
  return frame.rotation === 90 || frame.rotation === 270
    ? { widthPx: frame.sourceHeightPx, heightPx: frame.sourceWidthPx }
    : { widthPx: frame.sourceWidthPx, heightPx: frame.sourceHeightPx };
}

/** Size of the page frame in pixels. */
export function frameSize(frame: PageFrame): { widthPx: number; heightPx: number } {
  return frame.crop
    ? { widthPx: frame.crop.width, heightPx: frame.crop.height }
    : turnedSize(frame);
}

/** Plain text in reading order, one line each. */
export function plainText(layer: TextLayer): string {
  return layer.lines.map((line) => line.words.map((word) => word.text).join(' ')).join('\n');
}
