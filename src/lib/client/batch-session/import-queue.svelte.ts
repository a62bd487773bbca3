import type { NewPage } from '#lib/client/batches/batch-store.ts';
import type { KeptProblem, Page } from '#lib/client/batches/model.ts';
import { sha256Hex } from '#lib/client/batches/sha256.ts';
import type { FileToImport } from '#lib/client/importing/dropped-files.ts';
import type { ImportedFile, ImportedPage } from '#lib/client/importing/imported-file.ts';
import { loadFile } from '#lib/client/importing/load-file.ts';
import { AppError } from '#lib/domain/app-error.ts';
import { newDocument, newPage } from './new-page.ts';
import type { SessionServices } from './session-services.ts';

/** A file on its way into the batch; its pages show as they are decoded. */
export type ImportingFile = {
  id: string;
  file: File;
  fileName: string;
  isStarted: boolean;
  sha256?: string;
  pageCount: number | null;
  thumbnails: readonly Blob[];
};

/** The same bytes are in the batch already: skipped until the person says otherwise. */
export type DuplicateFile = { id: string; file: File; fileName: string; sameAs: string };

type Options = {
  batchId: string;
  services: SessionServices;
  /** Name of the file of the batch with this SHA-256. */
  nameOfDigest: (sha256: string) => string | undefined;
  /** Nothing is left to read, for now. */
  onSettled: () => void;
};

/** Files read at a time; their order in the batch stays that of the list. */
const READERS = 2;

/** Brings files into one batch, one document per file, each complete or not at all. */
export class ImportQueue {
  files = $state.raw<readonly ImportingFile[]>([]);
  duplicates = $state.raw<readonly DuplicateFile[]>([]);
  /** Why importing stopped (full storage); the files wait for `retry`. */
  problem = $state.raw<KeptProblem | null>(null);

  readonly #options: Options;
  readonly #end = new AbortController();
  /** Digests the person wants once more. */
  #accepted: readonly string[] = [];
  #running: Promise<unknown> | null = null;
  #storing: Promise<unknown> = Promise.resolve();

  constructor(options: Options) {
    this.#options = options;
  }

  get isBusy(): boolean {
    return this.files.length > 0;
  }

  /** Files are being read right now, not just waiting for room. */
  get isReading(): boolean {
    return this.isBusy && this.problem === null;
  }

  /** Resolves when everything added so far is in the batch or in a list that says why not. */
  async add(found: readonly FileToImport[]): Promise<void> {
    const added = found.map(({ file, path }) => ({
      id: this.#options.services.newId(),
      file,
      fileName: path.normalize('NFC'),
      isStarted: false,
      pageCount: null,
      thumbnails: [],
    }));
    this.files = [...this.files, ...added];
    try {
      await this.#options.services.store.expectFiles(
        added.map((file) => this.#record(file, { code: 'FILE_NOT_IMPORTED', details: {} })),
      );
    } catch (error) {
      this.#stop(error);
      return;
    }
    await this.#run();
  }

  /** After room was made: goes on with the files that wait. */
  async retry(): Promise<void> {
    this.problem = null;
    await this.#run();
  }

  /** Lets the files go that have not become pages. */
  async abandon(): Promise<void> {
    const waiting = this.files.filter((file) => !file.isStarted);
    this.files = this.files.filter((file) => file.isStarted);
    this.problem = null;
    const { store } = this.#options.services;
    for (const file of waiting) await store.dismissRejectedFile(file.id);
  }

  async importDuplicate(id: string): Promise<void> {
    const duplicate = this.duplicates.find((each) => each.id === id);
    if (!duplicate) return;
    this.dismissDuplicate(id);
    const { file, fileName } = duplicate;
    this.#accepted = [...this.#accepted, await sha256Hex(await loadFile(file))];
    await this.add([{ file, path: fileName }]);
  }

  dismissDuplicate(id: string): void {
    this.duplicates = this.duplicates.filter((each) => each.id !== id);
  }

