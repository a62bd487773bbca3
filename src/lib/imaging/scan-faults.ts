import { inkPicture, type InkMap } from './ink-map.ts';
import { eachPiece } from './print-map.ts';
import { hasSealRing } from './seal-rings.ts';

/** Letters cut by one edge of the scan from which print runs over it; fewer are smudges. */
const CUT_LETTERS = 5;
const LETTER_INCHES = { least: 0.04, most: 0.35 };
/** A seal that hangs together with print and pen is no wider than this. */
const SEAL_INCHES = 3;

/** Whether print runs over an edge of the scan. `ink`: without what is dark edge, up to the edges. */
export function isCutOff(ink: InkMap, dpi: number): boolean {
  const cells = dpi / ink.factor;
  const cut = { left: 0, right: 0, top: 0, bottom: 0 };
  eachPiece(ink, (_, count, { x, y, width, height }) => {
    const long = Math.max(width, height);
    if (count < 6 || long < LETTER_INCHES.least * cells || long > LETTER_INCHES.most * cells)
      return;
    if (x === 0) cut.left += 1;
    if (y === 0) cut.top += 1;
    if (x + width === ink.width) cut.right += 1;
    if (y + height === ink.height) cut.bottom += 1;
  });
  return Object.values(cut).some((letters) => letters >= CUT_LETTERS);
}

/** Whether a scan without colour shows the ring of a seal, which is to be scanned in colour. */
export function isSealWithoutColour(ink: InkMap, dpi: number): boolean {
  const cells = dpi / ink.factor;
  const data = new Uint8Array(ink.data.length);
  eachPiece(ink, (pixels, count, { width, height }) => {
    // Frames, tables and rules are longer; letters are smaller.
    if (Math.max(width, height) > SEAL_INCHES * cells) return;
    if (Math.max(width, height) < 0.4 * cells) return;
    for (let i = 0; i < count; i += 1) data[pixels[i] ?? 0] = 1;
  });
  return hasSealRing(inkPicture({ ...ink, data }), cells);
}
