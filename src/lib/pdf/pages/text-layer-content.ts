import type { TextLayer, TextLine } from '#lib/domain/text-layer.ts';
import { GLYPHLESS_ADVANCE, glyphlessHex } from '../fonts/glyphless-font.ts';
import { formatNumber } from '../writing/write-object.ts';

/** Points of a text line below which it could not be selected. */
const MIN_FONT_SIZE = 1;

/**
 * Operators that lay the recognized text invisibly over the picture: each line a text object on its
 * baseline in one size, each word stretched to its box, a real space between words. `scale` is points
 * per pixel.
 */
export function textLayerContent(layer: TextLayer, scale: number): string {
  return layer.lines
    .map((line) => lineContent(line, layer.heightPx, scale))
    .filter(Boolean)
    .map((line) => `BT\n3 Tr\n${line}\nET\n`)
    .join('');
}

/** UTF-16 units of everything that `textLayerContent` writes. */
export function textLayerUnits(layer: TextLayer): Set<number> {
  const units = new Set([SPACE.charCodeAt(0)]);
  for (const line of layer.lines) {
    for (const word of line.words) {
      const text = writable(word.text);
      for (let index = 0; index < text.length; index++) units.add(text.charCodeAt(index));
    }
  }
  return units;
}

const SPACE = ' ';

function lineContent(line: TextLine, pageHeightPx: number, scale: number): string {
  const words = line.words.flatMap((word) => {
    const text = writable(word.text);
    return text && word.box.width > 0 ? [{ text, box: word.box }] : [];
  });
  if (words.length === 0) return '';

  const baseline = usableBaseline(line);
  const slope = (baseline.y1 - baseline.y0) / (baseline.x1 - baseline.x0);
  const along = Math.hypot(1, slope);
  const rise = Math.abs(baseline.y1 - baseline.y0);
  const size = Math.max(MIN_FONT_SIZE, (line.box.height - rise) * scale);
  const at = (xPx: number) => (xPx - baseline.x0) * along * scale;
  const matrix = [
    1 / along,
    -slope / along,
    slope / along,
    1 / along,
    baseline.x0 * scale,
    (pageHeightPx - baseline.y0) * scale,
  ];

  const operators = [`/F0 ${formatNumber(size)} Tf`, `${matrix.map(formatNumber).join(' ')} Tm`];
  let position = 0;
  for (const [index, { text, box }] of words.entries()) {
    const start = at(box.x);
    const end = at(box.x + box.width);
    operators.push(`${formatNumber(start - position)} 0 Td`);
    operators.push(stretched(text, end - start, size));
    position = start;
    const following = words[index + 1];
    if (following) operators.push(stretched(SPACE, at(following.box.x) - end, size));
  }
  return operators.join('\n');
}

/** Shows the text over exactly `width` points (or hardly any when the boxes touch). */
function stretched(text: string, width: number, size: number): string {
  const natural = text.length * GLYPHLESS_ADVANCE * size;
  const percent = Math.min(10_000, Math.max(0.1, (width / natural) * 100));
  return `${formatNumber(percent)} Tz <${glyphlessHex(text)}> Tj`;
}

/** The foot of the line's box where the engine gave no usable baseline. */
function usableBaseline({ baseline, box }: TextLine): TextLine['baseline'] {
  const width = baseline.x1 - baseline.x0;
  const isUsable = width > 0 && Math.abs(baseline.y1 - baseline.y0) < width;
  const foot = box.y + box.height;
  return isUsable ? baseline : { x0: box.x, y0: foot, x1: box.x + box.width, y1: foot };
}

/**
 * NFC without control characters, byte order marks, halves of pairs and private characters, none
 * of which PDF/A-2u lets a ToUnicode map name (ISO 19005-2 §6.2.11.7.3).
 */
function writable(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cs}\p{Co}\p{Cn}\ufeff]|[\u{10000}-\u{10ffff}]/gu, '')
    .trim();
}
