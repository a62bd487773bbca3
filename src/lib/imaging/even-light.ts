import { createGreyImage, type GreyImage } from './grey-image.ts';
import { BACKGROUND_CELL, type InkMap, type SmallPage } from './ink-map.ts';

/** What of the paper's brightness becomes black and what white, 0–255 of the evened image. */
export type Tone = { black: number; white: number };

const PLAIN_TONE: Tone = { black: 0, white: 255 };
/** Paper is taken as clean down to this; below, grain or the other side of the sheet shows. */
const CLEAN_PAPER = 236;
/** Ink paler than this is hardly seen and made darker; the engine copes with what is less pale. */
const FADED_INK = 150;
/** How dark it becomes. */
const RESTORED_INK = 30;
/** Of the way from ink to paper, what always stays visible: pale strokes are print too. */
const KEPT_SHARE = 0.7;
/** Cells of the small page around ink in which its soft rim may show. */
const RIM_CELLS = 2;
/** Shadows of the edges are no paper to judge by. */
const MARGIN_SHARE = 0.05;

/**
 * Evens out light: every pixel divided by the paper around it, so that shadows, folds and tinted
 * paper become white while ink keeps its relation to the paper; then spread by `tone`.
 */
export function evenLight(image: GreyImage, small: SmallPage, tone = PLAIN_TONE): GreyImage {
  const result = createGreyImage(image.width, image.height);
  const { background, factor } = small;
  const curve = toneCurve(tone);
  const { width, height, data } = image;
  const gains = new Int32Array(width);
  const cell = BACKGROUND_CELL * factor;
  for (let y = 0; y < height; y += 1) {
    // Light changes by less than a grey level over the rows of one cell of the small page.
    if (y % factor === 0) gainsOfRow(background, cell, y + (factor >> 1), gains);
    const end = (y + 1) * width;
    for (let i = y * width, x = 0; i < end; i += 1, x += 1) {
      // Gains are in 4096ths; the curve goes on to twice the paper's brightness.
      result.data[i] = curve[((data[i] ?? 255) * (gains[x] ?? 4096)) >> 12] ?? 255;
    }
  }
  return result;
}

/**
 * How far ink and paper of a page are from black and white once its light is even. Pages with clean
 * paper and dark ink stay as they are.
 */
export function toneOf(
  image: GreyImage,
  small: SmallPage,
  ink: InkMap,
  edges: InkMap | null,
): Tone {
  const { paper, print } = histograms(image, small, ink, edges);
  const inkLevel = percentile(print, 0.3, 0);
  const paperLevel = percentile(paper, 0.02, 255);
  const white =
    paperLevel >= CLEAN_PAPER
      ? 255
      : Math.max(paperLevel, inkLevel + KEPT_SHARE * (255 - inkLevel));
  return { black: inkLevel > FADED_INK ? inkLevel - RESTORED_INK : 0, white };
}

/** Evened brightness of single pixels in the middle of inked cells, and in cells far from ink. */
function histograms(image: GreyImage, small: SmallPage, ink: InkMap, edges: InkMap | null) {
  const paper = new Uint32Array(256);
  const print = new Uint32Array(256);
  const { width, height } = ink;
  const { background, factor } = small;
  const marginX = Math.max(RIM_CELLS, Math.round(width * MARGIN_SHARE));
  const marginY = Math.max(RIM_CELLS, Math.round(height * MARGIN_SHARE));
  const inkNear = new InkNear(ink);
  for (let y = marginY; y < height - marginY; y += 1) {
    const cellRow = Math.min(background.height - 1, Math.floor(y / BACKGROUND_CELL));
    inkNear.moveTo(y);
    for (let x = marginX; x < width - marginX; x += 1) {
      if (edges?.data[y * width + x] === 1) continue;
      const isInk = ink.data[y * width + x] === 1;
      if (!isInk && ((x + y) % 3 !== 0 || inkNear.at(x))) continue;
      const column = Math.min(background.width - 1, (x / BACKGROUND_CELL) | 0);
      const level = background.data[cellRow * background.width + column] ?? 255;
      const at = (y * factor + (factor >> 1)) * image.width + x * factor + (factor >> 1);
      const value = Math.min(255, Math.round(((image.data[at] ?? 255) * 255) / level));
      const histogram = isInk ? print : paper;
      histogram[value] = (histogram[value] ?? 0) + 1;
    }
  }
  return { paper, print };
}

/** Whether ink stands within `RIM_CELLS` of a cell, asked row by row downwards. */
class InkNear {
  readonly #ink: InkMap;
  /** Inked cells of each column in the rows around the current one. */
  readonly #columns: Uint8Array;
  #y = -1;

  constructor(ink: InkMap) {
    this.#ink = ink;
    this.#columns = new Uint8Array(ink.width);
  }

  /** To a row further down that has `RIM_CELLS` rows below it. */
  moveTo(y: number): void {
    const { width, data } = this.#ink;
    const columns = this.#columns;
    const isNext = y === this.#y + 1;
    if (!isNext) columns.fill(0);
    for (let row = isNext ? y + RIM_CELLS : y - RIM_CELLS; row <= y + RIM_CELLS; row += 1) {
      const from = row * width;
      for (let x = 0; x < width; x += 1) columns[x] = (columns[x] ?? 0) + (data[from + x] ?? 0);
    }
    if (isNext) {
      const from = (y - RIM_CELLS - 1) * width;
      for (let x = 0; x < width; x += 1) columns[x] = (columns[x] ?? 0) - (data[from + x] ?? 0);
    }
    this.#y = y;
  }

  at(x: number): boolean {
    const columns = this.#columns;
    for (let i = x - RIM_CELLS; i <= x + RIM_CELLS; i += 1) if (columns[i] !== 0) return true;
    return false;
  }
}

function percentile(histogram: Uint32Array, share: number, otherwise: number): number {
  const total = histogram.reduce((sum, count) => sum + count, 0);
  if (total === 0) return otherwise;
  let rest = total * share;
  return histogram.findIndex((count) => (rest -= count) <= 0);
}

function toneCurve({ black, white }: Tone): Uint8ClampedArray {
  return Uint8ClampedArray.from(
    { length: 255 * 17 },
    (_, value) => ((value - black) * 255) / (white - black),
  );
}

/** What brings the paper of one row to white, in 4096ths, interpolated between the cells. */
function gainsOfRow(background: GreyImage, cell: number, y: number, gains: Int32Array): void {
  const cy = Math.min(background.height - 1, Math.max(0, (y + 0.5) / cell - 0.5));
  const top = Math.floor(cy) * background.width;
  const bottom = Math.min(background.height - 1, Math.floor(cy) + 1) * background.width;
  const share = cy - Math.floor(cy);
  const levels = Float64Array.from({ length: background.width }, (_, x) => {
    const above = background.data[top + x] ?? 255;
    return above + ((background.data[bottom + x] ?? 255) - above) * share;
  });
  const last = background.width - 1;
  for (let x = 0; x < gains.length; x += 1) {
    const cx = Math.min(last, Math.max(0, (x + 0.5) / cell - 0.5));
    const left = levels[cx | 0] ?? 255;
    const right = levels[Math.min(last, (cx | 0) + 1)] ?? left;
    gains[x] = (255 * 4096) / (left + (right - left) * (cx - (cx | 0)));
  }
}
