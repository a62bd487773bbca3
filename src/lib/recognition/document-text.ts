import type { RecognizedField } from '#lib/domain/metadata.ts';
import type { Box, TextLayer, Word } from '#lib/domain/text-layer.ts';
import { foldInPlace } from './vietnamese.ts';

export type PlacedWord = Word & { pageIndex: number };

/** Words in reading order with the text they make; `starts[i]` is where word i begins in `text`. */
export type Passage = {
  text: string;
  /** `text` without case and diacritics, character by character. */
  folded: string;
  words: PlacedWord[];
  starts: number[];
};

/** One piece of a printed line: lines that run across two columns are cut between them. */
export type Fragment = Passage & {
  pageIndex: number;
  box: Box;
  /** Centre and top as shares of the page, 0–1. */
  centreX: number;
  top: number;
  /** Share of the page's width. */
  width: number;
};

export type DocumentText = {
  /** Per page, from top to bottom. */
  pages: Fragment[][];
  /** Everything, for what runs over line ends. */
  flow: Passage;
};

/** Gap between two words, in heights of the line, that belongs to different columns. */
const COLUMN_GAP = 1.6;

export function documentText(layers: readonly TextLayer[]): DocumentText {
  const pages = layers.map((layer, pageIndex) => fragmentsOf(layer, pageIndex));
  const words = layers.flatMap((layer, pageIndex) =>
    layer.lines.flatMap((line) => line.words.map((word) => ({ ...word, pageIndex }))),
  );
  return { pages, flow: passageOf(words) };
}

export function passageOf(words: PlacedWord[]): Passage {
  const starts: number[] = [];
  let text = '';
  for (const word of words) {
    if (text !== '') text += ' ';
    starts.push(text.length);
    text += word.text;
  }
  return { text, folded: foldInPlace(text), words, starts };
}

/** The words that stand between two places of the passage's text. */
export function wordsBetween(passage: Passage, start: number, end: number): PlacedWord[] {
  return passage.words.filter((word, i) => {
    const from = passage.starts[i] ?? 0;
    return from < end && from + word.text.length > start;
  });
}

/**
 * A field read from words: its confidence is theirs (mean and weakest), lowered by `trust` 0–1 in
 * the rule that found it. The place is that on the first of the pages.
 */
export function fieldFrom(value: string, words: readonly PlacedWord[], trust: number) {
  const field: RecognizedField = { value, confidence: round(legibility(words) * trust) };
  const pageIndex = words[0]?.pageIndex;
  if (pageIndex === undefined) return field;
  const box = unionBox(
    words.filter((word) => word.pageIndex === pageIndex).map((word) => word.box),
  );
  return { ...field, place: { pageIndex, box } };
}

/** How well words were read, 0–1. Signs without letters or digits do not count. */
export function legibility(words: readonly PlacedWord[]): number {
  const telling = words.filter((word) => /[\p{L}\p{N}]/u.test(word.text));
  if (telling.length === 0) return 0;
  const weakest = Math.min(...telling.map((word) => word.confidence));
  const mean = telling.reduce((sum, word) => sum + word.confidence, 0) / telling.length;
  // The engine gives well printed words 90 to 97.
  return Math.min(1, (0.5 * mean + 0.5 * weakest) / 93);
}

export function unionBox(boxes: readonly Box[]): Box {
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  const right = Math.max(...boxes.map((box) => box.x + box.width));
  const bottom = Math.max(...boxes.map((box) => box.y + box.height));
  return { x, y, width: right - x, height: bottom - y };
}

function fragmentsOf(layer: TextLayer, pageIndex: number): Fragment[] {
  return layer.lines
    .flatMap((line) => {
      const height = median(line.words.map((word) => word.box.height));
      return splitAtGaps(line.words, height * COLUMN_GAP);
    })
    .map((words) => fragmentOf(words, layer, pageIndex))
    .sort((a, b) => a.box.y - b.box.y);
}

function fragmentOf(words: Word[], layer: TextLayer, pageIndex: number): Fragment {
  const box = unionBox(words.map((word) => word.box));
  return {
    ...passageOf(words.map((word) => ({ ...word, pageIndex }))),
    pageIndex,
    box,
    centreX: (box.x + box.width / 2) / layer.widthPx,
    top: box.y / layer.heightPx,
    width: box.width / layer.widthPx,
  };
}

function splitAtGaps(words: readonly Word[], widest: number): Word[][] {
  const parts: Word[][] = [];
  let previous: Word | undefined;
  for (const word of words) {
    const gap = previous ? word.box.x - (previous.box.x + previous.box.width) : Infinity;
    if (gap > widest) parts.push([]);
    parts.at(-1)?.push(word);
    previous = word;
  }
  return parts;
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[values.length >> 1] ?? 0;
}

function round(value: number): number {
  return Math.round(Math.max(0, Math.min(1, value)) * 1000) / 1000;
}
