import {
  dict,
  name,
  type PdfObject,
  type PdfReference,
  type PdfStream,
} from '../objects/pdf-object.ts';
import { textString } from '../objects/text-string.ts';
import { deflatedStream } from '../writing/deflate.ts';
import { subsetFont } from './subset-font.ts';
import { hex4, toUnicodeMap } from './to-unicode.ts';
import { readTrueType, type TrueTypeFont } from './true-type.ts';

/** Where the objects of a font go: a new document or an update. */
export type ObjectTarget = { add: (object: PdfObject) => PdfReference };

/** Collects the characters that are shown, measures them, and embeds just these. */
export class EmbeddedFont {
  readonly #font: TrueTypeFont;
  readonly #characters = new Map<number, string>();

  readonly #family: string;

  /** `family` is the name that viewers list. */
  constructor(bytes: Uint8Array, family: string) {
    this.#font = readTrueType(bytes);
    this.#family = family;
  }

  /** Height above and depth below the baseline, in parts of the font size. */
  get ascent(): number {
    return this.#font.ascent / this.#font.unitsPerEm;
  }

  get descent(): number {
    return -this.#font.descent / this.#font.unitsPerEm;
  }

  /** In parts of the font size. */
  width(text: string): number {
    const units = this.#glyphs(text).reduce((sum, [glyph]) => sum + this.#font.advance(glyph), 0);
    return units / this.#font.unitsPerEm;
  }

  /** Operand of Tj; the characters will be embedded. */
  hex(text: string): string {
    return this.#glyphs(text)
      .map(([glyph, character]) => {
        this.#characters.set(glyph, character);
        return hex4(glyph);
      })
      .join('');
  }

  async embed(target: ObjectTarget): Promise<PdfReference> {
    const font = this.#font;
    const perMille = (units: number) => Math.round((units * 1000) / font.unitsPerEm);
    const fontName = name(`${subsetTag([...this.#characters.keys()])}+${this.#family}`);
    const file = subsetFont(font, this.#characters.keys());
    const program: PdfStream = await deflatedStream({ Length1: file.length }, file);
    const descriptor = target.add(
      dict({
        Type: name('FontDescriptor'),
        FontName: fontName,
        Flags: 4,
        FontBBox: font.boundingBox.map(perMille),
        ItalicAngle: 0,
        Ascent: perMille(font.ascent),
        Descent: perMille(font.descent),
        CapHeight: perMille(font.capHeight),
        StemV: 80,
        FontFile2: target.add(program),
      }),
    );
    const widths = [...this.#characters.keys()]
      .sort((a, b) => a - b)
      .flatMap((glyph) => [glyph, [perMille(font.advance(glyph))]]);
    const descendant = target.add(
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
        DW: 0,
        W: widths,
        CIDToGIDMap: name('Identity'),
      }),
    );
    return target.add(
      dict({
        Type: name('Font'),
        Subtype: name('Type0'),
        BaseFont: fontName,
        Encoding: name('Identity-H'),
        DescendantFonts: [descendant],
        ToUnicode: target.add(await deflatedStream({}, toUnicodeMap(this.#characters))),
      }),
    );
  }

  /** A character that the font lacks is shown as a question mark. */
  #glyphs(text: string): [glyph: number, character: string][] {
    return [...text.normalize('NFC')].map((character) => {
      const glyph = this.#font.glyphOf(character.codePointAt(0) ?? 0);
      return glyph > 0 ? [glyph, character] : [this.#font.glyphOf(0x3f), '?'];
    });
  }
}

/** Six capital letters that differ between subsets (ISO 32000-1 §9.6.4). */
function subsetTag(glyphs: readonly number[]): string {
  let hash = glyphs.reduce((value, glyph) => (Math.imul(value, 31) + glyph) >>> 0, 7);
  let tag = '';
  for (let letter = 0; letter < 6; letter++) {
    tag += String.fromCharCode(65 + (hash % 26));
    hash = Math.floor(hash / 26) + letter;
  }
  return tag;
}
