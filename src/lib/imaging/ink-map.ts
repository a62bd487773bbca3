import { estimateBackground } from './background.ts';
import { createGreyImage, shrink, type GreyImage } from './grey-image.ts';

/** Where ink is, on a small copy of the page: 1 ink, 0 paper. `factor` source pixels per cell. */
export type InkMap = { width: number; height: number; data: Uint8Array; factor: number };

/** A small copy of a page as it was scanned; everything that is found out is found out on it. */
export type SmallPage = {
  grey: GreyImage;
  /** Source pixels per pixel of the copy. */
  factor: number;
  /** Brightness of the paper, one pixel per `BACKGROUND_CELL`² pixels of the copy. */
  background: GreyImage;
  /** Median brightness of the paper. */
  paper: number;
};

/** About 100 dpi on A4: letters keep their accents, a page stays below a million cells. */
const LONG_SIDE = 1200;
/** Ink is what is darker than this share of the paper around it. */
const INK_SHARE = 0.72;
/** Pixels of the small page per cell of the background: finer than shadows, coarser than letters. */
export const BACKGROUND_CELL = 12;
/** Share of the page at each edge where scanners leave shadows, punch holes and staples. */
const BORDER_SHARE = 0.03;

export function smallPage(image: GreyImage): SmallPage {
  const factor = Math.max(1, Math.round(Math.max(image.width, image.height) / LONG_SIDE));
  const grey = shrink(image, factor);
  const background = estimateBackground(grey, BACKGROUND_CELL);
  const sorted = background.data.toSorted();
  return { grey, factor, background, paper: sorted[sorted.length >> 1] ?? 255 };
}

/** All that is darker than the paper around it, dark edges of the scan too. */
export function inkMap({ grey, factor, background }: SmallPage): InkMap {
  const { width, height } = grey;
  const data = new Uint8Array(width * height);
  for (let y = 0; y < height; y += 1) {
    const cellRow =
      Math.min(background.height - 1, Math.floor(y / BACKGROUND_CELL)) * background.width;
    for (let x = 0; x < width; x += BACKGROUND_CELL) {
      const cell = cellRow + Math.min(background.width - 1, x / BACKGROUND_CELL);
      const darkest = (background.data[cell] ?? 255) * INK_SHARE;
      const end = y * width + Math.min(width, x + BACKGROUND_CELL);
      for (let i = y * width + x; i < end; i += 1) {
        if ((grey.data[i] ?? 255) < darkest) data[i] = 1;
      }
    }
  }
  return { width, height, data, factor };
}

/** Share of the page inside the border that carries ink, 0–1. */
export function inkShare(map: InkMap): number {
  const { data } = map;
  let ink = 0;
  for (let i = 0; i < data.length; i += 1) ink += data[i] ?? 0;
  return ink / data.length;
}

/** The map turned clockwise by a quarter. */
export function quarterTurn(map: InkMap): InkMap {
  const data = new Uint8Array(map.data.length);
  // Most cells are paper: only the ink moves.
  for (let i = map.data.indexOf(1); i >= 0; i = map.data.indexOf(1, i + 1)) {
    const y = Math.floor(i / map.width);
    data[(i - y * map.width) * map.height + (map.height - 1 - y)] = 1;
  }
  return { width: map.height, height: map.width, data, factor: map.factor };
}

/** The map as a picture, for looking at it. */
export function inkPicture(map: InkMap): GreyImage {
  const image = createGreyImage(map.width, map.height);
  map.data.forEach((value, i) => (image.data[i] = value ? 0 : 255));
  return image;
}

/** The map without the cells of `other`. */
export function withoutCells(map: InkMap, other: InkMap | null): InkMap {
  if (!other) return map;
  const data = map.data.slice();
  for (let i = 0; i < data.length; i += 1) if (other.data[i] === 1) data[i] = 0;
  return { ...map, data };
}

/** The map without the cells of `other` and what lies at the very edges of the scan. */
export function withoutEdges(map: InkMap, other: InkMap | null): InkMap {
  const data = withoutCells(map, other).data.slice();
  const marginX = Math.round(map.width * BORDER_SHARE);
  const marginY = Math.round(map.height * BORDER_SHARE);
  for (let y = 0; y < map.height; y += 1) {
    const row = data.subarray(y * map.width, (y + 1) * map.width);
    if (y < marginY || y >= map.height - marginY) row.fill(0);
    row.fill(0, 0, marginX);
    row.fill(0, map.width - marginX);
  }
  return { ...map, data };
}
