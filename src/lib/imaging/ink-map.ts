import { estimateBackground } from './background.ts';
import { createGreyImage, shrink, type GreyImage } from './grey-image.ts';

/** Where ink is, on a small copy of the page: 1 ink, 0 paper. `factor` source pixels per cell. */
export type InkMap = { width: number; height: number; data: Uint8Array; factor: number };

/** About 100 dpi on A4: letters keep their accents, a page stays below a million cells. */
const LONG_SIDE = 1200;
/** Ink is what is darker than this share of the paper around it. */
const INK_SHARE = 0.72;
/** Share of the page at each edge where scanners leave shadows, punch holes and staples. */
const BORDER_SHARE = 0.03;

export function inkMap(image: GreyImage): InkMap {
  const factor = Math.max(1, Math.round(Math.max(image.width, image.height) / LONG_SIDE));
  const small = shrink(image, factor);
  const cell = 12;
  const background = estimateBackground(small, cell);
  const data = new Uint8Array(small.width * small.height);
  for (let y = 0; y < small.height; y += 1) {
    const cellRow = Math.min(background.height - 1, Math.floor(y / cell)) * background.width;
    for (let x = 0; x < small.width; x += 1) {
      const paper =
        background.data[cellRow + Math.min(background.width - 1, (x / cell) | 0)] ?? 255;
      const i = y * small.width + x;
      data[i] = (small.data[i] ?? 255) < paper * INK_SHARE ? 1 : 0;
    }
  }
  const map = { width: small.width, height: small.height, data, factor };
  clearBorder(map);
  return map;
}

/** Share of the page inside the border that carries ink, 0–1. */
export function inkShare(map: InkMap): number {
  let ink = 0;
  for (const value of map.data) ink += value;
  return ink / map.data.length;
}

/** The map turned clockwise by a quarter. */
export function quarterTurn(map: InkMap): InkMap {
  const data = new Uint8Array(map.data.length);
  for (let y = 0; y < map.height; y += 1) {
    for (let x = 0; x < map.width; x += 1) {
      data[x * map.height + (map.height - 1 - y)] = map.data[y * map.width + x] ?? 0;
    }
  }
  return { width: map.height, height: map.width, data, factor: map.factor };
}

/** The map as a picture, for looking at it. */
export function inkPicture(map: InkMap): GreyImage {
  const image = createGreyImage(map.width, map.height);
  map.data.forEach((value, i) => (image.data[i] = value ? 0 : 255));
  return image;
}

function clearBorder(map: InkMap): void {
  const marginX = Math.round(map.width * BORDER_SHARE);
  const marginY = Math.round(map.height * BORDER_SHARE);
  for (let y = 0; y < map.height; y += 1) {
    const row = map.data.subarray(y * map.width, (y + 1) * map.width);
    if (y < marginY || y >= map.height - marginY) row.fill(0);
    row.fill(0, 0, marginX);
    row.fill(0, map.width - marginX);
  }
}
