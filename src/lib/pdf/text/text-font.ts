import { PdfName, type PdfDict, type PdfObject } from '../objects/pdf-object.ts';
import type { PdfFile } from '../reading/pdf-file.ts';
import { readToUnicode } from './read-to-unicode.ts';

export type TextGlyph = {
  /** Empty when the font does not tell. */
  text: string;
  /** In parts of the font size. */
  advance: number;
  /** The one-octet code 32, to which word spacing applies (ISO 32000-1 §9.3.3). */
  isWordSpace: boolean;
};

/** What reading the text of a page needs to know of a font. */
export type TextFont = {
  glyphs: (bytes: Uint8Array) => TextGlyph[];
  /** Above and below the baseline, in parts of the font size. */
  ascent: number;
  descent: number;
};

const unknownFont: TextFont = {
  glyphs: (bytes) => [...bytes].map((code) => glyph(winAnsi(code), 0.5, code === 32)),
  ascent: 0.8,
  descent: 0.22,
};

/** A font dictionary, composite or simple (§9.6–9.7); without one, as if every letter were half wide. */
export function readTextFont(file: PdfFile, object: PdfObject): TextFont {
  const font = file.dict(object);
  if (!font) return unknownFont;
  const stream = file.stream(font.get('ToUnicode'));
  const unicode = stream ? readToUnicode(file.decode(stream).data) : null;
  return file.name(font.get('Subtype')) === 'Type0'
    ? compositeFont(file, font, unicode)
    : simpleFont(file, font, unicode);
}

function compositeFont(
  file: PdfFile,
  font: PdfDict,
  unicode: ReadonlyMap<number, string> | null,
): TextFont {
  const [first] = file.array(font.get('DescendantFonts')) ?? [];
  const descendant = file.dict(first);
  const widths = cidWidths(file, descendant?.get('W') ?? null);
  const missing = file.number(descendant?.get('DW')) ?? 1000;
  return {
    ...heights(file, descendant),
    glyphs: (bytes) => {
      const glyphs: TextGlyph[] = [];
      for (let at = 0; at + 1 < bytes.length; at += 2) {
        const code = (bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0);
        const width = widths.get(code) ?? missing;
        glyphs.push(glyph(unicode?.get(code) ?? '', width / 1000, false));
      }
      return glyphs;
    },
  };
}

/** `/W`: `first [w w …]` or `first last w` (§9.7.4.3). */
function cidWidths(file: PdfFile, object: PdfObject): Map<number, number> {
  const widths = new Map<number, number>();
  const items = file.array(object) ?? [];
  for (let index = 0; index + 1 < items.length;) {
    const first = file.number(items[index]) ?? 0;
    const listed = file.numbers(items[index + 1]);
    if (listed) {
      for (const [offset, width] of listed.entries()) widths.set(first + offset, width);
      index += 2;
      continue;
    }
    const last = Math.min(file.number(items[index + 1]) ?? first, first + 65_535);
    const width = file.number(items[index + 2]) ?? 0;
    for (let code = first; code <= last; code++) widths.set(code, width);
    index += 3;
  }
  return widths;
}

function simpleFont(
  file: PdfFile,
  font: PdfDict,
  unicode: ReadonlyMap<number, string> | null,
): TextFont {
  const first = file.number(font.get('FirstChar')) ?? 0;
  const widths = file.numbers(font.get('Widths')) ?? [];
  const missing = file.number(file.dict(font.get('FontDescriptor'))?.get('MissingWidth')) ?? 500;
  const isType3 = file.name(font.get('Subtype')) === 'Type3';
  const scale = (isType3 && file.numbers(font.get('FontMatrix'))?.[0]) || 1 / 1000;
  const named = differences(file, font);
  return {
    ...heights(file, font),
    glyphs: (bytes) =>
      [...bytes].map((code) =>
        glyph(
          unicode?.get(code) ?? named.get(code) ?? winAnsi(code),
          (widths[code - first] ?? missing) * scale,
          code === 32,
        ),
      ),
  };
}

/** Names of the form `uni1EA4` and of single letters; others tell nothing here. */
function differences(file: PdfFile, font: PdfDict): Map<number, string> {
  const named = new Map<number, string>();
  let code = 0;
  for (const item of file.array(file.dict(font.get('Encoding'))?.get('Differences')) ?? []) {
    const value = file.resolve(item);
    if (typeof value === 'number') code = value;
    if (!(value instanceof PdfName)) continue;
    const unicode = /^uni([0-9A-F]{4})$/u.exec(value.value)?.[1];
    const text = unicode ? String.fromCharCode(Number.parseInt(unicode, 16)) : value.value;
    if (text.length === 1) named.set(code, text);
    else if (text === 'space') named.set(code, ' ');
    code++;
  }
  return named;
}

function heights(file: PdfFile, font: PdfDict | null): Pick<TextFont, 'ascent' | 'descent'> {
  const descriptor = file.dict(font?.get('FontDescriptor'));
  const ascent = (file.number(descriptor?.get('Ascent')) ?? 0) / 1000;
  const descent = Math.abs(file.number(descriptor?.get('Descent')) ?? 0) / 1000;
  return {
    ascent: ascent > 0.3 && ascent < 1.5 ? ascent : unknownFont.ascent,
    descent: descent > 0.05 && descent < 0.6 ? descent : unknownFont.descent,
  };
}

function glyph(text: string, advance: number, isWordSpace: boolean): TextGlyph {
  return { text, advance, isWordSpace };
}

const winAnsiCharacters = [
  ...new TextDecoder('windows-1252').decode(Uint8Array.from({ length: 256 }, (_, code) => code)),
];

function winAnsi(code: number): string {
  return winAnsiCharacters[code] ?? '';
}
