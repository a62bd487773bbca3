import { PdfDict, PdfStream, PdfString, type PdfObject } from '../objects/pdf-object.ts';
import { nameOperand, numberOperands, readOperations } from '../reading/content-stream.ts';
import { operatorsOf } from '../reading/page-content.ts';
import type { PdfFile } from '../reading/pdf-file.ts';
import { readTextFont, type TextFont } from '../text/text-font.ts';

/** What an appearance stream draws, as far as judging it has to know. */
export type AppearanceContent = {
  /** Pictures, shadings, patterns or other streams. */
  drawsPictures: boolean;
  fills: boolean;
  /** Points, as scaled within the appearance. */
  strokeWidth: number;
  /** Every operation multiplies with what lies below, as a text marker does. */
  isMarker: boolean;
  /** Glyphs that are drawings themselves. */
  usesType3: boolean;
  /** Shown text without white space; null when a font does not tell what its codes mean. */
  text: string | null;
};

const showText = ['Tj', 'TJ', "'", '"'];
const fill = ['f', 'F', 'f*', 'B', 'B*', 'b', 'b*'];
const stroke = ['S', 's', 'B', 'B*', 'b', 'b*'];
const pictures = ['Do', 'sh', 'BI', 'scn', 'SCN'];

/** `formResources`: those of the interactive form, for appearances that have none. */
export function readAppearance(
  file: PdfFile,
  stream: PdfStream,
  formResources: PdfDict | null = null,
): AppearanceContent {
  const resources = file.dict(stream.dict.get('Resources')) ?? formResources ?? new PdfDict();
  const content = {
    drawsPictures: false,
    fills: false,
    strokeWidth: 0,
    isMarker: true,
    usesType3: false,
  };
  let text: string | null = '';
  let font: TextFont | null = null;
  let width = 1;
  let scale = 1;
  let isMultiplied = false;
  for (const operation of readOperations(operatorsOf(file, stream))) {
    const { operator, operands } = operation;
    if (pictures.includes(operator)) content.drawsPictures ||= paints(operation);
    if (fill.includes(operator)) content.fills = true;
    if (stroke.includes(operator))
      content.strokeWidth = Math.max(content.strokeWidth, width * scale);
    if (operator === 'w') width = numberOperands(operation)?.[0] ?? width;
    if (operator === 'cm')
      scale *= Math.max(1, ...(numberOperands(operation) ?? []).slice(0, 4).map(Math.abs));
    if (operator === 'gs') {
      const state = file.dict(
        file.dict(resources.get('ExtGState'))?.get(nameOperand(operation) ?? ''),
      );
      isMultiplied = file.name(state?.get('BM')) === 'Multiply';
    }
    if (operator === 'Tf') {
      const [name] = operands;
      const dict = fontNamed(
        file,
        [resources, formResources],
        name !== undefined ? nameOf(name) : '',
      );
      content.usesType3 ||= file.name(dict?.get('Subtype')) === 'Type3';
      font = dict && readTextFont(file, dict);
    }
    if (showText.includes(operator)) {
      const shown = font ? textOf(font, operands) : null;
      text = text === null || shown === null ? null : text + shown;
    }
    const draws = [...showText, ...fill, ...stroke, ...pictures].includes(operator);
    if (draws && !isMultiplied) content.isMarker = false;
  }
  return { ...content, text: text === null ? null : withoutSpace(text) };
}

export function withoutSpace(text: string): string {
  return text.normalize('NFC').replace(/[\s\u00a0]+/gu, '');
}

/** Setting a colour is a picture only when the colour is a pattern. */
function paints(operation: { operator: string; operands: readonly unknown[] }): boolean {
  const isColor = operation.operator === 'scn' || operation.operator === 'SCN';
  return !isColor || typeof operation.operands.at(-1) !== 'number';
}

function nameOf(token: unknown): string {
  const isNamed = typeof token === 'object' && token !== null && 'value' in token;
  return isNamed && typeof token.value === 'string' ? token.value : '';
}

function fontNamed(
  file: PdfFile,
  places: readonly (PdfDict | null)[],
  name: string,
): PdfDict | null {
  for (const resources of places) {
    const font = file.dict(file.dict(resources?.get('Font'))?.get(name));
    if (font) return font;
  }
  return null;
}

function textOf(font: TextFont, operands: readonly unknown[]): string | null {
  const glyphs = operands.flatMap((operand) =>
    operand instanceof PdfString ? font.glyphs(operand.bytes) : [],
  );
  return glyphs.every(({ text }) => text !== '') ? glyphs.map(({ text }) => text).join('') : null;
}

/** The streams of an /AP dictionary with the keys that lead to them, such as `N` or `N/Off`. */
export function appearanceStreams(file: PdfFile, appearances: PdfObject): Map<string, PdfStream> {
  const streams = new Map<string, PdfStream>();
  for (const [key, value] of file.dict(appearances)?.entries ?? []) {
    const object = file.resolve(value);
    if (object instanceof PdfStream) streams.set(key, object);
    else if (object instanceof PdfDict) {
      for (const [state, one] of object.entries) {
        const stream = file.stream(one);
        if (stream) streams.set(`${key}/${state}`, stream);
      }
    }
  }
  return streams;
}
