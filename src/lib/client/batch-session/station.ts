import { getContext, setContext } from 'svelte';
import { IndexedDbBatchStore } from '#lib/client/batches/indexed-db-batch-store.ts';
import { ImagingPool } from '#lib/client/imaging/imaging-pool.ts';
import type { FileToImport } from '#lib/client/importing/dropped-files.ts';
import { fileReader } from '#lib/client/importing/read-file.ts';
import { catalogueWords } from '#lib/client/recognition/catalogue-words.ts';
import { RecognitionPool } from '#lib/client/recognition/recognition-pool.ts';
import type { Person } from '#lib/domain/access.ts';
import { BatchSession } from './batch-session.svelte.ts';
import { keptCatalogue, keptLearned } from './catalogue-cache.ts';
import { fieldReader } from './read-fields.ts';

/**
 * What the pages of an official share: the store of this PC, the imaging and OCR workers (kept warm
 * from batch to batch) and the catalogue. Opened once by the layout, which also closes it.
 */
export class Station implements Disposable {
  readonly person: Person;
  readonly store: IndexedDbBatchStore;
  readonly imaging = new ImagingPool();
  readonly recognition: RecognitionPool;
  readonly catalogue: ReturnType<typeof keptCatalogue>;
  readonly learned: ReturnType<typeof keptLearned>;
  #handedOver: { batchId: string; files: readonly FileToImport[] } | null = null;

  static async open(person: Person): Promise<Station> {
    return new Station(person, await IndexedDbBatchStore.open());
  }

  private constructor(person: Person, store: IndexedDbBatchStore) {
    this.person = person;
    this.store = store;
    this.catalogue = keptCatalogue(person.id, store);
    this.learned = keptLearned(person.id, store);
    this.recognition = new RecognitionPool({
      imaging: this.imaging,
      knownWords: catalogueWords(() => this.catalogue.read()),
    });
  }

  /** A session of one batch, not yet open; whoever opens it closes it. */
  session(batchId: string): BatchSession {
    return new BatchSession(batchId, {
      store: this.store,
      imaging: this.imaging,
      recognizer: this.recognition,
      readFile: fileReader(this.imaging),
      readFields: fieldReader(() => this.learned.read()),
      catalogue: () => this.catalogue.read(),
      newId: () => crypto.randomUUID(),
      now: () => new Date(),
    });
  }

  /** Files dropped on the list of batches wait here for the page of their new batch. */
  handOver(batchId: string, files: readonly FileToImport[]): void {
    this.#handedOver = { batchId, files };
  }

  takeHandedOver(batchId: string): readonly FileToImport[] {
    const handedOver = this.#handedOver;
    if (handedOver?.batchId !== batchId) return [];
    this.#handedOver = null;
    return handedOver.files;
  }

  [Symbol.dispose](): void {
    this.recognition[Symbol.dispose]();
    this.imaging[Symbol.dispose]();
    this.store[Symbol.dispose]();
  }
}

const key = Symbol('station');

export function provideStation(station: () => Station): void {
  setContext(key, station);
}

export function useStation(): Station {
  const station = getContext<(() => Station) | undefined>(key);
  if (!station) throw new Error('No station here: only the pages of officials have one');
  return station();
}
