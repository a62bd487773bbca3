import { isWhiteSpace } from '../objects/syntax.ts';
import { Keyword, Lexer, PdfSyntaxError } from '../objects/lexer.ts';
import { parseObject } from '../objects/parser.ts';
import { PdfDict, PdfStream } from '../objects/pdf-object.ts';
import { decodeStream } from './decode-stream.ts';
import { readIndirectObject } from './indirect-object.ts';

export type XrefEntry =
  | { kind: 'free' }
  | { kind: 'offset'; offset: number; generation: number }
  | { kind: 'packed'; stream: number; index: number };

/** One cross-reference section: what one revision of the file added or changed. */
export type XrefSection = {
  /** Where `startxref` or `/Prev` points. */
  offset: number;
  kind: 'table' | 'stream';
  trailer: PdfDict;
  entries: ReadonlyMap<number, XrefEntry>;
  /** The octets that the section itself takes, with its trailer; two parts in a hybrid file. */
  extents: readonly ByteExtent[];
};

/** Octets from `start` up to `end`, which does not belong to it. */
export type ByteExtent = { start: number; end: number };

/** ISO 32000-1 annex C: the largest object number. */
const MAX_OBJECT_NUMBER = 8_388_607;
const MAX_SECTIONS = 10_000;

/** All sections, newest first, along `/Prev`; the hidden part of a hybrid file before its table. */
export function readXrefSections(bytes: Uint8Array, start: number): XrefSection[] {
  const sections: XrefSection[] = [];
  const seen = new Set<number>();
  let offset: number | null = start;
  while (offset !== null) {
    if (seen.has(offset) || sections.length >= MAX_SECTIONS) {
      throw new PdfSyntaxError('Cross-reference sections run in a circle', offset);
    }
    seen.add(offset);
    const section = readSection(bytes, offset);
    const hidden = integerAt(section.trailer, 'XRefStm');
    // A hybrid file hides objects from old readers: its stream completes the table (§7.5.8.4).
    const entries = new Map(section.entries);
    const extents = [...section.extents];
    if (section.kind === 'table' && hidden !== null) {
      const part = readSection(bytes, hidden);
      if (part.kind !== 'stream') throw new PdfSyntaxError('Hidden part is no stream', hidden);
      extents.push(...part.extents);
      for (const [number, entry] of part.entries) {
        if (entries.get(number)?.kind !== 'offset') entries.set(number, entry);
      }
    }
    sections.push({ ...section, entries, extents });
    offset = integerAt(section.trailer, 'Prev');
  }
  return sections;
}

/** The offset after the last `startxref`; null when there is none near the end of the file. */
export function findStartXref(bytes: Uint8Array): number | null {
  const tail = new TextDecoder('latin1').decode(bytes.subarray(-2048));
  const match = /startxref\s+(\d{1,12})(?![\s\S]*startxref)/u.exec(tail);
  return match ? Number(match[1]) : null;
}

function readSection(bytes: Uint8Array, offset: number): XrefSection {
  let position = offset;
  while (isWhiteSpace(bytes[position])) position++;
  if (position >= bytes.length) throw new PdfSyntaxError('Cross-reference is outside', offset);
  const lexer = new Lexer(bytes, position);
  const first = lexer.peek();
  if (first instanceof Keyword && first.value === 'xref') {
    lexer.next();
    const table = readTable(lexer);
    return { offset, kind: 'table', ...table, extents: [{ start: position, end: lexer.position }] };
  }
  const { object, end } = readIndirectObject(bytes, position, directLength);
  if (!(object instanceof PdfStream)) throw new PdfSyntaxError('No cross-reference', offset);
  const extents = [{ start: position, end }];
  return { offset, kind: 'stream', trailer: object.dict, entries: readStream(object), extents };
}

/** The length of a cross-reference stream is direct (§7.5.8.2): nothing could be looked up yet. */
function directLength(): never {
  throw new PdfSyntaxError('Cross-reference stream without a direct length', 0);
}

