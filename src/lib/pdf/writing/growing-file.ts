import { concatBytes, type Bytes } from '#lib/pki/bytes.ts';

/** Octets in use of each buffer with room behind its file. */
const used = new WeakMap<ArrayBuffer, number>();

/** A copy with room behind it, so that what `appendTo` adds needs no further copy. */
export function withRoom(file: Uint8Array, roomBytes: number): Bytes {
  const buffer = new ArrayBuffer(file.length + roomBytes);
  const copy = new Uint8Array(buffer, 0, file.length);
  copy.set(file);
  used.set(buffer, file.length);
  return copy;
}

/**
 * The file with the parts behind it: in the same memory where there is room that nobody else has
 * taken, else a copy. The file itself stays as it is.
 */
export function appendTo(file: Uint8Array, ...parts: readonly Uint8Array[]): Bytes {
  const { buffer } = file;
  const length = parts.reduce((total, part) => total + part.length, file.length);
  const isLast = buffer instanceof ArrayBuffer && used.get(buffer) === file.length;
  if (!isLast || file.byteOffset !== 0 || length > buffer.byteLength) {
    return concatBytes(file, ...parts);
  }
  const grown = new Uint8Array(buffer, 0, length);
  let offset = file.length;
  for (const part of parts) {
    grown.set(part, offset);
    offset += part.length;
  }
  used.set(buffer, length);
  return grown;
}
