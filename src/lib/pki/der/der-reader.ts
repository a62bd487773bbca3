import { concatBytes, toHex } from '../bytes.ts';
import { tags } from './tags.ts';

/** Bytes that are not the ASN.1 they should be. Callers turn it into what it means for them. */
export class DerError extends Error {
  override readonly name = 'DerError';
}

export type EncodingRules = 'der' | 'ber';

const MAX_DEPTH = 64;

/** Reads exactly one value; bytes after it are an error. */
export function readDer(bytes: Uint8Array, rules: EncodingRules = 'der'): DerNode {
  const node = readDerPrefix(bytes, rules);
  if (node.bytes.length !== bytes.length) throw new DerError('Bytes after the end of the value');
  return node;
}

/** Reads the first value and ignores what follows it, as the padding in a PDF's /Contents. */
export function readDerPrefix(bytes: Uint8Array, rules: EncodingRules = 'der'): DerNode {
  return readNode(bytes, 0, rules, 0);
}

/** One ASN.1 value over the original bytes, which are never re-encoded. */
export class DerNode {
  /** Identifier octet with class and constructed bit: 0x30 is SEQUENCE, 0xa0 is [0]. */
  readonly tag: number;
  /** Header and contents as they were read. */
  readonly bytes: Uint8Array;
  readonly contents: Uint8Array;
  readonly #rules: EncodingRules;
  readonly #depth: number;
  #children: DerNode[] | undefined;

  constructor(
    tag: number,
    bytes: Uint8Array,
    contents: Uint8Array,
    rules: EncodingRules,
    depth: number,
  ) {
    this.tag = tag;
    this.bytes = bytes;
    this.contents = contents;
    this.#rules = rules;
    this.#depth = depth;
  }

  get isConstructed(): boolean {
    return (this.tag & 0x20) !== 0;
  }

  get children(): readonly DerNode[] {
    if (!this.isConstructed) throw new DerError('A primitive value has no members');
    this.#children ??= readAll(this.contents, this.#rules, this.#depth + 1);
    return this.#children;
  }

  /** The member at `index`; an error when it is missing or, with `tag`, of another type. */
  child(index: number, tag?: number): DerNode {
    const node = this.children[index];
    if (!node) throw new DerError(`Member ${index} is missing`);
    return tag === undefined ? node : node.expect(tag);
  }

  /** The first member with this tag. */
  find(tag: number): DerNode | undefined {
    return this.children.find((node) => node.tag === tag);
  }

  expect(tag: number): this {
    if (this.tag !== tag) {
      throw new DerError(`Expected tag ${tag.toString(16)}, found ${this.tag.toString(16)}`);
    }
    return this;
  }