function readTable(lexer: Lexer): Pick<XrefSection, 'trailer' | 'entries'> {
  const entries = new Map<number, XrefEntry>();
  for (;;) {
    const token = lexer.next();
    if (token instanceof Keyword && token.value === 'trailer') break;
    const count = lexer.next();
    if (!isCount(token) || !isCount(count) || token + count > MAX_OBJECT_NUMBER + 1) {
      throw new PdfSyntaxError('Broken cross-reference table', lexer.position);
    }
    for (let number = token; number < token + count; number++) {
      setOnce(entries, number, readTableEntry(lexer));
    }
  }
  const trailer = parseObject(lexer);
  if (!(trailer instanceof PdfDict)) {
    throw new PdfSyntaxError('No trailer dictionary', lexer.position);
  }
  return { trailer, entries };
}

function readTableEntry(lexer: Lexer): XrefEntry {
  const offset = lexer.next();
  const generation = lexer.next();
  const state = lexer.next();
  if (!isCount(offset) || !isCount(generation) || !(state instanceof Keyword)) {
    throw new PdfSyntaxError('Broken cross-reference entry', lexer.position);
  }
  if (state.value === 'n') return placeEntry(offset, generation);
  if (state.value === 'f') return { kind: 'free' };
  throw new PdfSyntaxError('Broken cross-reference entry', lexer.position);
}

function readStream(stream: PdfStream): Map<number, XrefEntry> {
  const widths = integersAt(stream.dict, 'W');
  const size = integerAt(stream.dict, 'Size');
  const [typeWidth = 0, secondWidth = 0, thirdWidth = 0] = widths ?? [];
  const rowBytes = typeWidth + secondWidth + thirdWidth;
  if (!widths || size === null || widths.some((width) => width > 8) || rowBytes === 0) {
    throw new PdfSyntaxError('Broken cross-reference stream', 0);
  }
  const { data } = decodeStream(stream, (object) => object);
  const index = integersAt(stream.dict, 'Index') ?? [0, size];
  const entries = new Map<number, XrefEntry>();
  let at = 0;
  const field = (width: number): number => {
    let value = 0;
    for (let octet = 0; octet < width; octet++) value = value * 256 + (data[at++] ?? 0);
    return value;
  };
  for (let pair = 0; pair + 1 < index.length; pair += 2) {
    const first = index[pair] ?? 0;
    const count = index[pair + 1] ?? 0;
    if (first + count > MAX_OBJECT_NUMBER + 1) throw new PdfSyntaxError('Too many objects', 0);
    for (let number = first; number < first + count; number++) {
      if (at + rowBytes > data.length) {
        throw new PdfSyntaxError('Cross-reference stream is cut off', 0);
      }
      const type = typeWidth === 0 ? 1 : field(typeWidth);
      setOnce(entries, number, streamEntry(type, field(secondWidth), field(thirdWidth)));
    }
  }
  return entries;
}

/** Two places for one object in one section: every reader would take another one. */
function setOnce(entries: Map<number, XrefEntry>, number: number, entry: XrefEntry): void {
  const before = entries.get(number);
  if (before && JSON.stringify(before) !== JSON.stringify(entry)) {
    throw new PdfSyntaxError(`Object ${number} has two places in one section`, 0);
  }
  entries.set(number, entry);
}

function streamEntry(type: number, second: number, third: number): XrefEntry {
  if (type === 1) return placeEntry(second, third);
  if (type === 2) return { kind: 'packed', stream: second, index: third };
  // Other types stand for null (§7.5.8.3).
  return { kind: 'free' };
}

/** Programs write the offset 0, where the header stands, for numbers that they left unused. */
function placeEntry(offset: number, generation: number): XrefEntry {
  return offset === 0 ? { kind: 'free' } : { kind: 'offset', offset, generation };
}

function isCount(token: unknown): token is number {
  return typeof token === 'number' && Number.isInteger(token) && token >= 0;
}

function integerAt(dict: PdfDict, key: string): number | null {
  const value = dict.get(key);
  return isCount(value) ? value : null;
}

function integersAt(dict: PdfDict, key: string): number[] | null {
  const value = dict.get(key);
  return Array.isArray(value) && value.every(isCount) ? value : null;
}
