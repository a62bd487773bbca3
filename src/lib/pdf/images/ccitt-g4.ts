import type { Bytes } from '#lib/pki/bytes.ts';
import { blackCodes, extendedCodes, whiteCodes } from './ccitt-codes.ts';

/**
 * CCITT Group 4 (ITU-T T.6) of packed rows, most significant bit first, 1 = black; each row starts
 * at an octet. Lossless.
 */
export function encodeG4(bits: Uint8Array, widthPx: number, heightPx: number): Bytes {
  const rowBytes = Math.ceil(widthPx / 8);
  if (widthPx < 1 || heightPx < 1 || bits.length < rowBytes * heightPx) {
    throw new RangeError('The picture has fewer rows than it should');
  }
  const writer = new BitWriter();
  // Columns where the colour changes, then the width for ever; the row above the first is white.
  let reference = new Int32Array(widthPx + 3).fill(widthPx);
  let current = new Int32Array(widthPx + 3);
  for (let row = 0; row < heightPx; row++) {
    findChanges(bits, row * rowBytes, widthPx, current);
    encodeRow(writer, reference, current, widthPx);
    [reference, current] = [current, reference];
  }
  writer.code(endOfLine);
  writer.code(endOfLine);
  return writer.finish();
}

const endOfLine = '000000000001';
const pass = '0001';
const horizontal = '001';
/** By how far a1 lies to the right of b1, from -3. */
const vertical = ['0000010', '000010', '010', '1', '011', '000011', '0000011'];

function findChanges(bits: Uint8Array, start: number, width: number, changes: Int32Array): void {
  let count = 0;
  let color = 0;
  for (let column = 0; column < width;) {
    const octet = bits[start + (column >> 3)] ?? 0;
    if ((column & 7) === 0 && column + 8 <= width && octet === (color ? 0xff : 0)) {
      column += 8;
      continue;
    }
    const bit = (octet >> (7 - (column & 7))) & 1;
    if (bit !== color) {
      changes[count++] = column;
      color = bit;
    }
    column++;
  }
  changes.fill(width, count);
}

/** T.6 §2.2: a0 … b2 as the recommendation names them. */
function encodeRow(
  writer: BitWriter,
  reference: Int32Array,
  current: Int32Array,
  width: number,
): void {
  let a0 = -1;
  let color = 0;
  let next = 0;
  let above = 0;
  while (a0 < width) {
    const a1 = current[next] ?? width;
    // b1: the first change above to the right of a0 and to the other colour than a0's.
    while (above > 0 && (reference[above - 1] ?? 0) > a0) above--;
    while ((reference[above] ?? width) <= a0 && (reference[above] ?? width) < width) above++;
    if (above % 2 !== color && (reference[above] ?? width) < width) above++;
    const b1 = reference[above] ?? width;
    const b2 = b1 < width ? (reference[above + 1] ?? width) : width;

    if (b2 < a1) {
      writer.code(pass);
      a0 = b2;
      continue;
    }
    const distance = a1 - b1;
    if (distance >= -3 && distance <= 3) {
      writer.code(vertical[distance + 3] ?? '');
      a0 = a1;
      color ^= 1;
      next++;
    } else {
      const a2 = current[next + 1] ?? width;
      writer.code(horizontal);
      writeRun(writer, a1 - Math.max(a0, 0), color);
      writeRun(writer, a2 - a1, color ^ 1);
      a0 = a2;
      next += 2;
    }
  }
}

function writeRun(writer: BitWriter, length: number, color: number): void {
  const codes = color === 0 ? whiteCodes : blackCodes;
  let rest = length;
  for (; rest >= 2560; rest -= 2560) writer.code(extendedCodes.at(-1) ?? '');
  if (rest >= 1792) writer.code(extendedCodes[(rest - 1792) >> 6] ?? '');
  else if (rest >= 64) writer.code(codes.makeUp[(rest >> 6) - 1] ?? '');
  writer.code(codes.terminating[rest & 63] ?? '');
}

class BitWriter {
  #octets = new Uint8Array(65_536);
  #length = 0;
  #octet = 0;
  #bits = 0;

  code(code: string): void {
    for (let index = 0; index < code.length; index++) {
      this.#octet = (this.#octet << 1) | (code.charCodeAt(index) & 1);
      if (++this.#bits === 8) this.#push();
    }
  }

  finish(): Bytes {
    if (this.#bits > 0) {
      this.#octet <<= 8 - this.#bits;
      this.#push();
    }
    return this.#octets.slice(0, this.#length);
  }

  #push(): void {
    if (this.#length === this.#octets.length) {
      const larger = new Uint8Array(this.#octets.length * 2);
      larger.set(this.#octets);
      this.#octets = larger;
    }
    this.#octets[this.#length++] = this.#octet;
    this.#octet = 0;
    this.#bits = 0;
  }
}