  /** The same contents under the type that an IMPLICIT tag hides. */
  as(tag: number): DerNode {
    return new DerNode(tag, this.bytes, this.contents, this.#rules, this.#depth);
  }

  sequence(): readonly DerNode[] {
    return this.expect(tags.sequence).children;
  }

  integer(): bigint {
    this.expect(tags.integer);
    const { contents } = this;
    if (contents.length === 0) throw new DerError('Empty INTEGER');
    const isPadded = contents.length > 1 && (contents[0] === 0 || contents[0] === 0xff);
    if (this.#rules === 'der' && isPadded && (contents[0] ?? 0) >> 7 === (contents[1] ?? 0) >> 7) {
      throw new DerError('INTEGER is not minimal');
    }
    const value = BigInt(`0x${toHex(contents)}`);
    const isNegative = ((contents[0] ?? 0) & 0x80) !== 0;
    return isNegative ? value - (1n << BigInt(contents.length * 8)) : value;
  }

  boolean(): boolean {
    const [byte, ...rest] = this.expect(tags.boolean).contents;
    const isDer = rest.length === 0 && (byte === 0 || byte === 0xff);
    if (byte === undefined || (this.#rules === 'der' && !isDer))
      throw new DerError('Not a BOOLEAN');
    return byte !== 0;
  }

  /** Dotted form. */
  oid(): string {
    const { contents } = this.expect(tags.objectIdentifier);
    const last = contents.at(-1);
    if (last === undefined || last & 0x80) throw new DerError('OBJECT IDENTIFIER is cut off');
    const arcs: bigint[] = [];
    let arc = 0n;
    for (const byte of contents) {
      if (arc === 0n && byte === 0x80) throw new DerError('OBJECT IDENTIFIER is not minimal');
      arc = (arc << 7n) | BigInt(byte & 0x7f);
      if (byte & 0x80) continue;
      arcs.push(arc);
      arc = 0n;
    }
    const [first = 0n, ...rest] = arcs;
    const root = first < 40n ? 0n : first < 80n ? 1n : 2n;
    return [root, first - root * 40n, ...rest].join('.');
  }

  /** Also of the constructed form that BER allows. */
  octetString(): Uint8Array {
    if (this.tag === tags.octetString) return this.contents;
    if (this.#rules === 'ber' && this.tag === (tags.octetString | 0x20)) {
      return concatBytes(...this.children.map((part) => part.octetString()));
    }
    throw new DerError('Not an OCTET STRING');
  }

  /** Whole octets only. */
  bitString(): Uint8Array {
    const { contents } = this.expect(tags.bitString);
    if (contents[0] !== 0) throw new DerError('BIT STRING is not made of whole octets');
    return contents.subarray(1);
  }

  /** Named bits: the numbers of those that are set. */
  setBits(): number[] {
    const [unused, ...octets] = this.expect(tags.bitString).contents;
    if (unused === undefined || unused > 7) throw new DerError('Not a BIT STRING');
    return octets.flatMap((octet, index) =>
      [0, 1, 2, 3, 4, 5, 6, 7].filter((bit) => octet & (0x80 >> bit)).map((bit) => index * 8 + bit),
    );
  }

  /** Any of the character string types, NFC. */
  text(): string {
    const encoding = textEncodings[this.tag];
    if (!encoding) throw new DerError('Not a character string');
    return new TextDecoder(encoding).decode(this.contents).normalize('NFC');
  }

  time(): Date {
    const text = new TextDecoder('latin1').decode(this.contents);
    const form = this.tag === tags.utcTime ? utcTimeForm : generalizedTimeForm;
    const match = form.exec(text);
    if (!match || (this.tag !== tags.utcTime && this.tag !== tags.generalizedTime)) {
      throw new DerError('Not a time');
    }
    const [, year = '', month, day, hour, minute, second = '00'] = match;
    const century = year.length === 4 ? '' : Number(year) < 50 ? '20' : '19';
    const at = new Date(`${century}${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
    if (Number.isNaN(at.getTime())) throw new DerError('Not a time');
    return at;
  }
}

const utcTimeForm = /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?Z$/u;
const generalizedTimeForm = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.\d+)?Z$/u;

const textEncodings: Record<number, string> = {
  [tags.utf8String]: 'utf-8',
  [tags.numericString]: 'latin1',
  [tags.printableString]: 'latin1',
  [tags.teletexString]: 'latin1',
  [tags.ia5String]: 'latin1',
  [tags.visibleString]: 'latin1',
  [tags.bmpString]: 'utf-16be',
};

function readAll(contents: Uint8Array, rules: EncodingRules, depth: number): DerNode[] {
  const nodes: DerNode[] = [];
  let offset = 0;
  while (offset < contents.length) {
    const node = readNode(contents, offset, rules, depth);
    nodes.push(node);
    offset += node.bytes.length;
  }
  return nodes;
}

function readNode(data: Uint8Array, start: number, rules: EncodingRules, depth: number): DerNode {
  if (depth > MAX_DEPTH) throw new DerError('Nested too deeply');
  const tag = data[start];
  const first = data[start + 1];
  if (tag === undefined || first === undefined) throw new DerError('Value is cut off');
  if ((tag & 0x1f) === 0x1f) throw new DerError('Tag numbers above 30 are not used here');
  if (first === 0x80) return readIndefinite(data, start, tag, rules, depth);

  const lengthOctets = first < 0x80 ? 0 : first & 0x7f;
  if (lengthOctets > 4) throw new DerError('Length is too long');
  let length = first < 0x80 ? first : 0;
  for (let index = 0; index < lengthOctets; index++) {
    length = length * 256 + (data[start + 2 + index] ?? 0);
  }
  const isMinimal = lengthOctets === 0 || (length >= 0x80 && length >= 256 ** (lengthOctets - 1));
  if (rules === 'der' && !isMinimal) throw new DerError('Length is not minimal');
  const from = start + 2 + lengthOctets;
  const to = from + length;
  if (to > data.length) throw new DerError('Value is cut off');
  return new DerNode(tag, data.subarray(start, to), data.subarray(from, to), rules, depth);
}

function readIndefinite(
  data: Uint8Array,
  start: number,
  tag: number,
  rules: EncodingRules,
  depth: number,
): DerNode {
  if (rules === 'der' || (tag & 0x20) === 0) throw new DerError('Indefinite length');
  let offset = start + 2;
  while (data[offset] !== 0 || data[offset + 1] !== 0) {
    offset += readNode(data, offset, rules, depth + 1).bytes.length;
  }
  const contents = data.subarray(start + 2, offset);
  return new DerNode(tag, data.subarray(start, offset + 2), contents, rules, depth);
}
