import { brokenPdf } from './pdf-error.ts';

const CLEAR = 256;
const END = 257;
const MAX_DECODED_BYTES = 256 * 1024 * 1024;

/** LZWDecode (ISO 32000-1 §7.4.4.2); `earlyChange` 1 as the standard's default. */
export function fromLzw(data: Uint8Array, earlyChange: number): Uint8Array {
  // Each code is the text of an earlier code and one more octet.
  const prefix = new Uint16Array(4097);
  const suffix = new Uint8Array(4097);
  const lengths = new Uint16Array(4097).fill(1, 0, 256);
  let out = new Uint8Array(Math.max(1024, data.length * 4));
  let size = 0;
  let next = END + 1;
  let width = 9;
  let previous = -1;
  let buffer = 0;
  let bits = 0;

  const append = (code: number): void => {
    const length = code < 256 ? 1 : (lengths[code] ?? 0);
    if (size + length > MAX_DECODED_BYTES) throw brokenPdf('A stream unpacks to more than 256 MB');
    if (size + length > out.length) {
      const larger = new Uint8Array(Math.max(out.length * 2, size + length));
      larger.set(out);
      out = larger;
    }
    let at = code;
    for (let index = size + length - 1; index > size; index--) {
      out[index] = suffix[at] ?? 0;
      at = prefix[at] ?? 0;
    }
    out[size] = at;
    size += length;
  };

  for (const byte of data) {
    buffer = ((buffer << 8) | byte) & 0xffffff;
    bits += 8;
    if (bits < width) continue;
    bits -= width;
    const code = (buffer >> bits) & ((1 << width) - 1);
    if (code === END) break;
    if (code === CLEAR) {
      next = END + 1;
      width = 9;
      previous = -1;
      continue;
    }
    if (code > next || (code >= next && previous < 0)) throw brokenPdf('A stream is not LZW');
    if (previous < 0) append(code);
    else if (next < 4096) {
      const isNew = code === next;
      const first = isNew ? firstOctet(previous, prefix) : firstOctet(code, prefix);
      prefix[next] = previous;
      suffix[next] = first;
      lengths[next] = (previous < 256 ? 1 : (lengths[previous] ?? 0)) + 1;
      next++;
      append(code);
    } else append(code);
    previous = code;
    if (next + earlyChange >= 1 << width && width < 12) width++;
  }
  return out.subarray(0, size);
}

function firstOctet(code: number, prefix: Uint16Array): number {
  let at = code;
  while (at > END) at = prefix[at] ?? 0;
  return at;
}
