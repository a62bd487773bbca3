import type { Bytes } from '#lib/pki/bytes.ts';

/** ITU-T T.88 table E.1: Qe, the next state after a more and after a less probable symbol, switch. */
const states = [
  [0x5601, 1, 1, 1],
  [0x3401, 2, 6, 0],
  [0x1801, 3, 9, 0],
  [0x0ac1, 4, 12, 0],
  [0x0521, 5, 29, 0],
  [0x0221, 38, 33, 0],
  [0x5601, 7, 6, 1],
  [0x5401, 8, 14, 0],
  [0x4801, 9, 14, 0],
  [0x3801, 10, 14, 0],
  [0x3001, 11, 17, 0],
  [0x2401, 12, 18, 0],
  [0x1c01, 13, 20, 0],
  [0x1601, 29, 21, 0],
  [0x5601, 15, 14, 1],
  [0x5401, 16, 14, 0],
  [0x5101, 17, 15, 0],
  [0x4801, 18, 16, 0],
  [0x3801, 19, 17, 0],
  [0x3401, 20, 18, 0],
  [0x3001, 21, 19, 0],
  [0x2801, 22, 19, 0],
  [0x2401, 23, 20, 0],
  [0x2201, 24, 21, 0],
  [0x1c01, 25, 22, 0],
  [0x1801, 26, 23, 0],
  [0x1601, 27, 24, 0],
  [0x1401, 28, 25, 0],
  [0x1201, 29, 26, 0],
  [0x1101, 30, 27, 0],
  [0x0ac1, 31, 28, 0],
  [0x09c1, 32, 29, 0],
  [0x08a1, 33, 30, 0],
  [0x0521, 34, 31, 0],
  [0x0441, 35, 32, 0],
  [0x02a1, 36, 33, 0],
  [0x0221, 37, 34, 0],
  [0x0141, 38, 35, 0],
  [0x0111, 39, 36, 0],
  [0x0085, 40, 37, 0],
  [0x0049, 41, 38, 0],
  [0x0025, 42, 39, 0],
  [0x0015, 43, 40, 0],
  [0x0009, 44, 41, 0],
  [0x0005, 45, 42, 0],
  [0x0001, 45, 43, 0],
  [0x5601, 46, 46, 0],
] as const;

/** Indexed by state × 2 + the symbol that is more probable in it. */
const estimates = new Uint16Array(states.length * 2);
const afterMore = new Uint8Array(states.length * 2);
const afterLess = new Uint8Array(states.length * 2);
for (const [state, [estimate, more, less, switches]] of states.entries()) {
  for (const symbol of [0, 1]) {
    const index = state * 2 + symbol;
    estimates[index] = estimate;
    afterMore[index] = more * 2 + symbol;
    afterLess[index] = less * 2 + (symbol ^ switches);
  }
}

/**
 * The adaptive binary arithmetic coder of JBIG2 (ITU-T T.88 annex E.2): a symbol costs the less the
 * oftener it came in its context. Registers are named as there.
 */
export class MqEncoder {
  readonly #contexts: Uint8Array;
  #out = new Uint8Array(16_384);
  /** The octet that a carry can still change; the first one is before the data. */
  #last = 0;
  #a = 0x8000;
  #c = 0;
  #ct = 12;

  constructor(contextCount: number) {
    this.#contexts = new Uint8Array(contextCount);
  }

  encode(context: number, symbol: number): void {
    const index = this.#contexts[context] ?? 0;
    const estimate = estimates[index] ?? 0;
    const a = this.#a - estimate;
    if (symbol === (index & 1)) {
      if ((a & 0x8000) !== 0) {
        this.#a = a;
        this.#c += estimate;
        return;
      }
      if (a < estimate) this.#a = estimate;
      else {
        this.#a = a;
        this.#c += estimate;
      }
      this.#contexts[context] = afterMore[index] ?? 0;
    } else {
      if (a < estimate) {
        this.#a = a;
        this.#c += estimate;
      } else this.#a = estimate;
      this.#contexts[context] = afterLess[index] ?? 0;
    }
    this.#renormalize();
  }

  /** `count` times the symbol 0 in one context, at once where it hardly narrows the interval. */
  encodeZeros(context: number, count: number): void {
    for (let left = count; left > 0;) {
      const index = this.#contexts[context] ?? 0;
      const estimate = estimates[index] ?? 0;
      const free = (index & 1) === 0 ? Math.floor((this.#a - 0x8000) / estimate) : 0;
      const steps = Math.min(left, free);
      this.#a -= steps * estimate;
      this.#c += steps * estimate;
      left -= steps;
      if (left === 0) return;
      this.encode(context, 0);
      left--;
    }
  }

  /** E.2.9, with the end marker 0xff 0xac. The encoder cannot be used any more. */
  finish(): Bytes {
    const upper = this.#c + this.#a;
    this.#c |= 0xffff;
    if (this.#c >= upper) this.#c -= 0x8000;
    this.#c <<= this.#ct;
    this.#writeOctet();
    this.#c <<= this.#ct;
    this.#writeOctet();
    if (this.#out[this.#last] !== 0xff) this.#push(0xff);
    this.#push(0xac);
    return this.#out.slice(1, this.#last + 1);
  }

  #renormalize(): void {
    let shift = Math.clz32(this.#a) - 16;
    this.#a <<= shift;
    while (shift >= this.#ct) {
      this.#c <<= this.#ct;
      shift -= this.#ct;
      this.#writeOctet();
    }
    this.#c <<= shift;
    this.#ct -= shift;
  }

  /** BYTEOUT: after 0xff only seven bits follow, so that no carry can run through. */
  #writeOctet(): void {
    let isAfterFull = this.#out[this.#last] === 0xff;
    if (!isAfterFull && this.#c >= 0x8000000) {
      const carried = (this.#out[this.#last] ?? 0) + 1;
      this.#out[this.#last] = carried;
      isAfterFull = carried === 0xff;
      this.#c &= 0x7ffffff;
    }
    if (isAfterFull) {
      this.#push(this.#c >>> 20);
      this.#c &= 0xfffff;
      this.#ct = 7;
    } else {
      this.#push(this.#c >>> 19);
      this.#c &= 0x7ffff;
      this.#ct = 8;
    }
  }

  #push(octet: number): void {
    this.#last++;
    if (this.#last === this.#out.length) {
      const larger = new Uint8Array(this.#out.length * 2);
      larger.set(this.#out);
      this.#out = larger;
    }
    this.#out[this.#last] = octet;
  }
}
