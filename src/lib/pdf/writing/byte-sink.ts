import { latin1, type Bytes } from '#lib/pki/bytes.ts';

/** Collects parts of a file and knows the offset of the next one. */
export class ByteSink {
  readonly #parts: Uint8Array[] = [];
  #pending = '';
  #flushed = 0;

  /** Octets written so far. */
  get length(): number {
    return this.#flushed + this.#pending.length;
  }

  /** One octet per character. */
  text(text: string): void {
    this.#pending += text;
  }

  bytes(bytes: Uint8Array): void {
    this.#flush();
    this.#parts.push(bytes);
    this.#flushed += bytes.length;
  }

  finish(): Bytes {
    this.#flush();
    const joined = new Uint8Array(this.#flushed);
    let offset = 0;
    for (const part of this.#parts) {
      joined.set(part, offset);
      offset += part.length;
    }
    return joined;
  }

  #flush(): void {
    if (this.#pending === '') return;
    const bytes = latin1(this.#pending);
    this.#pending = '';
    this.#parts.push(bytes);
    this.#flushed += bytes.length;
  }
}
