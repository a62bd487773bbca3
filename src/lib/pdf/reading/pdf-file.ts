import { AppError } from '#lib/domain/app-error.ts';
import { PdfSyntaxError } from '../objects/lexer.ts';
import {
  PdfDict,
  PdfName,
  PdfReference,
  PdfStream,
  PdfString,
  type PdfObject,
} from '../objects/pdf-object.ts';
import { decodeStream, type DecodedStream } from './decode-stream.ts';
import { readIndirectObject } from './indirect-object.ts';
import { readObjectStream } from './object-stream.ts';
import { brokenPdf, readOrBroken } from './pdf-error.ts';
import { findStartXref, readXrefSections, type XrefEntry, type XrefSection } from './xref.ts';

/**
 * Opens a PDF by its cross-reference sections alone; nothing is guessed or repaired, so that what
 * is read is what the file says.
 *
 * Errors: `FILE_EMPTY`, `NOT_A_PDF`, `FILE_TRUNCATED` (the end is missing), `PDF_BROKEN`.
 */
export function openPdf(bytes: Uint8Array): PdfFile {
  if (bytes.length === 0) throw new AppError('FILE_EMPTY');
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 1024));
  if (!head.includes('%PDF-')) throw new AppError('NOT_A_PDF');
  const start = findStartXref(bytes);
  if (start === null) throw new AppError('FILE_TRUNCATED');
  return readOrBroken(() => new PdfFile(bytes, readXrefSections(bytes, start)));
}

const MAX_REFERENCE_STEPS = 32;

function generationOf(entry: XrefEntry): number {
  return entry.kind === 'offset' ? entry.generation : 0;
}

/** Nothing that reading the stream needs stands in another object. */
function isSelfContained(dict: PdfDict): boolean {
  return ['Length', 'Filter', 'DecodeParms', 'N', 'First'].every(
    (key) => !(dict.get(key) instanceof PdfReference),
  );
}

export class PdfFile {
  readonly bytes: Uint8Array;
  /** Newest first. */
  readonly sections: readonly XrefSection[];
  readonly trailer: PdfDict;
  readonly #newer: PdfFile | null;
  readonly #entries = new Map<number, XrefEntry>();
  /** By the offset of the object. */
  readonly #ends = new Map<number, number>();
  readonly #objects = new Map<number, PdfObject>();
  readonly #packed = new Map<number, ReadonlyMap<number, PdfObject>>();
  readonly #reading = new Set<number>();

