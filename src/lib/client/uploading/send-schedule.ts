import type { BatchContent } from '#lib/client/batches/batch-store.ts';
import type { BatchDocument } from '#lib/client/batches/model.ts';
import { isSignatureCurrent } from '#lib/client/assembling/content-key.ts';
import { failureKind } from './retry-policy.ts';

/** Which document goes next, and when. Instants in milliseconds. */
export class SendSchedule {
  readonly #inFlight = new Set<string>();
  readonly #notBefore = new Map<string, number>();
  #documents: BatchDocument[] = [];

  /** The signed documents of the batches as they are now, in the order of the stack. */
  replace(contents: readonly BatchContent[]): void {
    this.#documents = contents.flatMap(sendable);
  }

  next(now: number): BatchDocument | undefined {
    return this.#documents.find(
      ({ id, upload }) =>
        !this.#inFlight.has(id) &&
        (this.#notBefore.get(id) ?? 0) <= now &&
        !(upload?.problem && failureKind(upload.problem.code) === 'person'),
    );
  }

  /** The earliest instant after `now` at which a document may be tried again. */
  nextDue(now: number): number | null {
    const ahead = [...this.#notBefore.values()].filter((at) => at > now);
    return ahead.length > 0 ? Math.min(...ahead) : null;
  }

  begin(documentId: string): void {
    this.#inFlight.add(documentId);
  }

  end(documentId: string): void {
    this.#inFlight.delete(documentId);
    this.#documents = this.#documents.filter(({ id }) => id !== documentId);
  }

  postpone(documentId: string, until: number): void {
    this.#notBefore.set(documentId, until);
  }

  hurry(documentId?: string): void {
    if (documentId === undefined) this.#notBefore.clear();
    else this.#notBefore.delete(documentId);
  }
}

/** Accepted and signed, not yet stored, not removed, and unchanged since it was signed. */
function sendable({ batch, documents, pages }: BatchContent): BatchDocument[] {
  if (batch.removedAt !== undefined) return [];
  return documents
    .filter(
      (document) =>
        document.acceptedAt !== undefined &&
        document.signed !== undefined &&
        document.receipt === undefined &&
        !document.isRemoved &&
        isSignatureCurrent(document, pages),
    )
    .sort((a, b) => batch.documentIds.indexOf(a.id) - batch.documentIds.indexOf(b.id));
}
