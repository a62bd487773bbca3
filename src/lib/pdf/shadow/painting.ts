import {
  PdfDict,
  PdfName,
  PdfReference,
  PdfString,
  type PdfStream,
} from '../objects/pdf-object.ts';
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
import { readTextFont, type TextFont } from '../text/text-font.ts';
import { polygonOf, transformed, type Polygon, type Shape } from './shapes.ts';

/** What content paints, in its order: text that can be seen, and opaque areas. */
export type Painted =
  | { kind: 'text'; box: Polygon; font: PdfDict | null }
  | { kind: 'cover'; shape: Shape; isImage: boolean };

type GraphicsState = {
  matrix: Matrix;
  /** The clip is a rectangle that contains everything, or anything else. */
  isClipped: boolean;
  isOpaque: boolean;
  isTextVisible: boolean;
  font: { dict: PdfDict | null; text: TextFont } | null;
  fontSize: number;
  leading: number;
  spacing: number;
  wordSpacing: number;
  scaling: number;
};

const initialState: GraphicsState = {
  matrix: identity,
  isClipped: false,
  isOpaque: true,
  isTextVisible: true,
  font: null,
  fontSize: 0,
  leading: 0,
  spacing: 0,
  wordSpacing: 0,
  scaling: 1,
};

const MAX_DEPTH = 16;
const MAX_ITEMS = 50_000;
const MAX_FORMS = 1000;
const MAX_OPERATIONS = 2_000_000;
const fills = ['f', 'F', 'f*', 'B', 'B*', 'b', 'b*'];
const pathEnds = [...fills, 'S', 's', 'n'];
/** Invisible, and clipping alone (ISO 32000-1 table 106). */
const unseenModes = [3, 7];

export function paintPage(file: PdfFile, page: PdfPage): Painted[] {
  return new Painter(file).paint(contentOf(file, page), page.resources, identity);
}

/** A form XObject as an annotation shows it, placed by `matrix`. */
export function paintForm(file: PdfFile, stream: PdfStream, matrix: Matrix): Painted[] {
  const resources = file.dict(stream.dict.get('Resources')) ?? new PdfDict();
  return new Painter(file).paint(operatorsOf(file, stream), resources, matrix);
}

class Painter {
  readonly #file: PdfFile;
  readonly #painted: Painted[] = [];
  readonly #fonts = new Map<PdfDict, TextFont>();
  readonly #open = new Set<number>();
  #formsLeft = MAX_FORMS;
  #operationsLeft = MAX_OPERATIONS;

  constructor(file: PdfFile) {
    this.#file = file;
  }

  paint(content: Uint8Array, resources: PdfDict, matrix: Matrix): Painted[] {
    this.#read(content, resources, { ...initialState, matrix }, 0);
    return this.#painted;
  }

