import { PdfName, PdfReference, PdfString, type PdfDict } from '../objects/pdf-object.ts';
import { numberOperands, readOperations, type Operation } from '../reading/content-stream.ts';
import {
  contentOf,
  identity,
  matrixOf,
  multiply,
  operatorsOf,
  type Matrix,
} from '../reading/page-content.ts';
import type { PdfPage } from '../reading/pages.ts';
import type { PdfFile } from '../reading/pdf-file.ts';
import { toUpright, type UprightRectangle } from '../signing/page-placement.ts';
import { readTextFont, type TextFont } from './text-font.ts';

/** A word where the page shows it, or where its invisible text layer says that it stands. */
export type PageWord = { text: string; rectangle: UprightRectangle };

type TextState = {
  font: TextFont | null;
  fontSize: number;
  characterSpacing: number;
  wordSpacing: number;
  /** Share of the natural width. */
  scaling: number;
  leading: number;
  rise: number;
};

const initialState: TextState = {
  font: null,
  fontSize: 0,
  characterSpacing: 0,
  wordSpacing: 0,
  scaling: 1,
  leading: 0,
  rise: 0,
};

const MAX_FORM_DEPTH = 16;
const MAX_WORDS = 50_000;

/** The words of a page in the order of its content, those of form XObjects included. */
export function readPageWords(file: PdfFile, page: PdfPage): PageWord[] {
  const words: PageWord[] = [];
  const fonts = new Map<number, TextFont>();
  const openForms = new Set<number>();

  const fontOf = (resources: PdfDict, name: string): TextFont => {
    const object = file.dict(resources.get('Font'))?.get(name) ?? null;
    const number = object instanceof PdfReference ? object.number : null;
    const known = number === null ? undefined : fonts.get(number);
    const font = known ?? readTextFont(file, object);
    if (number !== null) fonts.set(number, font);
    return font;
  };

  const read = (content: Uint8Array, resources: PdfDict, start: Matrix, depth: number): void => {
    const stack: { matrix: Matrix; state: TextState }[] = [];
    let matrix = start;
    let state = initialState;
    let line = identity;
    let at = identity;

    const moveLine = (x: number, y: number) => {
      line = multiply([1, 0, 0, 1, x, y], line);
      at = line;
    };
    const show = (string: PdfString) => {
      if (words.length > MAX_WORDS) return;
      const { shown, advance } = wordsOf(string, state, multiply(at, matrix), page);
      words.push(...shown);
      at = multiply([1, 0, 0, 1, advance, 0], at);
    };

    for (const operation of readOperations(content)) {
      const { operator, operands } = operation;
      const [a = 0, b = 0] = numberOperands(operation) ?? [];
      const last = operands.at(-1);
      switch (operator) {
        case 'q':
          stack.push({ matrix, state });
          break;
        case 'Q':
          ({ matrix, state } = stack.pop() ?? { matrix: start, state });
          break;
        case 'cm':
          matrix = multiply(matrixOf(numberOperands(operation)), matrix);
          break;
        case 'BT':
          line = identity;
          at = identity;
          break;
        case 'Tf':
          state = { ...state, ...fontChange(operation, (name) => fontOf(resources, name)) };
          break;
        case 'Tc':
          state = { ...state, characterSpacing: a };
          break;
        case 'Tw':
          state = { ...state, wordSpacing: a };
          break;
        case 'Tz':
          state = { ...state, scaling: a / 100 };
          break;
        case 'TL':
          state = { ...state, leading: a };
          break;
        case 'Ts':
          state = { ...state, rise: a };
          break;
        case 'Td':
          moveLine(a, b);
          break;
        case 'TD':
          state = { ...state, leading: -b };
          moveLine(a, b);
          break;
        case 'Tm':
          line = matrixOf(numberOperands(operation));
          at = line;
          break;
        case 'T*':
          moveLine(0, -state.leading);
          break;
        case "'":
        case '"':
          moveLine(0, -state.leading);
          if (last instanceof PdfString) show(last);
          break;
        case 'Tj':
          if (last instanceof PdfString) show(last);
          break;
        case 'TJ':
          for (const operand of operands) {
            if (operand instanceof PdfString) show(operand);
            else if (typeof operand === 'number') {
              const back = (operand / 1000) * state.fontSize * state.scaling;
              at = multiply([1, 0, 0, 1, -back, 0], at);
            }
          }
          break;
        case 'Do':
          readForm(last instanceof PdfName ? last.value : '', resources, matrix, depth);
          break;
      }
    }
  };

  const readForm = (name: string, outer: PdfDict, matrix: Matrix, depth: number): void => {
    const object = file.dict(outer.get('XObject'))?.get(name) ?? null;
    const stream = file.stream(object);
    if (!stream || file.name(stream.dict.get('Subtype')) !== 'Form') return;
    const number = object instanceof PdfReference ? object.number : -1;
    if (depth >= MAX_FORM_DEPTH || openForms.has(number) || words.length > MAX_WORDS) return;
    openForms.add(number);
    const own = matrixOf(file.numbers(stream.dict.get('Matrix')));
    const resources = file.dict(stream.dict.get('Resources')) ?? outer;
    read(operatorsOf(file, stream), resources, multiply(own, matrix), depth + 1);
    openForms.delete(number);
  };

  read(contentOf(file, page), page.resources, identity, 0);
  return words;
}

function fontChange(
  { operands }: Operation,
  fontOf: (name: string) => TextFont,
): Partial<TextState> {
  const [name, size] = operands;
  if (!(name instanceof PdfName) || typeof size !== 'number') return {};
  return { font: fontOf(name.value), fontSize: size };
}

/** `matrix`: from text space to the page; `advance` in text space. */
function wordsOf(
  string: PdfString,
  state: TextState,
  matrix: Matrix,
  page: PdfPage,
): { shown: PageWord[]; advance: number } {
  const { font, fontSize, scaling } = state;
  const shown: PageWord[] = [];
  let word: { text: string; from: number; to: number } | null = null;
  let advance = 0;
  const close = () => {
    if (word && font) {
      const low = state.rise - font.descent * fontSize;
      const high = state.rise + font.ascent * fontSize;
      const rectangle = boundingBox(matrix, word.from, low, word.to, high, page);
      shown.push({ text: word.text.normalize('NFC'), rectangle });
    }
    word = null;
  };
  for (const glyph of font?.glyphs(string.bytes) ?? []) {
    const spacing = state.characterSpacing + (glyph.isWordSpace ? state.wordSpacing : 0);
    const end = advance + glyph.advance * fontSize * scaling;
    if (/^\s+$/u.test(glyph.text)) close();
    else if (word) word = { text: word.text + glyph.text, from: word.from, to: end };
    else word = { text: glyph.text, from: advance, to: end };
    advance = end + spacing * scaling;
  }
  close();
  return { shown, advance };
}

function boundingBox(
  [a, b, c, d, e, f]: Matrix,
  x0: number,
  y0: number,
  x1: number,
  y1: number,
  page: PdfPage,
): UprightRectangle {
  const corners = [x0, x1].flatMap((x) =>
    [y0, y1].map((y) => ({ x: a * x + c * y + e, y: b * x + d * y + f })),
  );
  const xs = corners.map((corner) => corner.x);
  const ys = corners.map((corner) => corner.y);
  return toUpright(page, {
    left: Math.min(...xs),
    right: Math.max(...xs),
    bottom: Math.min(...ys),
    top: Math.max(...ys),
  });
}
