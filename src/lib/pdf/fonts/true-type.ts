/** The parts of a TrueType font that embedding needs. */
export type TrueTypeFont = {
  unitsPerEm: number;
  ascent: number;
  descent: number;
  capHeight: number;
  boundingBox: readonly [number, number, number, number];
  glyphCount: number;
  /** Outline of a glyph as stored; empty for a blank one. */
  glyph: (index: number) => Uint8Array;
  /** In units of the em square. */
  advance: (index: number) => number;
  leftSideBearing: (index: number) => number;
  /** 0 when the font has no glyph for the character. */
  glyphOf: (codePoint: number) => number;
  table: (tag: string) => Uint8Array | null;
};

const known = new WeakMap<Uint8Array, TrueTypeFont>();

/** Reads a font file; the same bytes are read only once. RangeError when it is no such font. */
export function readTrueType(bytes: Uint8Array): TrueTypeFont {
  const before = known.get(bytes);
  if (before) return before;
  const font = read(bytes);
  known.set(bytes, font);
  return font;
}

function read(bytes: Uint8Array): TrueTypeFont {
  const tables = readDirectory(bytes);
  const need = (tag: string): DataView => {
    const table = tables.get(tag);
    if (!table) throw new RangeError(`The font has no ${tag} table`);
    return viewOf(table);
  };
  const head = need('head');
  const hhea = need('hhea');
  const hmtx = need('hmtx');
  const loca = need('loca');
  const glyf = tables.get('glyf') ?? new Uint8Array();
  const glyphCount = need('maxp').getUint16(4);
  const metricCount = hhea.getUint16(34);
  const isLongLoca = head.getInt16(50) === 1;
  const offsetOf = (index: number) =>
    isLongLoca ? loca.getUint32(index * 4) : loca.getUint16(index * 2) * 2;
  const os2 = tables.get('OS/2');
  const ascent = hhea.getInt16(4);
  return {
    unitsPerEm: head.getUint16(18),
    ascent,
    descent: hhea.getInt16(6),
    capHeight: os2 && os2.length >= 90 ? viewOf(os2).getInt16(88) : ascent,
    boundingBox: [head.getInt16(36), head.getInt16(38), head.getInt16(40), head.getInt16(42)],
    glyphCount,
    glyph: (index) => glyf.subarray(offsetOf(index), offsetOf(index + 1)),
    advance: (index) => hmtx.getUint16(Math.min(index, metricCount - 1) * 4),
    leftSideBearing: (index) =>
      index < metricCount
        ? hmtx.getInt16(index * 4 + 2)
        : hmtx.getInt16(metricCount * 4 + (index - metricCount) * 2),
    glyphOf: readCharacterMap(need('cmap')),
    table: (tag) => tables.get(tag) ?? null,
  };
}

function readDirectory(bytes: Uint8Array): Map<string, Uint8Array> {
  const view = viewOf(bytes);
  const tables = new Map<string, Uint8Array>();
  for (let index = 0; index < view.getUint16(4); index++) {
    const at = 12 + index * 16;
    const tag = String.fromCharCode(...bytes.subarray(at, at + 4));
    const offset = view.getUint32(at + 8);
    tables.set(tag, bytes.subarray(offset, offset + view.getUint32(at + 12)));
  }
  return tables;
}

/** The Unicode subtable of format 4, which covers all of Vietnamese. */
function readCharacterMap(cmap: DataView): (codePoint: number) => number {
  for (let index = 0; index < cmap.getUint16(2); index++) {
    const platform = cmap.getUint16(4 + index * 8);
    const offset = cmap.getUint32(8 + index * 8);
    const isUnicode = platform === 0 || platform === 3;
    if (isUnicode && cmap.getUint16(offset) === 4) {
      return (codePoint) => lookUp(cmap, offset, codePoint);
    }
  }
  throw new RangeError('The font has no Unicode character map');
}

/** Format 4: segments by their last character. */
function lookUp(cmap: DataView, start: number, codePoint: number): number {
  const doubledCount = cmap.getUint16(start + 6);
  const ends = start + 14;
  const starts = ends + doubledCount + 2;
  for (let segment = 0; segment < doubledCount; segment += 2) {
    if (cmap.getUint16(ends + segment) < codePoint) continue;
    const first = cmap.getUint16(starts + segment);
    if (first > codePoint) return 0;
    const delta = cmap.getUint16(starts + doubledCount + segment);
    const rangeAt = starts + 2 * doubledCount + segment;
    const range = cmap.getUint16(rangeAt);
    if (range === 0) return (codePoint + delta) & 0xffff;
    const glyph = cmap.getUint16(rangeAt + range + (codePoint - first) * 2);
    return glyph === 0 ? 0 : (glyph + delta) & 0xffff;
  }
  return 0;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
