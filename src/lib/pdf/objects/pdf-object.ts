/** The value types of a PDF (ISO 32000-1 §7.3); numbers, booleans and null are JavaScript's own. */
export type PdfObject =
  null | boolean | number | PdfName | PdfString | PdfReference | PdfObject[] | PdfDict | PdfStream;

export class PdfName {
  readonly value: string;

  constructor(value: string) {
    this.value = value;
  }
}

export class PdfString {
  readonly bytes: Uint8Array;
  readonly isHex: boolean;

  constructor(bytes: Uint8Array, isHex = false) {
    this.bytes = bytes;
    this.isHex = isHex;
  }
}

export class PdfReference {
  readonly number: number;
  readonly generation: number;

  constructor(number: number, generation = 0) {
    this.number = number;
    this.generation = generation;
  }
}

export class PdfDict {
  readonly entries: Map<string, PdfObject>;

  constructor(entries: Iterable<readonly [string, PdfObject]> = []) {
    this.entries = new Map(entries);
  }

  /** As it stands: perhaps a reference. null when missing. */
  get(key: string): PdfObject {
    return this.entries.get(key) ?? null;
  }

  has(key: string): boolean {
    return this.get(key) !== null;
  }

  /** A copy with other values; a value of null takes the key out. */
  with(changes: Readonly<Record<string, PdfObject>>): PdfDict {
    const copy = new PdfDict(this.entries);
    for (const [key, value] of Object.entries(changes)) {
      if (value === null) copy.entries.delete(key);
      else copy.entries.set(key, value);
    }
    return copy;
  }
}

export class PdfStream {
  readonly dict: PdfDict;
  /** As stored, before any filter is undone. */
  readonly raw: Uint8Array;

  constructor(dict: PdfDict, raw: Uint8Array) {
    this.dict = dict;
    this.raw = raw;
  }
}

export function name(value: string): PdfName {
  return new PdfName(value);
}

export function dict(entries: Readonly<Record<string, PdfObject>>): PdfDict {
  return new PdfDict(Object.entries(entries));
}

export function isName(object: PdfObject | undefined, value: string): boolean {
  return object instanceof PdfName && object.value === value;
}
