import { hexValue, isDigit, isRegular, isWhiteSpace } from './syntax.ts';
import { PdfName, PdfString } from './pdf-object.ts';

/** A word that is no object: `obj`, `R`, `stream`, an operator, or a bracket. */
export class Keyword {
  readonly value: string;

  constructor(value: string) {
    this.value = value;
  }
}

export type Token = number | PdfName | PdfString | Keyword;

/** Bytes that break the syntax at `offset`. Callers turn it into what it means for them. */
export class PdfSyntaxError extends Error {
  override readonly name = 'PdfSyntaxError';
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(`${message} at byte ${offset}`);
    this.offset = offset;
  }
}

/** Reads tokens from `position` on; every call moves forward, so a reader always comes to an end. */
export class Lexer {
  readonly bytes: Uint8Array;
  position: number;
  readonly end: number;

  constructor(bytes: Uint8Array, position = 0, end = bytes.length) {
    this.bytes = bytes;
    this.position = position;
    this.end = end;
  }

  skipWhiteSpace(): void {
    const { bytes, end } = this;
    while (this.position < end) {
      const byte = bytes[this.position];
      if (byte === 0x25) this.#skipComment();
      else if (isWhiteSpace(byte)) this.position++;
      else return;
    }
  }

  /** null at the end. */
  next(): Token | null {
    this.skipWhiteSpace();
    if (this.position >= this.end) return null;
    const byte = this.bytes[this.position] ?? 0;
    const following = this.bytes[this.position + 1];
    switch (byte) {
      case 0x2f:
        return this.#name();
      case 0x28:
        return this.#literalString();
      case 0x3c:
        return following === 0x3c ? this.#symbol(2) : this.#hexString();
      case 0x3e:
        return this.#symbol(following === 0x3e ? 2 : 1);
      case 0x5b:
      case 0x5d:
      case 0x7b:
      case 0x7d:
      case 0x29:
        return this.#symbol(1);
      default:
        return this.#regular();
    }
  }

  /** The next token without moving. */
  peek(): Token | null {
    const before = this.position;
    const token = this.next();
    this.position = before;
    return token;
  }

  #skipComment(): void {
    while (this.position < this.end) {
      const byte = this.bytes[this.position];
      if (byte === 10 || byte === 13) return;
      this.position++;
    }
  }

  #symbol(length: number): Keyword {
    const text = String.fromCharCode(...this.bytes.subarray(this.position, this.position + length));
    this.position += length;
    return new Keyword(text);
  }

  #regular(): number | Keyword {
    const start = this.position;
    while (this.position < this.end && isRegular(this.bytes[this.position])) this.position++;
    const first = this.bytes[start];
    const mayBeNumber = isDigit(first) || first === 0x2b || first === 0x2d || first === 0x2e;
    const text = ascii(this.bytes.subarray(start, this.position));
    const value = mayBeNumber && numberForm.test(text) ? Number(text) : Number.NaN;
    return Number.isFinite(value) ? value : new Keyword(text);
  }

  #name(): PdfName {
    this.position++;
    const start = this.position;
    while (this.position < this.end && isRegular(this.bytes[this.position])) this.position++;
    const text = ascii(this.bytes.subarray(start, this.position));
    if (!text.includes('#')) return new PdfName(text);
    return new PdfName(
      text.replace(/#([0-9a-f]{2})/giu, (_, pair: string) =>
        String.fromCharCode(Number.parseInt(pair, 16)),
      ),
    );
  }

  #hexString(): PdfString {
    const start = this.position++;
    const out: number[] = [];
    let high = -1;
    while (this.position < this.end) {
      const byte = this.bytes[this.position++];
      if (byte === 0x3e) {
        if (high >= 0) out.push(high << 4);
        return new PdfString(Uint8Array.from(out), true);
      }
      const value = hexValue(byte);
      if (value < 0 && !isWhiteSpace(byte)) break;
      if (value < 0) continue;
      if (high < 0) high = value;
      else {
        out.push((high << 4) | value);
        high = -1;
      }
    }
    throw new PdfSyntaxError('Hexadecimal string does not end', start);
  }

  #literalString(): PdfString {
    const start = this.position++;
    const out: number[] = [];
    let depth = 1;
    while (this.position < this.end) {
      const byte = this.bytes[this.position++] ?? 0;
      if (byte === 0x5c) this.#escape(out);
      else if (byte === 0x29 && --depth === 0) return new PdfString(Uint8Array.from(out));
      else {
        if (byte === 0x28) depth++;
        out.push(byte);
      }
    }
    throw new PdfSyntaxError('String does not end', start);
  }

  #escape(out: number[]): void {
    const byte = this.bytes[this.position++] ?? 0;
    const replacement = escapes.get(byte);
    if (replacement !== undefined) out.push(replacement);
    else if (byte === 13) this.position += this.bytes[this.position] === 10 ? 1 : 0;
    else if (isOctal(byte)) {
      let value = byte - 0x30;
      for (let digits = 1; digits < 3 && isOctal(this.bytes[this.position]); digits++) {
        value = value * 8 + (this.bytes[this.position++] ?? 0) - 0x30;
      }
      out.push(value & 0xff);
    } else if (byte !== 10) out.push(byte);
  }
}

const numberForm = /^[+-]?(?:\d+\.?\d*|\.\d+)$/u;

const escapes = new Map([
  [0x6e, 10],
  [0x72, 13],
  [0x74, 9],
  [0x62, 8],
  [0x66, 12],
]);

function isOctal(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x37;
}

/** One character per byte. */
function ascii(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}
