import type { Page } from '#lib/client/batches/model.ts';
import { frameSize, type Box } from '#lib/domain/text-layer.ts';
import type { ReadCode } from '#lib/imaging/codes/read-codes.ts';
import { sourceToFrame } from '#lib/imaging/warp.ts';
import { readLegalCode, type LegalCode } from '#lib/separation/legal-code.ts';
import { readSeparator, type SeparatorSheet } from '#lib/separation/separator-sheet.ts';

/** The separator sheet that the page shows, unless the person said that it is none. */
export function separatorOf(page: Page): SeparatorSheet | null {
  if (page.isSeparator === false) return null;
  for (const { text } of page.codes ?? []) {
    const sheet = readSeparator(text);
    if (sheet) return sheet;
  }
  return null;
}

/** The legal QR stands top-left (TT 01/2023); others on the page speak of other papers. */
const MOST_LEFT = 0.5;
const MOST_TOP = 0.4;

export type PlacedLegalCode = { code: LegalCode; box: Box };

export function legalCodeOf(page: Page): PlacedLegalCode | null {
  const { widthPx, heightPx } = frameSize(page.frame);
  for (const read of page.codes ?? []) {
    const code = readLegalCode(read.text);
    const box = boxOf(read, page);
    const isTopLeft =
      box.x + box.width / 2 < widthPx * MOST_LEFT && box.y + box.height / 2 < heightPx * MOST_TOP;
    if (code && isTopLeft) return { code, box };
  }
  return null;
}

/** In pixels of the page frame. */
function boxOf({ corners }: ReadCode, { frame }: Page): Box {
  const points = corners.map(({ x, y }) => sourceToFrame(frame, x, y));
  const xs = points.map(({ x }) => x);
  const ys = points.map(({ y }) => y);
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}