  /** `newer`: a later state of the same file, whose objects need not be read twice. */
  constructor(bytes: Uint8Array, sections: readonly XrefSection[], newer: PdfFile | null = null) {
    this.bytes = bytes;
    this.sections = sections;
    this.#newer = newer;
    const [newest] = sections;
    if (!newest) throw new PdfSyntaxError('No cross-reference section', 0);
    this.trailer = newest.trailer;
    for (const section of sections) {
      for (const [number, entry] of section.entries) {
        if (!this.#entries.has(number)) this.#entries.set(number, entry);
      }
    }
  }

  get isEncrypted(): boolean {
    return this.trailer.has('Encrypt');
  }

  get catalog(): PdfDict {
    const catalog = this.dict(this.trailer.get('Root'));
    if (!catalog) throw brokenPdf('The document has no catalog');
    return catalog;
  }

  /** The lowest number that no object has had. */
  get size(): number {
    const declared = this.trailer.get('Size');
    let highest = typeof declared === 'number' ? declared - 1 : 0;
    for (const number of this.#entries.keys()) highest = Math.max(highest, number);
    return highest + 1;
  }

  get objectNumbers(): number[] {
    return [...this.#entries].flatMap(([number, entry]) => (entry.kind === 'free' ? [] : number));
  }

  entry(number: number): XrefEntry | undefined {
    return this.#entries.get(number);
  }

  /** An indirect object; null when the file has none of this number and generation. */
  object(reference: PdfReference): PdfObject {
    const { number, generation } = reference;
    const entry = this.#entries.get(number);
    if (!entry || entry.kind === 'free') return null;
    if (generationOf(entry) !== generation) return null;
    const known = this.#objects.get(number);
    if (known !== undefined) return known;
    if (this.#reading.has(number)) throw brokenPdf(`Object ${number} needs itself to be read`);
    this.#reading.add(number);
    try {
      const object = readOrBroken(() => this.#read(number, entry));
      this.#objects.set(number, object);
      return object;
    } finally {
      this.#reading.delete(number);
    }
  }

  /** Where the object that begins at `offset` ends, after `endobj`. */
  endOfObjectAt(offset: number): number {
    const known = this.#ends.get(offset);
    if (known !== undefined) return known;
    const { end } = readOrBroken(() => readIndirectObject(this.bytes, offset, this.resolve));
    this.#ends.set(offset, end);
    return end;
  }

  /** Follows references to the object they stand for. */
  resolve = (object: PdfObject | undefined): PdfObject => {
    let current = object ?? null;
    for (let step = 0; current instanceof PdfReference; step++) {
      if (step > MAX_REFERENCE_STEPS) throw brokenPdf('References run in a circle');
      current = this.object(current);
    }
    return current;
  };

  /** The dictionary, also that of a stream; null when it is something else. So with the others. */
  dict(object: PdfObject | undefined): PdfDict | null {
    const value = this.resolve(object);
    if (value instanceof PdfStream) return value.dict;
    return value instanceof PdfDict ? value : null;
  }

  array(object: PdfObject | undefined): PdfObject[] | null {
    const value = this.resolve(object);
    return Array.isArray(value) ? value : null;
  }

  stream(object: PdfObject | undefined): PdfStream | null {
    const value = this.resolve(object);
    return value instanceof PdfStream ? value : null;
  }

  number(object: PdfObject | undefined): number | null {
    const value = this.resolve(object);
    return typeof value === 'number' ? value : null;
  }

  /** Without the slash. */
  name(object: PdfObject | undefined): string | null {
    const value = this.resolve(object);
    return value instanceof PdfName ? value.value : null;
  }

  string(object: PdfObject | undefined): PdfString | null {
    const value = this.resolve(object);
    return value instanceof PdfString ? value : null;
  }

  numbers(object: PdfObject | undefined): number[] | null {
    const values = this.array(object)?.map((item) => this.number(item));
    return values?.every((value) => value !== null) ? values : null;
  }

  decode(stream: PdfStream): DecodedStream {
    return readOrBroken(() => decodeStream(stream, this.resolve));
  }

  #read(number: number, entry: Exclude<XrefEntry, { kind: 'free' }>): PdfObject {
    if (this.#newer && this.#isSameIn(this.#newer, number, entry)) {
      return this.#newer.object(new PdfReference(number, generationOf(entry)));
    }
    if (entry.kind === 'packed') return this.#unpack(entry.stream).get(number) ?? null;
    const found = readIndirectObject(this.bytes, entry.offset, this.resolve);
    if (found.number !== number || found.generation !== entry.generation) {
      throw new PdfSyntaxError(`Object ${number} is not where it should be`, entry.offset);
    }
    this.#ends.set(entry.offset, found.end);
    return found.object;
  }

  /** The later state reads the object from the same octets, all of which this one has. */
  #isSameIn(newer: PdfFile, number: number, entry: XrefEntry): boolean {
    if (newer.entry(number) !== entry) return false;
    const place = entry.kind === 'packed' ? entry.stream : number;
    const container = newer.entry(place);
    if (container?.kind !== 'offset' || container !== this.#entries.get(place)) return false;
    try {
      // A length that stands elsewhere may have changed.
      const object = newer.object(new PdfReference(place, container.generation));
      if (object instanceof PdfStream && !isSelfContained(object.dict)) return false;
      return newer.endOfObjectAt(container.offset) <= this.bytes.length;
    } catch (error) {
      if (error instanceof AppError) return false;
      throw error;
    }
  }

  #unpack(streamNumber: number): ReadonlyMap<number, PdfObject> {
    const known = this.#packed.get(streamNumber);
    if (known) return known;
    if (this.#entries.get(streamNumber)?.kind !== 'offset') {
      throw new PdfSyntaxError(`Object stream ${streamNumber} is missing`, 0);
    }
    const members = readObjectStream(this, streamNumber);
    this.#packed.set(streamNumber, members);
    return members;
  }
}
