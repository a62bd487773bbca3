import { compareBytes, concatBytes, utf8, type Bytes } from '../bytes.ts';
import { constructedContext, primitiveContext, tags } from './tags.ts';

/** One DER value: identifier octet, minimal length, contents. */
export function encode(tag: number, ...contents: readonly Uint8Array[]): Bytes {
  const length = contents.reduce((total, part) => total + part.length, 0);
  return concatBytes(encodeHeader(tag, length), ...contents);
}

export function sequence(...members: readonly Uint8Array[]): Bytes {
  return encode(tags.sequence, ...members);
}

/** Members in DER order (X.690 §11.6). */
export function setOf(...members: readonly Uint8Array[]): Bytes {
  return encode(tags.set, ...[...members].sort(compareBytes));
}

export function explicit(number: number, ...members: readonly Uint8Array[]): Bytes {
  return encode(constructedContext(number), ...members);
}

export function implicit(number: number, contents: Uint8Array): Bytes {
  return encode(primitiveContext(number), contents);
}

/** Not negative; from a number, or from big-endian octets with any leading zeros. */
export function integer(value: number | bigint | Uint8Array): Bytes {
  const octets = value instanceof Uint8Array ? value : octetsOf(BigInt(value));
  let start = 0;
  while (start < octets.length - 1 && octets[start] === 0) start++;
  const minimal = octets.subarray(start);
  const sign = (minimal[0] ?? 0) & 0x80 || minimal.length === 0 ? [0] : [];
  return encode(tags.integer, Uint8Array.from(sign), minimal);
}

export function objectIdentifier(dotted: string): Bytes {
  const [root = 0n, second = 0n, ...rest] = dotted.split('.').map(BigInt);
  return encode(
    tags.objectIdentifier,
    Uint8Array.from([root * 40n + second, ...rest].flatMap(base128)),
  );
}

export function octetString(contents: Uint8Array): Bytes {
  return encode(tags.octetString, contents);
}

export function bitString(contents: Uint8Array, unusedBits = 0): Bytes {
  return encode(tags.bitString, Uint8Array.of(unusedBits), contents);
}

/** Named bits without trailing zero bits (X.690 §11.2.2); numbers below 16. */
export function namedBits(bits: readonly number[]): Bytes {
  const last = Math.max(-1, ...bits);
  const octets = new Uint8Array(Math.ceil((last + 1) / 8));
  for (const bit of bits) octets[bit >> 3] = (octets[bit >> 3] ?? 0) | (0x80 >> (bit & 7));
  return bitString(octets, octets.length * 8 - last - 1);
}

export function boolean(value: boolean): Bytes {
  return encode(tags.boolean, Uint8Array.of(value ? 0xff : 0));
}

export function nullValue(): Bytes {
  return encode(tags.null);
}

/** NFC. */
export function utf8String(text: string): Bytes {
  return encode(tags.utf8String, utf8(text.normalize('NFC')));
}

export function printableString(text: string): Bytes {
  return encode(tags.printableString, utf8(text));
}

export function ia5String(text: string): Bytes {
  return encode(tags.ia5String, utf8(text));
}

/** UTF-16BE. */
export function bmpString(text: string): Bytes {
  const octets = [...Array(text.length).keys()].flatMap((index) => {
    const unit = text.charCodeAt(index);
    return [unit >> 8, unit & 0xff];
  });
  return encode(tags.bmpString, Uint8Array.from(octets));
}

/** UTCTime until 2049, GeneralizedTime after (RFC 5280 §4.1.2.5). Whole seconds. */
export function time(at: Date): Bytes {
  return at.getUTCFullYear() < 2050
    ? encode(tags.utcTime, utf8(`${digitsOf(at).slice(2)}Z`))
    : generalizedTime(at);
}

/** Whole seconds. */
export function generalizedTime(at: Date): Bytes {
  return encode(tags.generalizedTime, utf8(`${digitsOf(at)}Z`));
}

export function enumerated(value: number): Bytes {
  return encode(tags.enumerated, Uint8Array.of(value));
}

/** `20261122093000`, UTC. */
function digitsOf(at: Date): string {
  return at.toISOString().replace(/[-:T]|\..*$/gu, '');
}

function encodeHeader(tag: number, length: number): Bytes {
  if (length < 0x80) return Uint8Array.of(tag, length);
  const octets = octetsOf(BigInt(length));
  return concatBytes(Uint8Array.of(tag, 0x80 | octets.length), octets);
}

function octetsOf(value: bigint): Bytes {
  if (value < 0n) throw new RangeError('Negative integers are not written');
  const hex = value.toString(16);
  const even = hex.length % 2 ? `0${hex}` : hex;
  return Uint8Array.from(even.match(/../gu) ?? [], (pair) => Number.parseInt(pair, 16));
}

function base128(arc: bigint): number[] {
  const groups = [Number(arc % 128n)];
  for (let rest = arc / 128n; rest > 0n; rest /= 128n) {
    groups.unshift(Number(rest % 128n) | 0x80);
  }
  return groups;
}
