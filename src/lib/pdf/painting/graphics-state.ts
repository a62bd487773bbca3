import { PdfName, type PdfDict } from '../objects/pdf-object.ts';
import { numberOperands, type Operation } from '../reading/content-stream.ts';
import { identity, matrixOf, multiply, type Matrix } from '../reading/page-content.ts';
import type { PdfFile } from '../reading/pdf-file.ts';
import type { TextFont } from '../text/text-font.ts';

/** What painting needs to know of the graphics state (ISO 32000-1 §8.4, §9.3). */
export type GraphicsState = {
  matrix: Matrix;
  /** By less than the page: how much of an area is seen is then not known. */
  isClipped: boolean;
  isOpaque: boolean;
  isTextVisible: boolean;
  font: { name: string; dict: PdfDict | null; text: TextFont } | null;
  fontSize: number;
  leading: number;
  spacing: number;
  wordSpacing: number;
  /** Share of the natural width. */
  scaling: number;
  rise: number;
};

export const initialState: GraphicsState = {
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
  rise: 0,
};

/** Invisible, and clipping alone (§9.3.6, table 106). */
const unseenModes = [3, 7];

/** The state after an operation that does nothing but change it; the same one after all others. */
export function changedState(
  file: PdfFile,
  state: GraphicsState,
  operation: Operation,
  resources: PdfDict,
): GraphicsState {
  const numbers = numberOperands(operation) ?? [];
  const [a = 0, b = 0] = numbers;
  switch (operation.operator) {
    case 'cm':
      return { ...state, matrix: multiply(matrixOf(numbers), state.matrix) };
    case 'gs':
      return { ...state, ...extendedState(file, resources, operation) };
    case 'Tr':
      return { ...state, isTextVisible: !unseenModes.includes(a) };
    case 'TL':
      return { ...state, leading: a };
    case 'TD':
      return { ...state, leading: -b };
    case 'Tc':
      return { ...state, spacing: a };
    case 'Tw':
      return { ...state, wordSpacing: a };
    case 'Tz':
      return { ...state, scaling: a / 100 };
    case 'Ts':
      return { ...state, rise: a };
    default:
      return state;
  }
}

/** Transparency of an extended graphics state (§11.6.4). */
function extendedState(
  file: PdfFile,
  resources: PdfDict,
  { operands }: Operation,
): Partial<GraphicsState> {
  const last = operands.at(-1);
  const states = file.dict(resources.get('ExtGState'));
  const dict = file.dict(last instanceof PdfName ? states?.get(last.value) : null);
  if (!dict || !['ca', 'SMask', 'BM'].some((key) => dict.has(key))) return {};
  const blend = file.name(dict.get('BM')) ?? 'Normal';
  const isPlain = file.dict(dict.get('SMask')) === null && ['Normal', 'Compatible'].includes(blend);
  return { isOpaque: isPlain && (file.number(dict.get('ca')) ?? 1) >= 1 };
}
