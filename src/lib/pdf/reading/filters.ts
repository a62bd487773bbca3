import { Unzlib } from 'fflate';
import { concatBytes } from '#lib/pki/bytes.ts';
import { hexValue, isWhiteSpace } from '../objects/syntax.ts';
import { brokenPdf } from './pdf-error.ts';

/** Octets after which a stream is taken for a decompression bomb. */
const MAX_DECODED_BYTES = 512 * 1024 * 1024;

/** Undoes the filter, or says null when it is one of an image that is kept as it is. */
export function undoFilter(filter: string, data: Uint8Array): Uint8Array | null {
  switch (filter) {
    case 'FlateDecode':
    case 'Fl':
      return inflate(data);
    case 'ASCIIHexDecode':
    case 'AHx':
      return fromAsciiHex(data);
    case 'ASCII85Decode':
    case 'A85':
      return fromAscii85(data);
    case 'RunLengthDecode':
    case 'RL':
      return fromRunLengths(data);
    default:
      return null;
  }
}

/** A stream that is cut off gives what there is, as every reader does. */
function inflate(data: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [];
  let size = 0;
  const stream = new Unzlib((part) => {
    size += part.length;
    if (size > MAX_DECODED_BYTES) throw brokenPdf('A stream unpacks to more than 512 MB');
    parts.push(part);
  });
  const CHUNK = 1 << 20;
  try {
    for (let offset = 0; offset < data.length; offset += CHUNK) {
      stream.push(data.subarray(offset, offset + CHUNK), offset + CHUNK >= data.length);
    }
  } catch (error) {
    if (size > MAX_DECODED_BYTES) throw error;
    if (parts.length === 0) throw brokenPdf('A compressed stream cannot be unpacked', error);
  }
  return parts.length === 1 && parts[0] ? parts[0] : concatBytes(...parts);
}

function fromAsciiHex(data: Uint8Array): Uint8Array {
  const out: number[] = [];
  let high = -1;
  for (const byte of data) {
    if (byte === 0x3e) break;
    const value = hexValue(byte);
    if (value < 0) continue;
    if (high < 0) high = value;
    else {
      out.push((high << 4) | value);
      high = -1;
    }
  }
  if (high >= 0) out.push(high << 4);
  return Uint8Array.from(out);
}

function fromAscii85(data: Uint8Array): Uint8Array {
  const out: number[] = [];
  let group: number[] = [];
  for (const byte of data) {
    if (byte === 0x7e) break;
    if (isWhiteSpace(byte)) continue;
    if (byte === 0x7a && group.length === 0) {
      out.push(0, 0, 0, 0);
      continue;
    }
    if (byte < 0x21 || byte > 0x75) throw brokenPdf('A stream is not ASCII 85');
    group.push(byte - 0x21);
    if (group.length < 5) continue;
    out.push(...octetsOf85(group));
    group = [];
  }
  if (group.length > 1) {
    const padded = [...group, ...Array<number>(5 - group.length).fill(84)];
    out.push(...octetsOf85(padded).slice(0, group.length - 1));
  }
  return Uint8Array.from(out);
}

function octetsOf85(digits: readonly number[]): number[] {
  const value = digits.reduce((total, digit) => total * 85 + digit, 0);
  return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) & 0xff);
}

function fromRunLengths(data: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [];
  let size = 0;
  for (let offset = 0; offset < data.length;) {
    const length = data[offset++] ?? 128;
    if (length === 128) break;
    const isLiteral = length < 128;
    const part = isLiteral
      ? data.subarray(offset, offset + length + 1)
      : new Uint8Array(257 - length).fill(data[offset] ?? 0);
    parts.push(part);
    size += part.length;
    if (size > MAX_DECODED_BYTES) throw brokenPdf('A stream unpacks to more than 512 MB');
    offset += isLiteral ? length + 1 : 1;
  }
  return concatBytes(...parts);
}
