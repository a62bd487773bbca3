import { failureKind } from '#lib/client/uploading/retry-policy.ts';
import type { KeptProblem } from '#lib/client/batches/model.ts';
import { AppError } from '#lib/domain/app-error.ts';
import type { UnsentSignature, UnsentSignatures } from './unsent-signatures.ts';
import type { VersionApi } from './version-api.ts';

export type RefusedSignature = { documentId: string; title: string; problem: KeptProblem };

/**
 * Brings signatures to the server. Each is written to this PC first and forgotten only when the server
 * has it, or has said that it never will: a closed tab or a lost connection costs nothing.
 */
export class SignatureOutbox {
  /** Signed, and still on their way. */
  waiting = $state(0);
  isSending = $state(false);
  /** Sent later, and refused then; the person is told once. */
  refused: readonly RefusedSignature[] = $state.raw([]);

  readonly #store: UnsentSignatures;
  readonly #api: Pick<VersionApi, 'send'>;
  readonly #personId: string;

  constructor(store: UnsentSignatures, api: Pick<VersionApi, 'send'>, personId: string) {
    this.#store = store;
    this.#api = api;
    this.#personId = personId;
  }

  /**
   * Keeps the signature, then sends it. Returns also when the server cannot be reached: then it waits
   * here. Throws why the server refuses it, `STORAGE_FULL`.
   */
  async deliver(signature: Omit<UnsentSignature, 'personId'>): Promise<void> {
    const unsent = { ...signature, personId: this.#personId };
    await this.#store.put(unsent);
    this.waiting += 1;
    try {
      await this.#send(unsent);
    } catch (error) {
      if (!(error instanceof AppError) || isFinal(error)) throw error;
    }
  }

  /** Sends what waits from before. Resolves true when nothing waits any more. */
  async resend(): Promise<boolean> {
    if (this.isSending) return false;
    this.isSending = true;
    try {
      const all = await this.#store.ofPerson(this.#personId);
      this.waiting = all.length;
      for (const unsent of all) {
        const error = await this.#send(unsent).then(
          () => null,
          (reason: unknown) => reason,
        );
        if (error === null) continue;
        if (!(error instanceof AppError)) throw error;
        // The server is away, or asks for a new sign-in: so it will be for the others.
        if (!isFinal(error)) break;
        const problem = { code: error.code, details: error.details };
        const { documentId, title } = unsent;
        this.refused = [...this.refused, { documentId, title, problem }];
      }
      return this.waiting === 0;
    } finally {
      this.isSending = false;
    }
  }

  dismissRefused(): void {
    this.refused = [];
  }

  async #send(unsent: UnsentSignature): Promise<void> {
    try {
      await this.#api.send(unsent);
    } catch (error) {
      if (error instanceof AppError && isFinal(error)) await this.#forget(unsent);
      throw error;
    }
    await this.#forget(unsent);
  }

  async #forget(unsent: UnsentSignature): Promise<void> {
    await this.#store.remove(unsent);
    this.waiting = Math.max(0, this.waiting - 1);
  }
}

/** The server will never take it: the document has changed, or the signature does not fit. */
function isFinal(error: AppError): boolean {
  return failureKind(error.code) === 'person' && error.code !== 'NO_PERMISSION';
}
