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
import { changedState, initialState, type GraphicsState } from './graphics-state.ts';
import type { Painted } from './painted.ts';
import { isLarge, polygonOf, transformed, type Polygon, type Shape } from './shapes.ts';
import { readShown, textBox } from './shown-text.ts';

/** Everything that the content of a page paints, and where. */
export function paintPage(file: PdfFile, page: PdfPage): Painted[] {
  return new Painter(file).paint(contentOf(file, page), page.resources, identity);
}

/** A form XObject as an annotation shows it, placed by `matrix`. */
export function paintForm(file: PdfFile, stream: PdfStream, matrix: Matrix): Painted[] {
  const resources = file.dict(stream.dict.get('Resources')) ?? new PdfDict();
  return new Painter(file).paint(operatorsOf(file, stream), resources, matrix);
}

const MAX_DEPTH = 16;
const MAX_ITEMS = 50_000;
const MAX_FORMS = 1000;
const MAX_OPERATIONS = 2_000_000;
const fills = ['f', 'F', 'f*', 'B', 'B*', 'b', 'b*'];
const pathEnds = [...fills, 'S', 's', 'n'];

class Painter {
  readonly #file: PdfFile;
  readonly #painted: Painted[] = [];
  readonly #fonts = new Map<PdfDict, TextFont>();
  readonly #open = new Set<number>();
  #source = '';
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
    const startLine = (matrix: Matrix) => {
      line = matrix;
      at = matrix;
    };
    const nextLine = (x: number, y: number) => startLine(multiply([1, 0, 0, 1, x, y], line));
    const advance = (x: number) => {
      at = multiply([1, 0, 0, 1, x, 0], at);
    };
    for (const operation of readOperations(content)) {
      if (this.#painted.length >= MAX_ITEMS || this.#operationsLeft-- <= 0) return;
      const { operator, operands } = operation;
      const numbers = numberOperands(operation) ?? [];
      const [a = 0, b = 0, c = 0, d = 0] = numbers;
      state = changedState(this.#file, state, operation, resources);
      if (pathEnds.includes(operator)) {
        const shape = path.map((polygon) => transformed(polygon, state.matrix));
        if (operator !== 'n') this.#addArea(shape, state, fills.includes(operator));
        if (clips) state = { ...state, isClipped: state.isClipped || !isLarge(shape) };
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
          startLine(identity);
          break;
        case 'Tf':
          state = { ...state, ...this.#font(resources, operation) };
          break;
        case 'Td':
        case 'TD':
          nextLine(a, b);
          break;
        case 'Tm':
          startLine(matrixOf(numbers));
          break;
        case 'T*':
          nextLine(0, -state.leading);
          break;
        case "'":
        case '"':
          nextLine(0, -state.leading);
          advance(this.#addText(operands.slice(-1), state, at, depth));
          break;
        case 'Tj':
        case 'TJ':
          for (const operand of operands) {
            const back = typeof operand === 'number' ? (operand / 1000) * state.fontSize : 0;
            advance(this.#addText([operand], state, at, depth) - back * state.scaling);
          }
          break;
        case 'Do':
          this.#addXObject(resources, nameOf(operation), state, depth);
          break;
        case 'ID':
          this.#addPicture(state, isMask(operation));
          break;
      }
    }
  }

  #addXObject(outer: PdfDict, name: string, state: GraphicsState, depth: number): void {
    const file = this.#file;
    const object = file.dict(outer.get('XObject'))?.get(name) ?? null;
    const stream = file.stream(object);
    if (!stream) return;
    if (depth === 0) this.#source = `/XObject/${name}`;
    const kind = file.name(stream.dict.get('Subtype'));
    if (kind === 'Image') this.#addImage(stream, state);
    if (kind === 'Form') this.#addForm(object, stream, outer, state, depth);
    if (depth === 0) this.#source = '';
  }

  #addImage({ dict }: PdfStream, state: GraphicsState): void {
    const isMasked = ['SMask', 'Mask', 'ImageMask'].some(
      (key) => dict.has(key) && this.#file.resolve(dict.get(key)) !== false,
    );
    this.#addPicture(state, isMasked);
  }

  #addPicture(state: GraphicsState, isMasked: boolean): void {
    const shape = [transformed(polygonOf(0, 0, 1, 1), state.matrix)];
    this.#addArea(shape, state, !isMasked, true);
  }

  #addForm(
    object: unknown,
    stream: PdfStream,
    outer: PdfDict,
    state: GraphicsState,
    depth: number,
  ): void {
    const number = object instanceof PdfReference ? object.number : -1;
    if (depth >= MAX_DEPTH || this.#open.has(number) || this.#formsLeft-- <= 0) return;
    this.#open.add(number);
    const own = matrixOf(this.#file.numbers(stream.dict.get('Matrix')));
    const resources = this.#file.dict(stream.dict.get('Resources')) ?? outer;
    const inner = { ...state, matrix: multiply(own, state.matrix) };
    this.#read(operatorsOf(this.#file, stream), resources, inner, depth + 1);
    this.#open.delete(number);
  }

  #addArea(shape: Shape, state: GraphicsState, isFilled: boolean, isImage = false): void {
    const source = this.#source;
    const hides = isFilled && state.isOpaque && !state.isClipped;
    if (shape.length === 0) return;
    this.#painted.push({ kind: hides ? 'cover' : 'drawing', shape, isImage, source });
  }

  #font(resources: PdfDict, { operands }: Operation): Pick<GraphicsState, 'font' | 'fontSize'> {
    const [key, size] = operands;
    const name = key instanceof PdfName ? key.value : '';
    const dict = this.#file.dict(this.#file.dict(resources.get('Font'))?.get(name));
    const known = dict && this.#fonts.get(dict);
    const text = known ?? readTextFont(this.#file, dict);
    if (dict) this.#fonts.set(dict, text);
    return { font: { name, dict, text }, fontSize: typeof size === 'number' ? size : 0 };
  }

  /** How far the text goes on, in text space. */
  #addText(operands: readonly unknown[], state: GraphicsState, at: Matrix, depth: number): number {
    const { font } = state;
    const [string] = operands;
    if (!font || !(string instanceof PdfString)) return 0;
    const onPage = multiply(at, state.matrix);
    const { text, words, isBlank, advance } = readShown(string.bytes, font.text, state, onPage);
    if (isBlank || advance <= 0) return advance;
    this.#painted.push({
      kind: 'text',
      box: textBox(0, advance, font.text, state, onPage, BODY),
      text,
      words,
      isVisible: state.isTextVisible,
      font: font.dict,
      source: depth === 0 ? `/Font/${font.name}` : this.#source,
    });
    return advance;
  }
}

/** Share of ascent and descent that most letters fill. */
const BODY = 0.7;

function nameOf({ operands }: Operation): string {
  const last = operands.at(-1);
  return last instanceof PdfName ? last.value : '';
}

/** An inline image that is only a stencil (§8.9.7). */
function isMask({ operands }: Operation): boolean {
  return operands.some(
    (operand) => operand instanceof PdfName && ['IM', 'ImageMask'].includes(operand.value),
  );
}