  #read(content: Uint8Array, resources: PdfDict, start: GraphicsState, depth: number): void {
    const stack: GraphicsState[] = [];
    let state = start;
    let line = identity;
    let at = identity;
    let path: Polygon[] = [];
    let clips = false;
    const nextLine = (x: number, y: number) => {
      line = multiply([1, 0, 0, 1, x, y], line);
      at = line;
    };
    const show = (string: PdfString) => {
      const advance = this.#showText(string, state, at);
      at = multiply([1, 0, 0, 1, advance, 0], at);
    };
    for (const operation of readOperations(content)) {
      if (this.#painted.length >= MAX_ITEMS || this.#operationsLeft-- <= 0) return;
      const { operator, operands } = operation;
      const numbers = numberOperands(operation) ?? [];
      const [a = 0, b = 0, c = 0, d = 0] = numbers;
      const last = operands.at(-1);
      if (pathEnds.includes(operator)) {
        const shape = path.map((polygon) => transformed(polygon, state.matrix));
        if (fills.includes(operator)) this.#cover(shape, state, false);
        if (clips) state = { ...state, isClipped: state.isClipped || !isWholePage(shape) };
        path = [];
        clips = false;
        continue;
      }
      switch (operator) {
        case 'q':
          stack.push(state);
          break;
        case 'Q':
          state = stack.pop() ?? state;
          break;
        case 'cm':
          state = { ...state, matrix: multiply(matrixOf(numbers), state.matrix) };
          break;
        case 'gs':
          state = { ...state, ...this.#extendedState(resources, nameOf(operation)) };
          break;
        case 're':
          path.push(polygonOf(a, b, a + c, b + d));
          break;
        case 'm':
          path.push([{ x: a, y: b }]);
          break;
        case 'l':
        case 'c':
        case 'v':
        case 'y':
          path.at(-1)?.push({ x: numbers.at(-2) ?? 0, y: numbers.at(-1) ?? 0 });
          break;
        case 'W':
        case 'W*':
          clips = true;
          break;
        case 'BT':
          line = identity;
          at = identity;
          break;
        case 'Tr':
          state = { ...state, isTextVisible: !unseenModes.includes(a) };
          break;
        case 'Tf':
          state = {
            ...state,
            font: this.#font(resources, operands[0]),
            fontSize: numberAt(operands[1]),
          };
          break;
        case 'TL':
          state = { ...state, leading: a };
          break;
        case 'Tc':
          state = { ...state, spacing: a };
          break;
        case 'Tw':
          state = { ...state, wordSpacing: a };
          break;
        case 'Tz':
          state = { ...state, scaling: a / 100 };
          break;
        case 'TD':
          state = { ...state, leading: -b };
          nextLine(a, b);
          break;
        case 'Td':
          nextLine(a, b);
          break;
        case 'Tm':
          line = matrixOf(numbers);
          at = line;
          break;
        case 'T*':
          nextLine(0, -state.leading);
          break;
        case "'":
        case '"':
          nextLine(0, -state.leading);
          if (last instanceof PdfString) show(last);
          break;
        case 'Tj':
          if (last instanceof PdfString) show(last);
          break;
        case 'TJ':
          for (const operand of operands) {
            if (operand instanceof PdfString) show(operand);
            const back = (numberAt(operand) / 1000) * state.fontSize * state.scaling;
            at = multiply([1, 0, 0, 1, -back, 0], at);
          }
          break;
        case 'Do':
          this.#paintXObject(resources, nameOf(operation), state, depth);
          break;
      }
    }
  }

  #paintXObject(outer: PdfDict, name: string, state: GraphicsState, depth: number): void {
    const file = this.#file;
    const object = file.dict(outer.get('XObject'))?.get(name) ?? null;
    const stream = file.stream(object);
    if (!stream) return;
    const kind = file.name(stream.dict.get('Subtype'));
    if (kind === 'Image') {
      const isMasked = ['SMask', 'Mask', 'ImageMask'].some(
        (key) => stream.dict.has(key) && file.resolve(stream.dict.get(key)) !== false,
      );
      if (!isMasked) this.#cover([transformed(polygonOf(0, 0, 1, 1), state.matrix)], state, true);
      return;
    }
    const number = object instanceof PdfReference ? object.number : -1;
    if (kind !== 'Form' || depth >= MAX_DEPTH || this.#open.has(number)) return;
    if (this.#formsLeft-- <= 0) return;
    this.#open.add(number);
    const own = matrixOf(file.numbers(stream.dict.get('Matrix')));
    const resources = file.dict(stream.dict.get('Resources')) ?? outer;
    const inner = { ...state, matrix: multiply(own, state.matrix) };
    this.#read(operatorsOf(file, stream), resources, inner, depth + 1);
    this.#open.delete(number);
  }

  /** Clipped areas are not counted: how much of them is seen is not known. */
  #cover(shape: Shape, { isOpaque, isClipped }: GraphicsState, isImage: boolean): void {
    if (isOpaque && !isClipped) this.#painted.push({ kind: 'cover', shape, isImage });
  }

  #extendedState(resources: PdfDict, name: string): Partial<GraphicsState> {
    const file = this.#file;
    const dict = file.dict(file.dict(resources.get('ExtGState'))?.get(name));
    if (!dict) return {};
    const changes = ['ca', 'SMask', 'BM'].some((key) => dict.has(key));
    if (!changes) return {};
    const blend = file.name(dict.get('BM')) ?? 'Normal';
    const isPlain =
      file.dict(dict.get('SMask')) === null && ['Normal', 'Compatible'].includes(blend);
    return { isOpaque: isPlain && (file.number(dict.get('ca')) ?? 1) >= 1 };
  }

  #font(resources: PdfDict, name: unknown): GraphicsState['font'] {
    const key = name instanceof PdfName ? name.value : '';
    const dict = this.#file.dict(this.#file.dict(resources.get('Font'))?.get(key));
    if (!dict) return { dict, text: readTextFont(this.#file, null) };
    const text = this.#fonts.get(dict) ?? readTextFont(this.#file, dict);
    this.#fonts.set(dict, text);
    return { dict, text };
  }

  /** How far the text goes on, in text space. */
  #showText(string: PdfString, state: GraphicsState, at: Matrix): number {
    const { font, fontSize, scaling } = state;
    if (!font) return 0;
    let advance = 0;
    let isBlank = true;
    for (const glyph of font.text.glyphs(string.bytes)) {
      const space = state.spacing + (glyph.isWordSpace ? state.wordSpacing : 0);
      advance += (glyph.advance * fontSize + space) * scaling;
      isBlank &&= glyph.text.trim() === '' && glyph.text !== '';
    }
    if (state.isTextVisible && !isBlank && advance > 0) {
      const { ascent, descent } = font.text;
      const box = polygonOf(0, -descent * fontSize * BODY, advance, ascent * fontSize * BODY);
      const placed = transformed(box, multiply(at, state.matrix));
      this.#painted.push({ kind: 'text', box: placed, font: font.dict });
    }
    return advance;
  }
}

/** Share of ascent and descent that most letters fill. */
const BODY = 0.7;
/** Larger than any page: a clip like this clips nothing. */
const PAGE_PT = 400;

function isWholePage(shape: Shape): boolean {
  const [only, ...others] = shape;
  if (!only || others.length > 0 || only.length !== 4) return false;
  const xs = only.map(({ x }) => x);
  const ys = only.map(({ y }) => y);
  return Math.max(...xs) - Math.min(...xs) > PAGE_PT && Math.max(...ys) - Math.min(...ys) > PAGE_PT;
}

function nameOf({ operands }: Operation): string {
  const last = operands.at(-1);
  return last instanceof PdfName ? last.value : '';
}

function numberAt(operand: unknown): number {
  return typeof operand === 'number' ? operand : 0;
}
