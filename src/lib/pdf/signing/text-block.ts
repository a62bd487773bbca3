import type { EmbeddedFont } from '../fonts/embedded-font.ts';
import { formatNumber } from '../writing/write-object.ts';
import { fitText, LEADING, wrapLines } from './fit-text.ts';
import type { UprightRectangle } from './page-placement.ts';

/** Lines as they can be shown: NFC, none of them empty. */
export function shownLines(lines: readonly string[]): string[] {
  return lines.map((line) => line.normalize('NFC').trim()).filter(Boolean);
}

/**
 * Operators that show lines in black, each starting at the left, in the middle of the height of the
 * box. `/F0` is the font.
 */
export function textBlock(
  lines: readonly string[],
  box: UprightRectangle,
  font: EmbeddedFont,
  maxFontSize: number,
): string {
  const fitted = fitText(shownLines(lines), box, font, maxFontSize);
  const block = fitted.lines.length * fitted.lineHeight;
  // Ascent and descent share each line.
  const ascent = (fitted.lineHeight * font.ascent) / (font.ascent + font.descent);
  const first = box.y + (box.height + block) / 2 - ascent;
  const shown = fitted.lines.map((line) => `<${font.hex(line)}> Tj T*`).join('\n');
  return [
    'BT',
    '0 g',
    `/F0 ${formatNumber(fitted.fontSize)} Tf`,
    `${formatNumber(fitted.lineHeight)} TL`,
    `${formatNumber(box.x)} ${formatNumber(first)} Td`,
    shown,
    'ET',
  ].join('\n');
}

/** Points that the lines take at this size, broken within `width`. */
export function textBlockHeight(
  lines: readonly string[],
  width: number,
  font: EmbeddedFont,
  fontSize: number,
): number {
  return wrapLines(shownLines(lines), width / fontSize, font).length * LEADING * fontSize;
}
