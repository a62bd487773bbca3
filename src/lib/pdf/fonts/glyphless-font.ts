import { dict, name, type PdfReference } from '../objects/pdf-object.ts';
import { textString } from '../objects/text-string.ts';
import { deflatedStream } from '../writing/deflate.ts';
import type { DocumentBuilder } from '../writing/document-builder.ts';
import { buildSfnt } from './sfnt.ts';
import { hex4, toUnicodeMap } from './to-unicode.ts';

/** Advance of every character, in parts of the font size. */
export const GLYPHLESS_ADVANCE = 0.5;
/** Height above the baseline, likewise. */
export const GLYPHLESS_ASCENT = 0.8;

/** Code of a character in this font: its UTF-16 unit. */
export function glyphlessHex(text: string): string {
  return [...Array(text.length).keys()].map((index) => hex4(text.charCodeAt(index))).join('');
}

/**
 * A font for invisible text: every character is the same empty glyph, so that any text can be laid
 * over a picture without a real font. `units` are the UTF-16 units that the document uses.
 */
export async function addGlyphlessFont(
  builder: DocumentBuilder,
  units: ReadonlySet<number>,
): Promise<PdfReference> {
  const fontName = name('ABCDEF+Glyphless');
  const file = glyphlessTrueType();
  const descriptor = builder.add(
    dict({
      Type: name('FontDescriptor'),
      FontName: fontName,
      Flags: 5,
      FontBBox: [0, -200, 500, 800],
      ItalicAngle: 0,
      Ascent: GLYPHLESS_ASCENT * 1000,
      Descent: -200,
      CapHeight: 800,
      StemV: 80,
      FontFile2: builder.add(await deflatedStream({ Length1: file.length }, file)),
    }),
  );
  const highest = Math.max(0, ...units);
  const allToOneGlyph = Uint8Array.from({ length: (highest + 1) * 2 }, (_, index) => index & 1);
  const descendant = builder.add(
    dict({
      Type: name('Font'),
      Subtype: name('CIDFontType2'),
      BaseFont: fontName,
      CIDSystemInfo: dict({
        Registry: textString('Adobe'),
        Ordering: textString('Identity'),
        Supplement: 0,
      }),
      FontDescriptor: descriptor,
      DW: GLYPHLESS_ADVANCE * 1000,
      CIDToGIDMap: builder.add(await deflatedStream({}, allToOneGlyph)),
    }),
  );
  const characters = new Map([...units].map((unit) => [unit, String.fromCharCode(unit)]));
  return builder.add(
    dict({
      Type: name('Font'),
      Subtype: name('Type0'),
      BaseFont: fontName,
      Encoding: name('Identity-H'),
      DescendantFonts: [descendant],
      ToUnicode: builder.add(await deflatedStream({}, toUnicodeMap(characters))),
    }),
  );
}

/** Two empty glyphs: the one for missing characters and ours. */
function glyphlessTrueType(): Uint8Array {
  const head = table(54, [
    [0, 0x00010000, 4],
    [4, 0x00010000, 4],
    [12, 0x5f0f3cf5, 4],
    [18, 1000, 2],
    [46, 8, 2],
    [48, 2, 2],
    // loca with two octets per entry.
    [50, 0, 2],
  ]);
  const hhea = table(36, [
    [0, 0x00010000, 4],
    [4, 800, 2],
    [6, 0x10000 - 200, 2],
    [10, 500, 2],
    [18, 1, 2],
    [34, 2, 2],
  ]);
  const maxp = table(32, [
    [0, 0x00010000, 4],
    [4, 2, 2],
    [14, 1, 2],
  ]);
  const hmtx = table(8, [
    [0, 500, 2],
    [4, 500, 2],
  ]);
  return buildSfnt({ head, hhea, maxp, hmtx, loca: table(6, []), glyf: table(4, []) });
}

/** A table of zeros with big-endian values set: offset, value, octets. */
function table(
  length: number,
  values: readonly (readonly [offset: number, value: number, octets: 2 | 4])[],
): Uint8Array {
  const data = new Uint8Array(length);
  const view = new DataView(data.buffer);
  for (const [offset, value, octets] of values) {
    if (octets === 2) view.setUint16(offset, value);
    else view.setUint32(offset, value);
  }
  return data;
}
