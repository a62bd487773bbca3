import { concatBytes, type Bytes } from '#lib/pki/bytes.ts';
import { sha256 } from '#lib/pki/digest.ts';
import { PdfDict, PdfReference, PdfString, type PdfObject } from '../objects/pdf-object.ts';
import { ByteSink } from './byte-sink.ts';
import { writeIndirectObject, writeObject } from './write-object.ts';

const NOT_WRITTEN = -1;
const DIGEST_WINDOW_BYTES = 1 << 22;

/** Writes a new PDF 1.7 with a classic cross-reference table; objects are not kept once written. */
export class DocumentBuilder {
  readonly #sink: ByteSink;
  readonly #offsets: number[] = [];

  /** `expectedBytes`: size of the file; up to it nothing is copied. */
  constructor(expectedBytes?: number) {
    this.#sink = new ByteSink(expectedBytes);
    // Four octets above 127 tell transfer programs that the file is binary (§7.5.2).
    this.#sink.text('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n');
  }

  /** A number for an object that is set later; null when it never is. */
  allocate(): PdfReference {
    return new PdfReference(this.#offsets.push(NOT_WRITTEN));
  }

  set(reference: PdfReference, object: PdfObject): void {
    if (this.#offsets[reference.number - 1] !== NOT_WRITTEN) {
      throw new RangeError(`Object ${reference.number} is written already`);
    }
    this.#offsets[reference.number - 1] = this.#sink.length;
    writeIndirectObject(this.#sink, reference, object);
  }

  add(object: PdfObject): PdfReference {
    const reference = this.allocate();
    this.set(reference, object);
    return reference;
  }

  /** `trailer` has at least /Root; /Size and /ID (from the contents) are added. */
  async finish(trailer: Readonly<Record<string, PdfObject>>): Promise<Bytes> {
    for (const [index, offset] of this.#offsets.entries()) {
      if (offset === NOT_WRITTEN) this.set(new PdfReference(index + 1), null);
    }
    const identifier = new PdfString((await digest(this.#sink.written())).slice(0, 16), true);
    const size = this.#offsets.length + 1;
    const startOfTable = this.#sink.length;
    this.#sink.text(`xref\n0 ${size}\n0000000000 65535 f \n`);
    for (const offset of this.#offsets) {
      this.#sink.text(`${offset.toString().padStart(10, '0')} 00000 n \n`);
    }
    this.#sink.text('trailer\n');
    const entries = new PdfDict(Object.entries(trailer));
    writeObject(this.#sink, entries.with({ Size: size, ID: [identifier, identifier] }));
    this.#sink.text(`\nstartxref\n${startOfTable}\n%%EOF\n`);
    return this.#sink.finish();
  }
}

/** Over the digests of its parts, since the platform copies what it is to digest. */
async function digest(bytes: Bytes): Promise<Bytes> {
  const digests: Bytes[] = [];
  for (let start = 0; start < bytes.length; start += DIGEST_WINDOW_BYTES) {
    digests.push(await sha256(bytes.subarray(start, start + DIGEST_WINDOW_BYTES)));
  }
  return sha256(concatBytes(...digests));
}
