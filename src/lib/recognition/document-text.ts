import type { RecognizedField } from '#lib/domain/metadata.ts';
import type { Box, TextLayer, Word } from '#lib/domain/text-layer.ts';
import { foldInPlace } from './vietnamese.ts';

export type PlacedWord = Word & {
  pageIndex: number;
  /** The last word of a paragraph or of a labelled line: what comes next is something else. */
  endsParagraph?: boolean;
};

/** A field as its rule read it, with what speaks for and against it; see `calibration`. */
export type ReadField = RecognizedField & { evidence: Evidence };

export type Evidence = {
  /** Confidence of the worst and of all words that the value was read from, 0–1. */
  weakest: number;
  mean: number;
  /** How far the rule that found it is to be trusted, 0–1. */
  trust: number;
  /** Independent places or fields that say the same, and those that say otherwise. */
  support: number;
  conflicts: number;
  /** Signs in the value itself that something was misread. */
  doubts: number;
};

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
  return { pages, flow: passageOf(layers.flatMap(flowOf)) };
}

/** An enumerated item, a ground of the decision, or a label with its colon: a line of its own. */
const lineStart =
  /^(?:\(?\d{1,2}[.)]|[a-zđ][.)]\s|[-–+•*]|điều \d|căn cứ |xét |theo đề nghị)|^[^,;.:]{2,40}:(?=\s|$)/iu;
/** Share of the page by which the last line of a paragraph is shorter than the others. */
const SHORT_BY = 0.06;

function flowOf(layer: TextLayer, pageIndex: number): PlacedWord[] {
  const rights = layer.lines.map((line) => line.box.x + line.box.width).sort((a, b) => a - b);
  const margin = rights[Math.floor(rights.length * 0.9)] ?? 0;
  return layer.lines.flatMap((line, i) => {
    const next = layer.lines[i + 1];
    const isShort = line.box.x + line.box.width < margin - SHORT_BY * layer.widthPx;
    const starts = next ? lineStart.test(next.words.map((word) => word.text).join(' ')) : false;
    const closes = /[.;:]$/u.test(line.words.at(-1)?.text ?? '');
    const endsParagraph = isShort || starts || closes;
    return line.words.map((word, at): PlacedWord => ({
      ...word,
      pageIndex,
      ...(endsParagraph && at === line.words.length - 1 && { endsParagraph }),
    }));
  });
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
 * A field read from words by a rule that is trusted by `trust`, 0–1. The place is that on the first
 * of the pages; the confidence is a first estimate until it is calibrated.
 */
export function fieldFrom(value: string, words: readonly PlacedWord[], trust: number): ReadField {
  const { weakest, mean } = legibility(words);
  const evidence = { weakest, mean, trust, support: 0, conflicts: 0, doubts: 0 };
  const field = { value, confidence: round(((weakest + mean) / 2) * trust), evidence };
  const pageIndex = words[0]?.pageIndex;
  if (pageIndex === undefined) return field;
  const box = unionBox(
    words.filter((word) => word.pageIndex === pageIndex).map((word) => word.box),
  );
  return { ...field, place: { pageIndex, box } };
}

/** The same field with more that speaks for it or against it. */
export function weighed(
  field: ReadField,
  more: { support?: number; conflicts?: number; doubts?: number },
): ReadField {
  const { evidence } = field;
  return {
    ...field,
    evidence: {
      ...evidence,
      support: evidence.support + (more.support ?? 0),
      conflicts: evidence.conflicts + (more.conflicts ?? 0),
      doubts: evidence.doubts + (more.doubts ?? 0),
    },
  };
}

/** How well words were read, 0–1. Signs without letters or digits do not count. */
export function legibility(words: readonly PlacedWord[]): { weakest: number; mean: number } {
  const telling = words.filter((word) => /[\p{L}\p{N}]/u.test(word.text));
  if (telling.length === 0) return { weakest: 0, mean: 0 };
  const weakest = Math.min(...telling.map((word) => word.confidence));
  const mean = telling.reduce((sum, word) => sum + word.confidence, 0) / telling.length;
  return { weakest: share(weakest), mean: share(mean) };
}

function share(confidence: number): number {
  return Math.max(0, Math.min(1, confidence / 100));
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
