import { turnedSize, type Box, type PageFrame, type Quad } from '#lib/domain/text-layer.ts';
import type { GreyImage } from './grey-image.ts';
import type { InkMap } from './ink-map.ts';
import { eachPiece } from './print-map.ts';
import { sourceToFrame, warpToFrame } from './warp.ts';

/** A row or column is edge when more of it than this is dark or lies outside the scan. */
const EDGE_SHARE = 0.5;
/** From there on the rest of a wedge may go too, as long as it touches nothing printed. */
const REST_SHARE = 0.02;
const REST_INCHES = 0.25;
/** No more than this share of the page is cut off at any side. */
const MOST_SHARE = 0.15;
/** What is cut off by less than this is not worth telling. */
const LEAST_INCHES = 0.02;
const SAFETY_INCHES = 0.06;
/** Smaller pieces of ink are specks and may go with the edge. */
const PRINT_CELLS = 8;

/**
 * What of a page is the sheet, where dark edges were found; `undefined` where nothing is to be cut
 * off. Print is never cut: the crop stops before the first piece of ink that is not edge.
 */
export function cropOf(frame: PageFrame, edges: InkMap, ink: InkMap): Box | undefined {
  const { factor } = edges;
  const small: PageFrame = {
    ...frame,
    sourceWidthPx: edges.width,
    sourceHeightPx: edges.height,
    dpi: frame.dpi / factor,
  };
  // Paper is 0, so that what the frame shows from outside the scan (255) counts as edge.
  const edge = warpToFrame(asGrey(edges.data, edges), small);
  const print = warpToFrame(asPaper(printOf(ink, edges), edges), small);
  const { width, height } = edge;
  const sides = {
    left: depth(edge, print, small, (line, along) => along * width + line, width, height),
    right: depth(
      edge,
      print,
      small,
      (line, along) => along * width + width - 1 - line,
      width,
      height,
    ),
    top: depth(edge, print, small, (line, along) => line * width + along, height, width),
    bottom: depth(
      edge,
      print,
      small,
      (line, along) => (height - 1 - line) * width + along,
      height,
      width,
    ),
  };
  const least = LEAST_INCHES * small.dpi;
  if (Object.values(sides).every((cells) => cells < least)) return undefined;
  const { widthPx, heightPx } = turnedSize(frame);
  const x = sides.left * factor;
  const y = sides.top * factor;
  return {
    x,
    y,
    width: widthPx - x - sides.right * factor,
    height: heightPx - y - sides.bottom * factor,
  };
}

/** Around the whole of a sheet that lies askew on a photograph. */
export function boxAround(frame: PageFrame, sheet: Quad): Box {
  const { widthPx, heightPx } = turnedSize(frame);
  const corners = sheet.map(({ x, y }) => sourceToFrame(frame, x, y));
  const xs = corners.map((corner) => Math.round(corner.x));
  const ys = corners.map((corner) => Math.round(corner.y));
  const x = Math.max(0, Math.min(...xs));
  const y = Math.max(0, Math.min(...ys));
  const right = Math.min(widthPx, Math.max(...xs));
  return { x, y, width: right - x, height: Math.min(heightPx, Math.max(...ys)) - y };
}

/** How many lines of cells can go at one side. `at(line, along)`: lines count from that side. */
function depth(
  edge: GreyImage,
  print: GreyImage,
  { dpi }: { dpi: number },
  at: (line: number, along: number) => number,
  lines: number,
  length: number,
): number {
  const most = Math.floor(lines * MOST_SHARE);
  const safety = Math.ceil(SAFETY_INCHES * dpi);
  // The ends lie in the edges of the neighbouring sides.
  const ends = Math.round(length * MOST_SHARE);
  const counted = length - 2 * ends;
  let solid = 0;
  let rest = 0;
  let isRest = true;
  for (let line = 0; line < most; line += 1) {
    let dark = 0;
    for (let along = 0; along < length; along += 1) {
      const i = at(line, along);
      if ((edge.data[i] ?? 0) >= 128) dark += along >= ends && along < length - ends ? 1 : 0;
      else if ((print.data[i] ?? 255) < 128)
        return Math.max(0, Math.min(Math.max(solid, rest), line - safety));
    }
    if (dark > counted * EDGE_SHARE) solid = line + 1;
    if (dark <= counted * REST_SHARE || line - solid > REST_INCHES * dpi) isRest = false;
    if (isRest) rest = line + 1;
  }
  return solid === 0 ? 0 : Math.max(solid, rest);
}

/** Ink that is no edge, in pieces larger than specks. */
function printOf(ink: InkMap, edges: InkMap): Uint8Array {
  const data = ink.data.map((value, i) => (edges.data[i] === 1 ? 0 : value));
  const print = new Uint8Array(data.length);
  eachPiece({ ...ink, data }, (pixels, count) => {
    if (count < PRINT_CELLS) return;
    for (let i = 0; i < count; i += 1) print[pixels[i] ?? 0] = 1;
  });
  return print;
}

function asGrey(data: Uint8Array, { width, height }: InkMap): GreyImage {
  return { width, height, data: data.map((value) => value * 255) };
}

function asPaper(data: Uint8Array, { width, height }: InkMap): GreyImage {
  return { width, height, data: data.map((value) => 255 - value * 255) };
}
