import type { Box, TextLayer, TextLine, Word } from '#lib/domain/text-layer.ts';
import { normalizeText } from '#lib/domain/fold.ts';
import type { EngineBlock, EngineBox, EngineLine, EngineWord } from './engine-output.ts';

/** Specks, rules and the rim of a seal come out as signs or single letters nobody trusts. */
const NOISE_CONFIDENCE = 30;

/**
 * The text of a page out of the engine's blocks. `size` is that of the page frame; `scale` the
 * frame pixels per pixel of the image that was read.
 */
export function toTextLayer(
  blocks: readonly EngineBlock[],
  size: { widthPx: number; heightPx: number },
  scale = 1,
): TextLayer {
  const lines = blocks
    .flatMap((block) => block.paragraphs.flatMap((paragraph) => paragraph.lines))
    .map((line) => toTextLine(line, scale))
    .filter((line) => line !== null);
  return { ...size, lines, meanConfidence: meanConfidence(lines) };
}

/** Mean of the words' confidences, weighted by their characters; 0 without words. */
export function meanConfidence(lines: readonly TextLine[]): number {
  let weight = 0;
  let sum = 0;
  for (const word of lines.flatMap((line) => line.words)) {
    weight += word.text.length;
    sum += word.text.length * word.confidence;
  }
  return weight === 0 ? 0 : Math.round((sum / weight) * 10) / 10;
}

function toTextLine(line: EngineLine, scale: number): TextLine | null {
  const words = line.words.map((word) => toWord(word, scale)).filter((word) => word !== null);
  if (words.length === 0) return null;
  const { x0, y0, x1, y1 } = line.baseline;
  return {
    words,
    box: toBox(line.bbox, scale),
    baseline: { x0: x0 * scale, y0: y0 * scale, x1: x1 * scale, y1: y1 * scale },
  };
}

function toWord(word: EngineWord, scale: number): Word | null {
  const text = normalizeText(asPrinted(word.text));
  if (text === '' || isNoise(text, word.confidence)) return null;
  return { text, confidence: word.confidence, box: toBox(word.bbox, scale) };
}

/**
 * The Vietnamese data knows the fraction slash and takes it for the one in numbers, and the Icelandic
 * letter for đ; upright strokes beside words are the rules of a table, rows of dots its leaders.
 */
function asPrinted(text: string): string {
  return text
    .replace(/[⁄∕]/gu, '/')
    .replace(/ð/gu, 'đ')
    .replace(/Ð/gu, 'Đ')
    .replace(/^[|¦]+|[|¦]+$/gu, '')
    .replace(/^[.…·„_]{3,}|[.…·„_]{3,}$/gu, '');
}

function isNoise(text: string, confidence: number): boolean {
  // What is left of leaders and screens: `nnnnn`, `GGGG`.
  if (confidence < NOISE_CONFIDENCE && /(\p{L})\1\1/u.test(text)) return true;
  return confidence < NOISE_CONFIDENCE && !/[\p{L}\p{N}]{2}/u.test(text);
}

function toBox({ x0, y0, x1, y1 }: EngineBox, scale: number): Box {
  return { x: x0 * scale, y: y0 * scale, width: (x1 - x0) * scale, height: (y1 - y0) * scale };
}
