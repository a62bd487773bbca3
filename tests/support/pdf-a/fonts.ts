import { PdfString, type PdfDict } from '#lib/pdf/objects/pdf-object.ts';
import { readOperations } from '#lib/pdf/reading/content-stream.ts';
import { contentOf } from '#lib/pdf/reading/page-content.ts';
import { listPages } from '#lib/pdf/reading/pages.ts';
import type { PdfFile } from '#lib/pdf/reading/pdf-file.ts';
import { readToUnicode } from '#lib/pdf/text/read-to-unicode.ts';
import type { Finding } from './preflight.ts';

/** Widths may differ from the font program by this much (6.2.11.5), in thousandths of the size. */
const WIDTH_TOLERANCE = 1;

/** Clause 6.2.11: every font embedded, with widths that agree and a Unicode value per character. */
export function* inspectFonts(file: PdfFile): Generator<Finding> {
  const used = new Map<PdfDict, Set<number>>();
  for (const page of listPages(file)) {
    const fonts = file.dict(page.resources.get('Font'));
    let codes = new Set<number>();
    for (const { operator, operands } of readOperations(contentOf(file, page))) {
      const [operand] = operands;
      if (operator === 'Tf' && operand && typeof operand === 'object' && 'value' in operand) {
        const font = file.dict(fonts?.get(operand.value));
        codes = (font && used.get(font)) ?? new Set();
        if (font) used.set(font, codes);
      }
      if (operator === 'Tj' && operand instanceof PdfString) {
        for (const code of twoByteCodes(operand)) codes.add(code);
      }
    }
  }
  for (const [font, codes] of used) yield* inspectFont(file, font, codes);
}

function* inspectFont(
  file: PdfFile,
  font: PdfDict,
  codes: ReadonlySet<number>,
): Generator<Finding> {
  const descendant = file.dict(file.array(font.get('DescendantFonts'))?.[0]);
  const isKnown =
    file.name(font.get('Subtype')) === 'Type0' &&
    file.name(font.get('Encoding')) === 'Identity-H' &&
    file.name(descendant?.get('Subtype')) === 'CIDFontType2';
  if (!descendant || !isKnown) {
    yield '6.2.11: a font of another kind is not judged here';
    return;
  }
  const descriptor = file.dict(descendant.get('FontDescriptor'));
  const program = file.stream(descriptor?.get('FontFile2'));
  if (!program) {
    yield '6.2.11.4.1: a font is not embedded';
    return;
  }
  const names = [font, descendant].map((dict) => file.name(dict.get('BaseFont')));
  names.push(file.name(descriptor?.get('FontName')));
  if (new Set(names).size !== 1) yield '6.2.11.2: a font has more than one name';
  const data = file.decode(program).data;
  if (file.number(program.dict.get('Length1')) !== data.length) {
    yield '6.2.11.2: a font program is not as long as it says';
  }
  yield* inspectGlyphs(file, descendant, data, codes);
  yield* inspectUnicode(file, font, codes);
}

function* inspectGlyphs(
  file: PdfFile,
  descendant: PdfDict,
  program: Uint8Array,
  codes: ReadonlySet<number>,
): Generator<Finding> {
  const map = descendant.get('CIDToGIDMap');
  const stream = file.stream(map);
  if (!stream && file.name(map) !== 'Identity') {
    yield '6.2.11.3.2: a font does not say which glyph a character has';
    return;
  }
  const glyphs = stream ? file.decode(stream).data : null;
  const metrics = glyphMetrics(program);
  const widthOf = statedWidths(file, descendant);
  for (const code of codes) {
    const glyph = glyphs ? ((glyphs[code * 2] ?? 0) << 8) | (glyphs[code * 2 + 1] ?? 0) : code;
    if (glyph === 0) yield `6.2.11.8: the character ${code} is shown as a missing one`;
    else if (glyph >= metrics.count) yield `6.2.11.4.1: the font lacks the glyph ${glyph}`;
    else if (Math.abs(metrics.advance(glyph) - widthOf(code)) > WIDTH_TOLERANCE) {
      yield `6.2.11.5: the character ${code} is not as wide as its glyph`;
    }
  }
}

function* inspectUnicode(
  file: PdfFile,
  font: PdfDict,
  codes: ReadonlySet<number>,
): Generator<Finding> {
  const stream = file.stream(font.get('ToUnicode'));
  const map = stream ? readToUnicode(file.decode(stream).data) : new Map<number, string>();
  for (const code of codes) {
    const text = map.get(code) ?? '';
    if (text === '') yield `6.2.11.7.2: the character ${code} has no Unicode value`;
    else if (/[\0\ufeff\ufffe]/u.test(text))
      yield `6.2.11.7.2: the character ${code} means nothing`;
  }
}

/** /W in both its forms, else /DW (ISO 32000-1 §9.7.4.3). */
function statedWidths(file: PdfFile, descendant: PdfDict): (cid: number) => number {
  const widths = new Map<number, number>();
  const entries = file.array(descendant.get('W')) ?? [];
  for (let index = 0; index < entries.length;) {
    const first = file.number(entries[index]) ?? 0;
    const list = file.numbers(entries[index + 1]);
    if (list) {
      for (const [step, width] of list.entries()) widths.set(first + step, width);
      index += 2;
      continue;
    }
    const last = file.number(entries[index + 1]) ?? first;
    for (let cid = first; cid <= last; cid++) widths.set(cid, file.number(entries[index + 2]) ?? 0);
    index += 3;
  }
  const other = file.number(descendant.get('DW')) ?? 1000;
  return (cid) => widths.get(cid) ?? other;
}

/** Advances of a TrueType program in thousandths of the em square. */
function glyphMetrics(program: Uint8Array): { count: number; advance: (glyph: number) => number } {
  const view = new DataView(program.buffer, program.byteOffset, program.byteLength);
  const tables = new Map<string, number>();
  for (let index = 0; index < view.getUint16(4); index++) {
    const at = 12 + index * 16;
    tables.set(Buffer.from(program.subarray(at, at + 4)).toString(), view.getUint32(at + 8));
  }
  const at = (tag: string) => {
    const offset = tables.get(tag);
    if (offset === undefined) throw new Error(`The font program has no ${tag} table`);
    return offset;
  };
  const unitsPerEm = view.getUint16(at('head') + 18);
  const metricCount = view.getUint16(at('hhea') + 34);
  const advance = (glyph: number) =>
    (view.getUint16(at('hmtx') + Math.min(glyph, metricCount - 1) * 4) * 1000) / unitsPerEm;
  return { count: view.getUint16(at('maxp') + 4), advance };
}

function* twoByteCodes({ bytes }: PdfString): Generator<number> {
  for (let index = 0; index + 1 < bytes.length; index += 2) {
    yield ((bytes[index] ?? 0) << 8) | (bytes[index + 1] ?? 0);
  }
}
