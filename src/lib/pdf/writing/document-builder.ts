import { concatBytes, type Bytes } from '#lib/pki/bytes.ts';
import { sha256 } from '#lib/pki/digest.ts';
import { PdfDict, PdfReference, PdfString, type PdfObject } from '../objects/pdf-object.ts';
import { ByteSink } from './byte-sink.ts';
import { writeIndirectObject, writeObject } from './write-object.ts';

/** Writes a new PDF 1.7 with a classic cross-reference table. */
export class DocumentBuilder {
  readonly #objects: PdfObject[] = [];

  /** A number for an object that is set later. */
  allocate(): PdfReference {
    this.#objects.push(null);
    return new PdfReference(this.#objects.length);
  }

  set(reference: PdfReference, object: PdfObject): void {
    this.#objects[reference.number - 1] = object;
  }

  add(object: PdfObject): PdfReference {
    const reference = this.allocate();
    this.set(reference, object);
    return reference;
  }

  /** `trailer` has at least /Root; /Size and /ID (from the contents) are added. */
  async finish(trailer: Readonly<Record<string, PdfObject>>): Promise<Bytes> {
    const sink = new ByteSink();
    // Four octets above 127 tell transfer programs that the file is binary (§7.5.2).
    sink.text('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n');
    const offsets = this.#objects.map((object, index) => {
      const offset = sink.length;
      writeIndirectObject(sink, new PdfReference(index + 1), object);
      return offset;
    });
    const body = sink.finish();
    const identifier = new PdfString((await sha256(body)).slice(0, 16), true);

    const end = new ByteSink();
    end.text(`xref\n0 ${offsets.length + 1}\n0000000000 65535 f \n`);
    for (const offset of offsets) end.text(`${offset.toString().padStart(10, '0')} 00000 n \n`);
    end.text('trailer\n');
    const entries = new PdfDict(Object.entries(trailer));
    writeObject(end, entries.with({ Size: offsets.length + 1, ID: [identifier, identifier] }));
    end.text(`\nstartxref\n${body.length}\n%%EOF\n`);
    return concatBytes(body, end.finish());
  }
}
