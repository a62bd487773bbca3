import type { Box, TextLayer, TextLine } from '#lib/domain/text-layer.ts';
import { GLYPHLESS_ADVANCE, GLYPHLESS_ASCENT, glyphlessHex } from '../fonts/glyphless-font.ts';
import { formatNumber } from '../writing/write-object.ts';

/** Points of a text line below which it could not be selected. */
const MIN_FONT_SIZE = 1;

/**
 * Operators that lay the recognized text invisibly over the picture: each line a text object on its
 * baseline in one size, with real spaces between its words. `scale` is points per pixel.
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

/**
 * Above this slope, about 10°, the line itself is turned. Below, level words that follow its baseline
 * step by step stay over the print, and programs keep them together: pdf.js breaks a turned line
 * wherever the stretch changes, poppler within its words.
 */
const MAX_LEVEL_SLOPE = 0.18;

type WritableWord = { text: string; box: Box };

function lineContent(line: TextLine, pageHeightPx: number, scale: number): string {
  const words = line.words.flatMap((word): WritableWord[] => {
    const text = writable(word.text);
    return text && word.box.width > 0 ? [{ text, box: word.box }] : [];
  });
  if (words.length === 0) return '';
  const baseline = usableBaseline(line);
  const slope = (baseline.y1 - baseline.y0) / (baseline.x1 - baseline.x0);
  const footAt = (xPx: number) => baseline.y0 + (xPx - baseline.x0) * slope;
  const ascent = Math.max(...words.map(({ box }) => footAt(box.x + box.width / 2) - box.y));
  const size = Math.max(MIN_FONT_SIZE, (ascent / GLYPHLESS_ASCENT) * scale);
  const heightAt = (xPx: number) => (pageHeightPx - footAt(xPx)) * scale;
  const operators =
    Math.abs(slope) <= MAX_LEVEL_SLOPE
      ? levelWords(words, heightAt, size, scale)
      : turnedLine(words, heightAt, size, scale, slope);
  return [`/F0 ${formatNumber(hundredths(size))} Tf`, ...operators].join('\n');
}

/** Each word stretched to its box, a space stretched to the next one. */
function levelWords(
  words: readonly WritableWord[],
  heightAt: (xPx: number) => number,
  size: number,
  scale: number,
): string[] {
  let at = { x: 0, y: 0 };
  return words.flatMap(({ text, box }, index) => {
    const x = hundredths(box.x * scale);
    const y = hundredths(heightAt(box.x + box.width / 2));
    const step = `${formatNumber(hundredths(x - at.x))} ${formatNumber(hundredths(y - at.y))} Td`;
    at = { x, y };
    const shown = [step, stretched(text, box.width * scale, size)];
    const next = words[index + 1];
    if (next) shown.push(stretched(SPACE, (next.box.x - box.x - box.width) * scale, size));
    return shown;
  });
}

/** All of it in one stretch from the first word to the last. */
function turnedLine(
  words: readonly WritableWord[],
  heightAt: (xPx: number) => number,
  size: number,
  scale: number,
  slope: number,
): string[] {
  const startPx = Math.min(...words.map(({ box }) => box.x));
  const endPx = Math.max(...words.map(({ box }) => box.x + box.width));
  const along = Math.hypot(1, slope);
  const turn = [1 / along, -slope / along, slope / along, 1 / along];
  const matrix = [...turn, startPx * scale, heightAt(startPx)].map(formatNumber).join(' ');
  const text = words.map((word) => word.text).join(SPACE);
  return [`${matrix} Tm`, stretched(text, (endPx - startPx) * along * scale, size)];
}

/** Shows the text over exactly `width` points (or hardly any when the boxes touch). */
function stretched(text: string, width: number, size: number): string {
  const natural = text.length * GLYPHLESS_ADVANCE * size;
  const percent = Math.min(10_000, Math.max(0.1, (width / natural) * 100));
  return `${formatNumber(hundredths(percent))} Tz <${glyphlessHex(text)}> Tj`;
}

/** Far below what can be seen; more decimals only make the file larger. */
function hundredths(value: number): number {
  return Math.round(value * 100) / 100;
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
