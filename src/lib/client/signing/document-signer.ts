import { AppError } from '#lib/domain/app-error.ts';
import { drawPageToSign } from './draw-page-to-sign.ts';
import type {
  PreparationInput,
  PreparedDocument,
  SealedDocument,
} from './signature-preparation.ts';
import type { WorkerAnswer, WorkerRequest } from './signing-messages.ts';

/** Builds PDFs for signing and seals them. Both throw `AppError`. */
export interface DocumentSigner {
  prepare(input: PreparationInput): Promise<PreparedDocument>;
  /** `timestampAnchors`: DER certificates that its timestamp may chain to; null: without one. */
  seal(
    prepared: PreparedDocument,
    rawSignature: Uint8Array,
    timestampAnchors: Uint8Array[] | null,
  ): Promise<SealedDocument>;
}

type Waiting = { resolve: (answer: WorkerAnswer) => void; reject: (error: unknown) => void };

/** Does the work in a worker of its own, so that the page stays quick. */
export class WorkerDocumentSigner implements DocumentSigner, Disposable {
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | null = null;
  #lastId = 0;

  async prepare(input: PreparationInput): Promise<PreparedDocument> {
    const page = await drawPageToSign(input);
    const answer = await this.#ask((id) => ({ id, deed: 'prepare', input, page }));
    if ('prepared' in answer) return answer.prepared;
    throw errorOf(answer);
  }

  async seal(
    prepared: PreparedDocument,
    rawSignature: Uint8Array,
    timestampAnchors: Uint8Array[] | null,
  ): Promise<SealedDocument> {
    const deed = 'seal';
    const answer = await this.#ask((id) => ({
      id,
      deed,
      prepared,
      rawSignature,
      timestampAnchors,
    }));
    if ('sealed' in answer) return answer.sealed;
    throw errorOf(answer);
  }

  [Symbol.dispose](): void {
    this.#worker?.terminate();
    this.#worker = null;
    this.#rejectAll(new DOMException('The signer is closed', 'AbortError'));
  }

  #ask(request: (id: number) => WorkerRequest): Promise<WorkerAnswer> {
    const worker = (this.#worker ??= this.#open());
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      worker.postMessage(request(id));
    });
  }

  #open(): Worker {
    const worker = new Worker(new URL('./signing-worker.ts', import.meta.url), { type: 'module' });
    worker.addEventListener('message', ({ data }: MessageEvent<WorkerAnswer>) => {
      this.#waiting.get(data.id)?.resolve(data);
      this.#waiting.delete(data.id);
    });
    // A worker that died (memory, mostly) is opened anew for the next document.
    worker.addEventListener('error', (event) => {
      worker.terminate();
      this.#worker = null;
      this.#rejectAll(new AppError('PDF_CANNOT_BE_SIGNED', { reason: event.message }));
    });
    return worker;
  }

  #rejectAll(error: unknown): void {
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}

function errorOf(answer: WorkerAnswer): Error {
  if ('code' in answer) return new AppError(answer.code, answer.details);
  return new Error('bug' in answer ? answer.bug : 'The worker answered something else');
}
