/** The highest bit of each of four bytes. */
const HIGH_BITS = 0x80808080 | 0;
const LOW_BITS = 0x7f7f7f7f;

/**
 * Finds dark pixels in images that are mostly paper: looks at four at once. `level`: what is darker
 * is found, 128–255.
 */
export class DarkPixels {
  readonly #data: Uint8Array;
  readonly #words: Int32Array;
  readonly #level: number;
  /** What lifts a byte of at least `level`, without its highest bit, to that bit again. */
  readonly #lift: number;

  constructor(data: Uint8Array, level: number) {
    // Words must begin where memory counts them from.
    this.#data = data.byteOffset % 4 === 0 ? data : data.slice();
    this.#words = new Int32Array(this.#data.buffer, this.#data.byteOffset, data.length >> 2);
    this.#level = level;
    this.#lift = Math.imul(256 - level, 0x01010101);
  }

  /** The first index from `from` on, below `end`, that is dark; `end` where there is none. */
  next(from: number, end: number): number {
    const level = this.#level;
    const data = this.#data;
    const words = this.#words;
    const lift = this.#lift;
    let i = from;
    while (i < end && (i & 3) !== 0) {
      if ((data[i] ?? 255) < level) return i;
      i += 1;
    }
    const lastWord = end >> 2;
    let word = i >> 2;
    while (word < lastWord) {
      const four = words[word] ?? -1;
      if ((four & ((four & LOW_BITS) + lift) & HIGH_BITS) !== HIGH_BITS) break;
      word += 1;
    }
    for (i = Math.max(i, word << 2); i < end; i += 1) if ((data[i] ?? 255) < level) return i;
    return end;
  }
}
