import type { PageViewport } from 'pdfjs-dist';
import type { TextLayer, TextLine, Word } from '#lib/domain/text-layer.ts';

/** What pdf.js tells of one run of text. */
export type PdfTextRun = {
  str: string;
  /** Text space to page space. */
  transform: readonly number[];
  /** Points. */
  width: number;
};

type PlacedRun = { text: string; x: number; baseline: number; width: number; size: number };

/** Runs further apart than this many letter heights belong to different columns. */
const COLUMN_GAP = 2.5;
/** A gap of this share of the letter height is a space. */
const SPACE_GAP = 0.15;
/** Part of the letter height that hangs below the baseline. */
const DESCENT = 0.22;

/**
 * The text that a PDF brings along, as lines and words in the pixels of the drawn page. Nothing was
 * guessed, so every word is sure. Text that does not run from left to right is left out.
 */
export function pdfTextLayer(
  runs: readonly PdfTextRun[],
  viewport: Pick<PageViewport, 'transform' | 'scale' | 'width' | 'height'>,
): TextLayer {
  const lines: PlacedRun[][] = [];
  for (const run of runs) {
    const placed = place(run, viewport);
    if (!placed) continue;
    const line = lines.at(-1);
    const last = line?.at(-1);
    if (line && last && isSameLine(last, placed)) line.push(placed);
    else lines.push([placed]);
  }
  return {
    widthPx: Math.round(viewport.width),
    heightPx: Math.round(viewport.height),
    lines: lines.map(toLine).filter((line) => line.words.length > 0),
    meanConfidence: lines.length > 0 ? 100 : 0,
  };
}

function place(
  run: PdfTextRun,
  { transform, scale }: Pick<PageViewport, 'transform' | 'scale'>,
): PlacedRun | null {
  const text = run.str.normalize('NFC');
  if (text === '') return null;
  const [a, b, c, d, e, f] = multiply(transform, run.transform);
  if (Math.abs(b) > Math.abs(a) * 0.2 || a <= 0) return null;
  return { text, x: e, baseline: f, width: run.width * scale, size: Math.hypot(c, d) };
}

function isSameLine(last: PlacedRun, next: PlacedRun): boolean {
  const size = Math.max(last.size, next.size);
  const gap = next.x - (last.x + last.width);
  return (
    Math.abs(next.baseline - last.baseline) < size * 0.4 && gap > -size && gap < size * COLUMN_GAP
  );
}

function toLine(runs: readonly PlacedRun[]): TextLine {
  const words: Word[] = [];
  let isOpen = false;
  let end = 0;
  for (const run of runs) {
    if (run.x - end > run.size * SPACE_GAP) isOpen = false;
    for (const { text, x, width } of pieces(run)) {
      if (text.trim() === '') {
        isOpen = false;
        continue;
      }
      const box = {
        x,
        y: run.baseline - run.size * (1 - DESCENT),
        width,
        height: run.size,
      };
      const last = words.at(-1);
      if (isOpen && last) {
        last.text += text;
        last.box.width = x + width - last.box.x;
      } else words.push({ text, confidence: 100, box });
      isOpen = true;
    }
    end = run.x + run.width;
  }
  const first = runs[0];
  const left = words[0]?.box.x ?? first?.x ?? 0;
  const right = words.reduce((most, { box }) => Math.max(most, box.x + box.width), left);
  const top = Math.min(...runs.map((run) => run.baseline - run.size * (1 - DESCENT)));
  const bottom = Math.max(...runs.map((run) => run.baseline + run.size * DESCENT));
  const baseline = first?.baseline ?? 0;
  return {
    words,
    box: { x: left, y: top, width: right - left, height: bottom - top },
    baseline: { x0: left, y0: baseline, x1: right, y1: baseline },
  };
}

/** Words and spaces of a run, each with its share of the width. */
function pieces(run: PlacedRun): { text: string; x: number; width: number }[] {
  const perCharacter = run.width / run.text.length;
  return [...run.text.matchAll(/\s+|\S+/gu)].map((match) => ({
    text: match[0],
    x: run.x + match.index * perCharacter,
    width: match[0].length * perCharacter,
  }));
}

type Matrix = [number, number, number, number, number, number];

function multiply(outer: readonly number[], inner: readonly number[]): Matrix {
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = outer;
  const [g = 1, h = 0, i = 0, j = 1, k = 0, l = 0] = inner;
  return [
    a * g + c * h,
    b * g + d * h,
    a * i + c * j,
    b * i + d * j,
    a * k + c * l + e,
    b * k + d * l + f,
  ];
}