  /** The first page of the file as a page of the same document; `FILE_TYPE_UNSUPPORTED` for as-is PDFs. */
  async readReplacement(file: File, old: Page): Promise<NewPage> {
    const read = await this.#options.services.readFile(
      await loadFile(file),
      () => undefined,
      this.#end.signal,
    );
    const [first] = read.pages;
    if (read.kind !== 'scanned' || !first) throw new AppError('FILE_TYPE_UNSUPPORTED');
    return this.#newPage(first, {
      documentId: old.documentId,
      fileName: file.name.normalize('NFC'),
      indexInFile: 0,
    });
  }

  close(): void {
    this.#end.abort();
    this.files = [];
  }

  async #run(): Promise<void> {
    while (this.#next()) {
      this.#running ??= Promise.all(Array.from({ length: READERS }, () => this.#work())).finally(
        () => (this.#running = null),
      );
      await this.#running;
    }
    await this.#running;
    if (!this.#end.signal.aborted) this.#options.onSettled();
  }

  async #work(): Promise<void> {
    for (let next = this.#next(); next; next = this.#next()) {
      this.#update(next.id, { isStarted: true });
      await this.#import(next);
    }
  }

  #next(): ImportingFile | undefined {
    if (this.problem || this.#end.signal.aborted) return undefined;
    return this.files.find((file) => !file.isStarted);
  }

  async #import(file: ImportingFile): Promise<void> {
    const before = this.#storing;
    const read = this.#read(file);
    read.catch(() => undefined);
    const stored = before.then(async () => {
      const result = await read;
      if (result) await this.#store(file, result.sha256, result.content);
    });
    this.#storing = stored.catch(() => undefined);
    try {
      await stored;
      this.#drop(file.id);
    } catch (error) {
      await this.#refuse(file, error);
    }
  }

  /** Answers `null` when the same file is in the batch already. */
  async #read(file: ImportingFile): Promise<{ sha256: string; content: ImportedFile } | null> {
    const bytes = await loadFile(file.file);
    const sha256 = await sha256Hex(bytes);
    if (await this.#isDuplicate(file, sha256)) return null;
    const content = await this.#options.services.readFile(
      bytes,
      ({ pageCount, thumbnail }) => {
        const known = this.files.find(({ id }) => id === file.id)?.thumbnails ?? [];
        this.#update(file.id, {
          pageCount,
          thumbnails: thumbnail ? [...known, thumbnail] : known,
        });
      },
      this.#end.signal,
    );
    return { sha256, content };
  }

  async #isDuplicate(file: ImportingFile, sha256: string): Promise<boolean> {
    if (this.#accepted.includes(sha256)) {
      this.#accepted = this.#accepted.filter((digest) => digest !== sha256);
      return false;
    }
    const { fileName } = file;
    const sameAs =
      this.#options.nameOfDigest(sha256) ??
      this.files.find((other) => other.id !== file.id && other.sha256 === sha256)?.fileName;
    this.#update(file.id, { sha256 });
    if (sameAs === undefined) return false;
    await this.#options.services.store.dismissRejectedFile(file.id);
    this.duplicates = [...this.duplicates, { id: file.id, file: file.file, fileName, sameAs }];
    return true;
  }

  async #store(file: ImportingFile, sha256: string, content: ImportedFile): Promise<void> {
    this.#end.signal.throwIfAborted();
    const { store, newId, now } = this.#options.services;
    const documentId = newId();
    const { fileName } = file;
    const pages = content.pages.map((page, indexInFile) =>
      this.#newPage(page, { documentId, fileName, indexInFile }),
    );
    const document = newDocument(content, pages, {
      id: documentId,
      batchId: this.#options.batchId,
      fileName,
      fileSha256: sha256,
      importedAt: now().toISOString(),
    });
    const asIsFile = content.kind === 'as-is' ? content.file : undefined;
    await store.addDocument(document, pages, asIsFile, file.id);
  }

  #newPage(
    page: ImportedPage,
    place: Pick<Page, 'documentId' | 'fileName' | 'indexInFile'>,
  ): NewPage {
    const { batchId, services } = this.#options;
    return newPage(page, { ...place, batchId, id: services.newId() });
  }

  /** A bad file is told and left; a full storage stops the queue with the file still in it. */
  async #refuse(file: ImportingFile, error: unknown): Promise<void> {
    if (this.#end.signal.aborted) return;
    if (error instanceof AppError && error.code === 'STORAGE_FULL') {
      this.#update(file.id, { isStarted: false, pageCount: null, thumbnails: [] });
      this.#stop(error);
      return;
    }
    if (!(error instanceof AppError)) console.error(error);
    const problem =
      error instanceof AppError
        ? { code: error.code, details: { ...error.details } }
        : { code: 'FILE_NOT_IMPORTED' as const, details: {} };
    await this.#options.services.store.addRejectedFile(this.#record(file, problem));
    this.#drop(file.id);
  }

  #stop(error: unknown): void {
    if (!(error instanceof AppError)) return;
    this.problem = { code: error.code, details: { ...error.details } };
  }

  #record(file: ImportingFile, problem: KeptProblem) {
    return {
      id: file.id,
      batchId: this.#options.batchId,
      fileName: file.fileName,
      sizeBytes: file.file.size,
      problem,
    };
  }

  #drop(id: string): void {
    this.files = this.files.filter((file) => file.id !== id);
  }

  #update(id: string, change: Partial<ImportingFile>): void {
    this.files = this.files.map((file) => (file.id === id ? { ...file, ...change } : file));
  }
}
