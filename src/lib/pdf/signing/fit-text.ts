import type { EmbeddedFont } from '../fonts/embedded-font.ts';

export type FittedText = { fontSize: number; lineHeight: number; lines: readonly string[] };

const STEP_PT = 0.25;
const MIN_FONT_SIZE = 2;
/** Distance of baselines in font sizes. */
export const LEADING = 1.15;

/**
 * The largest size up to `maxFontSize` at which the lines, broken between words, stay within the
 * box. What would not fit even at the smallest size is cut off with an ellipsis.
 */
export function fitText(
  lines: readonly string[],
  box: { width: number; height: number },
  font: EmbeddedFont,
  maxFontSize: number,
): FittedText {
  for (let fontSize = maxFontSize; fontSize > MIN_FONT_SIZE; fontSize -= STEP_PT) {
    const broken = wrapLines(lines, box.width / fontSize, font);
    const isNarrow = broken.every((line) => font.width(line) * fontSize <= box.width);
    if (isNarrow && broken.length * LEADING * fontSize <= box.height) {
      return { fontSize, lineHeight: LEADING * fontSize, lines: broken };
    }
  }
  const fontSize = Math.min(MIN_FONT_SIZE, box.height / LEADING);
  const room = Math.max(1, Math.floor(box.height / (LEADING * fontSize)));
  const cut = lines.slice(0, room).map((line) => shorten(line, box.width / fontSize, font));
  return { fontSize, lineHeight: LEADING * fontSize, lines: cut };
}

/** Lines broken between words; `width` in parts of the font size. */
export function wrapLines(lines: readonly string[], width: number, font: EmbeddedFont): string[] {
  return lines.flatMap((line) => breakLine(line, width, font));
}

/** A word that is wider stands alone. */
function breakLine(line: string, width: number, font: EmbeddedFont): string[] {
  const broken: string[] = [];
  for (const word of line.trim().split(/\s+/u)) {
    const last = broken.at(-1);
    const joined = last === undefined ? word : `${last} ${word}`;
    if (last !== undefined && font.width(joined) <= width) broken[broken.length - 1] = joined;
    else broken.push(word);
  }
  return broken;
}

function shorten(line: string, width: number, font: EmbeddedFont): string {
  let text = line.trim();
  if (font.width(text) <= width) return text;
  while (text && font.width(`${text}…`) > width) text = text.slice(0, -1).trimEnd();
  return font.width('…') <= width ? `${text}…` : '';
}
