import { AppError } from '#lib/domain/app-error.ts';
import type { Bytes } from '#lib/pki/bytes.ts';
import { sha256 } from '#lib/pki/digest.ts';
import {
  dict,
  name,
  PdfReference,
  PdfStream,
  PdfString,
  type PdfDict,
  type PdfObject,
} from '../objects/pdf-object.ts';
import type { PdfFile } from '../reading/pdf-file.ts';
import { reachableObjects } from '../reading/reachable-objects.ts';
import { ByteSink } from './byte-sink.ts';
import { deflate } from './deflate.ts';
import { appendTo } from './growing-file.ts';
import { writeIndirectObject, writeObject } from './write-object.ts';

type Written = { reference: PdfReference; content: PdfObject | Uint8Array };

/**
 * Changes to a PDF that are appended to it (ISO 32000-1 §7.5.6): the bytes so far stay an exact
 * prefix, so that signatures over them stay intact. Keeps the style of the cross-references.
 */
export class IncrementalUpdate {
  readonly #file: PdfFile;
  readonly #written = new Map<number, Written>();
  #next: number;
  #taken: ReadonlySet<number> | null = null;

  constructor(file: PdfFile) {
    this.#file = file;
    this.#next = file.size;
  }

  /**
   * A number that no object has had and that nothing points at: an object that appears where older
   * ones pointed in vain changes what was signed before.
   */
  allocate(): PdfReference {
    this.#taken ??= danglingNumbers(this.#file);
    while (this.#taken.has(this.#next)) this.#next++;
    return new PdfReference(this.#next++);
  }

  /** A new object, or the new state of an old one. */
  set(reference: PdfReference, content: PdfObject): void {
    this.#written.set(reference.number, { reference, content });
  }

  add(content: PdfObject): PdfReference {
    const reference = this.allocate();
    this.set(reference, content);
    return reference;
  }

  /** An object whose text is written as it is, for places that are filled in later. */
  setText(reference: PdfReference, text: Uint8Array): void {
    this.#written.set(reference.number, { reference, content: text });
  }

  /** The whole file, in the room behind the former one if it has some, and where the contents of each written object begin. */
  async finish(): Promise<{ bytes: Bytes; contentOffsets: ReadonlyMap<number, number> }> {
    const base = this.#file.bytes;
    const sink = new ByteSink();
    const last = base.at(-1);
    if (last !== 10 && last !== 13) sink.text('\n');
    const offsets = new Map<number, number>();
    const contentOffsets = new Map<number, number>();
    for (const { reference, content } of this.#written.values()) {
      const { number, generation } = reference;
      offsets.set(number, base.length + sink.length);
      if (content instanceof Uint8Array) {
        sink.text(`${number} ${generation} obj\n`);
        contentOffsets.set(number, base.length + sink.length);
        sink.bytes(content);
        sink.text('\nendobj\n');
      } else writeIndirectObject(sink, reference, content);
    }
    const body = sink.finish();
    const identifiers = await this.#identifiers(body);
    const end =
      this.#file.sections[0]?.kind === 'stream'
        ? await this.#xrefStream(offsets, identifiers, base.length + body.length)
        : this.#xrefTable(offsets, identifiers, base.length + body.length);
    return { bytes: appendTo(base, body, end), contentOffsets };
  }

  /** The first one is for life, the second one for this revision (§14.4). */
  async #identifiers(body: Bytes): Promise<PdfString[]> {
    const revision = new PdfString((await sha256(body)).slice(0, 16), true);
    const [first] = this.#file.array(this.#file.trailer.get('ID')) ?? [];
    return [this.#file.string(first) ?? revision, revision];
  }

  #xrefTable(offsets: ReadonlyMap<number, number>, ids: PdfString[], position: number): Bytes {
    const sink = new ByteSink();
    sink.text('xref\n');
    for (const run of runsOf([...offsets.keys()])) {
      sink.text(`${run[0]} ${run.length}\n`);
      for (const number of run) {
        const offset = (offsets.get(number) ?? 0).toString().padStart(10, '0');
        const generation = this.#written.get(number)?.reference.generation ?? 0;
        sink.text(`${offset} ${generation.toString().padStart(5, '0')} n \n`);
      }
    }
    sink.text('trailer\n');
    writeObject(sink, this.#trailer(ids));
    sink.text(`\nstartxref\n${position}\n%%EOF\n`);
    return sink.finish();
  }

  async #xrefStream(
    offsets: ReadonlyMap<number, number>,
    ids: PdfString[],
    position: number,
  ): Promise<Bytes> {
    const own = this.allocate();
    const all = new Map([...offsets, [own.number, position]]);
    const runs = runsOf([...all.keys()]);
    const rows = new Uint8Array(all.size * 7);
    const view = new DataView(rows.buffer);
    for (const [row, number] of runs.flat().entries()) {
      view.setUint8(row * 7, 1);
      view.setUint32(row * 7 + 1, all.get(number) ?? 0);
      view.setUint16(row * 7 + 5, this.#written.get(number)?.reference.generation ?? 0);
    }
    const entries = this.#trailer(ids).with({
      Type: name('XRef'),
      W: [1, 4, 2],
      Index: runs.flatMap((run) => [run[0] ?? 0, run.length]),
      Filter: name('FlateDecode'),
    });
    const sink = new ByteSink();
    writeIndirectObject(sink, own, new PdfStream(entries, await deflate(rows)));
    sink.text(`startxref\n${position}\n%%EOF\n`);
    return sink.finish();
  }

  #trailer(ids: PdfString[]): PdfDict {
    const before = this.#file.trailer;
    const kept = ['Root', 'Info'].flatMap((key) =>
      before.has(key) ? [[key, before.get(key)] as const] : [],
    );
    return dict({
      ...Object.fromEntries(kept),
      Size: this.#next,
      Prev: this.#file.sections[0]?.offset ?? 0,
      ID: ids,
    });
  }
}

/** What cannot be read points at nothing that anybody could follow. */
function danglingNumbers(file: PdfFile): ReadonlySet<number> {
  try {
    return reachableObjects(file).dangling;
  } catch (error) {
    if (error instanceof AppError) return new Set();
    throw error;
  }
}

/** Ascending numbers in runs without gaps. */
function runsOf(numbers: readonly number[]): number[][] {
  const runs: number[][] = [];
  for (const number of [...numbers].sort((a, b) => a - b)) {
    const run = runs.at(-1);
    if (run && number === (run.at(-1) ?? 0) + 1) run.push(number);
    else runs.push([number]);
  }
  return runs;
}
