import type { Bytes } from '#lib/pki/bytes.ts';

const LEAST_BYTES = 1024;
/** Beyond this share of unused room the file is copied to where it fits. */
const MAX_SPARE_SHARE = 0.25;

/** Collects a file and knows the offset of what comes next. */
export class ByteSink {
  #octets: Bytes;
  #length = 0;

  /** A file that does not become larger than `expectedBytes` is never copied. */
  constructor(expectedBytes = LEAST_BYTES) {
    this.#octets = new Uint8Array(Math.max(LEAST_BYTES, expectedBytes));
  }

  /** Octets written so far. */
  get length(): number {
    return this.#length;
  }

  /** One octet per character. */
  text(text: string): void {
    this.#reserve(text.length);
    for (let index = 0; index < text.length; index++) {
      this.#octets[this.#length++] = text.charCodeAt(index);
    }
  }

  bytes(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#octets.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** What was written so far, valid until more is written. */
  written(): Bytes {
    return this.#octets.subarray(0, this.#length);
  }

  /** The sink cannot be used any more. */
  finish(): Bytes {
    const spare = this.#octets.length - this.#length;
    const fits = spare <= this.#octets.length * MAX_SPARE_SHARE;
    return fits ? this.written() : this.#octets.slice(0, this.#length);
  }

  #reserve(count: number): void {
    const needed = this.#length + count;
    if (needed <= this.#octets.length) return;
    const larger = new Uint8Array(Math.max(needed, Math.ceil(this.#octets.length * 1.5)));
    larger.set(this.written());
    this.#octets = larger;
  }
}
