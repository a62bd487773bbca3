import type { InkMap } from './ink-map.ts';

/** Letters, and words whose letters run together on the small map, in inches. */
const WORD_INCHES = { widest: 1.1, highest: 0.32 };
/** Pieces this thin and longer than they would be as a dash are rules. */
const RULE = { thickPx: 3, longInches: 0.3 };
const SPECK_PX = 2;

/**
 * The ink of an ink map that may be print: without frames, tables, rules, seals, folds, dark edges
 * and specks, which have other sizes than letters and words. Same either way the page lies.
 */
export function printMap(map: InkMap, dpi: number): InkMap {
  const cellsPerInch = dpi / map.factor;
  const { width, height } = map;
  const result = new Uint8Array(map.data.length);
  eachPiece(map, (pixels, count, box) => {
    if (count <= SPECK_PX) return;
    const long = Math.max(box.width, box.height);
    const short = Math.min(box.width, box.height);
    if (long > cellsPerInch * WORD_INCHES.widest) return;
    if (short > cellsPerInch * WORD_INCHES.highest) return;
    if (short <= RULE.thickPx && long > cellsPerInch * RULE.longInches) return;
    for (let i = 0; i < count; i += 1) result[pixels[i] ?? 0] = 1;
  });
  return { width, height, data: result, factor: map.factor };
}

export type PieceBox = { x: number; y: number; width: number; height: number };

/**
 * Every piece of the map that hangs together, also over corners. `pixels` are indices into the map
 * and only valid during the call.
 */
export function eachPiece(
  map: { width: number; height: number; data: Uint8Array },
  visit: (pixels: Int32Array, count: number, box: PieceBox) => void,
): void {
  const { width, height } = map;
  // One empty cell all around saves every test for the edge.
  const stride = width + 2;
  const isOpen = new Uint8Array(stride * (height + 2));
  for (let y = 0; y < height; y += 1) {
    isOpen.set(map.data.subarray(y * width, (y + 1) * width), (y + 1) * stride + 1);
  }
  const around = [-stride - 1, -stride, -stride + 1, -1, 1, stride - 1, stride, stride + 1];
  const queue = new Int32Array(width * height);
  for (let seed = isOpen.indexOf(1); seed >= 0; seed = isOpen.indexOf(1, seed + 1)) {
    let [left, right, top, bottom] = [stride, 0, height + 2, 0];
    let count = 1;
    queue[0] = seed;
    isOpen[seed] = 0;
    for (let i = 0; i < count; i += 1) {
      const at = queue[i] ?? 0;
      const y = (at / stride) | 0;
      const x = at - y * stride;
      if (x < left) left = x;
      if (x > right) right = x;
      if (y < top) top = y;
      if (y > bottom) bottom = y;
      for (const step of around) {
        if (isOpen[at + step] !== 1) continue;
        isOpen[at + step] = 0;
        queue[count] = at + step;
        count += 1;
      }
      queue[i] = (y - 1) * width + x - 1;
    }
    visit(queue, count, {
      x: left - 1,
      y: top - 1,
      width: right - left + 1,
      height: bottom - top + 1,
    });
  }
}
