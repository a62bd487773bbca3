import { concatBytes, type Bytes } from '#lib/pki/bytes.ts';
import { buildSfnt } from './sfnt.ts';
import type { TrueTypeFont } from './true-type.ts';

/**
 * A font file with the outlines of the given glyphs only. Glyphs keep their numbers; those after
 * the last one used are cut off, and so are the instructions for small screens.
 */
export function subsetFont(font: TrueTypeFont, glyphs: Iterable<number>): Bytes {
  const used = withComponents(font, glyphs);
  const count = Math.max(...used) + 1;
  const outlines: Uint8Array[] = [];
  const loca = new DataView(new ArrayBuffer((count + 1) * 4));
  const hmtx = new DataView(new ArrayBuffer(count * 4));
  let offset = 0;
  for (let glyph = 0; glyph < count; glyph++) {
    loca.setUint32(glyph * 4, offset);
    if (!used.has(glyph)) continue;
    hmtx.setUint16(glyph * 4, font.advance(glyph));
    hmtx.setInt16(glyph * 4 + 2, font.leftSideBearing(glyph));
    const outline = withoutInstructions(font.glyph(glyph));
    const padded = concatBytes(outline, new Uint8Array((4 - (outline.length % 4)) % 4));
    outlines.push(padded);
    offset += padded.length;
  }
  loca.setUint32(count * 4, offset);
  return buildSfnt({
    head: changed(font, 'head', [[50, 1]]),
    hhea: changed(font, 'hhea', [[34, count]]),
    maxp: changed(font, 'maxp', [[4, count]]),
    hmtx: new Uint8Array(hmtx.buffer),
    loca: new Uint8Array(loca.buffer),
    glyf: concatBytes(...outlines, new Uint8Array(4)),
  });
}

/** Bits of a component of a composite glyph. */
const WORD_ARGUMENTS = 0x0001;
const HAS_SCALE = 0x0008;
const MORE_COMPONENTS = 0x0020;
const HAS_TWO_SCALES = 0x0040;
const HAS_MATRIX = 0x0080;
const HAS_INSTRUCTIONS = 0x0100;

type Component = { glyph: number; flags: number; at: number; end: number };

/** The glyph for missing characters comes along, and the parts of letters with diacritics. */
function withComponents(font: TrueTypeFont, glyphs: Iterable<number>): Set<number> {
  const used = new Set<number>();
  const waiting = [0, ...glyphs];
  for (let glyph = waiting.pop(); glyph !== undefined; glyph = waiting.pop()) {
    if (used.has(glyph) || glyph >= font.glyphCount) continue;
    used.add(glyph);
    waiting.push(...componentsOf(font.glyph(glyph)).map((component) => component.glyph));
  }
  return used;
}

function componentsOf(outline: Uint8Array): Component[] {
  if (outline.length < 10) return [];
  const view = new DataView(outline.buffer, outline.byteOffset, outline.byteLength);
  if (view.getInt16(0) >= 0) return [];
  const components: Component[] = [];
  let at = 10;
  for (;;) {
    const flags = view.getUint16(at);
    const scale = flags & HAS_SCALE ? 2 : flags & HAS_TWO_SCALES ? 4 : flags & HAS_MATRIX ? 8 : 0;
    const end = at + 4 + (flags & WORD_ARGUMENTS ? 4 : 2) + scale;
    components.push({ glyph: view.getUint16(at + 2), flags, at, end });
    if (!(flags & MORE_COMPONENTS)) return components;
    at = end;
  }
}

function withoutInstructions(outline: Uint8Array): Uint8Array {
  if (outline.length < 10) return outline;
  const view = new DataView(outline.buffer, outline.byteOffset, outline.byteLength);
  const contours = view.getInt16(0);
  if (contours >= 0) {
    const at = 10 + contours * 2;
    const length = view.getUint16(at);
    return concatBytes(
      outline.subarray(0, at),
      Uint8Array.of(0, 0),
      outline.subarray(at + 2 + length),
    );
  }
  const components = componentsOf(outline);
  const copy = outline.slice(0, components.at(-1)?.end);
  const copyView = new DataView(copy.buffer);
  for (const { at, flags } of components) copyView.setUint16(at, flags & ~HAS_INSTRUCTIONS);
  return copy;
}

/** A copy of a table with two-octet values set. */
function changed(
  font: TrueTypeFont,
  tag: string,
  values: readonly (readonly [offset: number, value: number])[],
): Uint8Array {
  const copy = (font.table(tag) ?? new Uint8Array()).slice();
  const view = new DataView(copy.buffer);
  for (const [offset, value] of values) view.setUint16(offset, value);
  return copy;
}
