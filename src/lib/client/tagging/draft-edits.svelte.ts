import { SvelteMap } from 'svelte/reactivity';
import type { BatchDocument } from '#lib/client/batches/model.ts';

export type Edit = (document: BatchDocument) => BatchDocument;
type Write = (documentId: string, edit: Edit) => Promise<void>;

/** At most this long is a keystroke only in memory. */
const SAVE_AFTER_MS = 250;

/**
 * Edits that are shown at once and written soon after. An edit is a function of the record, so that
 * it is repeated on whatever another writer (recognition, upload queue) stored meanwhile.
 */
export class DraftEdits {
  /** The last write that failed; its edits are kept and written with the next ones. */
  failure: unknown = $state.raw(null);
  readonly #pending = new SvelteMap<string, readonly Edit[]>();
  readonly #write: Write;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #flushing: Promise<void> = Promise.resolve();

  constructor(write: Write) {
    this.#write = write;
  }

  get isSaved(): boolean {
    return this.#pending.size === 0;
  }

  /** The record as the official sees it: what is stored and every edit on top. */
  apply(document: BatchDocument): BatchDocument {
    const edits = this.#pending.get(document.id) ?? [];
    return edits.reduce((current, edit) => edit(current), document);
  }

  add(documentId: string, edit: Edit): void {
    this.#pending.set(documentId, [...(this.#pending.get(documentId) ?? []), edit]);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), SAVE_AFTER_MS);
  }

  /** Writes everything now; resolves when it is durable or `failure` says why not. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#flushing = this.#flushing.then(() => this.#writeAll());
    return this.#flushing;
  }

  async #writeAll(): Promise<void> {
    for (const [documentId, edits] of [...this.#pending]) {
      try {
        await this.#write(documentId, (stored) => edits.reduce((now, edit) => edit(now), stored));
        const later = (this.#pending.get(documentId) ?? []).slice(edits.length);
        if (later.length > 0) this.#pending.set(documentId, later);
        else this.#pending.delete(documentId);
        this.failure = null;
      } catch (error) {
        this.failure = error;
      }
    }
  }
}
