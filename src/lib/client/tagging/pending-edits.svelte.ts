import type { LabelledEdit } from '#lib/client/batch-session/batch-changes.svelte.ts';
import type { BatchDocument } from '#lib/client/batches/model.ts';

export type Edit = (document: BatchDocument) => BatchDocument;
type Write = (edit: LabelledEdit) => Promise<void>;

/** At most this long is a keystroke only in memory. */
const SAVE_AFTER_MS = 250;

/**
 * What the official did, shown at once and written behind, in its order. An edit is a function of the
 * record, so that it is repeated on whatever another writer (recognition, upload queue) stored
 * meanwhile; an edit that could not be written holds back those after it.
 */
export class PendingEdits {
  /** Why the oldest edit could not be written; it is kept and written with the next ones. */
  failure: unknown = $state.raw(null);
  #queue: readonly LabelledEdit[] = $state.raw([]);
  readonly #byDocument = $derived.by(() =>
    Map.groupBy(
      this.#queue.flatMap(({ documentIds, update }) => documentIds.map((id) => ({ id, update }))),
      ({ id }) => id,
    ),
  );
  readonly #write: Write;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #writing: LabelledEdit | null = null;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(write: Write) {
    this.#write = write;
  }

  get isSaved(): boolean {
    return this.#queue.length === 0;
  }

  /** The record as the official sees it: what is stored and every edit on top. */
  apply(document: BatchDocument): BatchDocument {
    const edits = this.#byDocument.get(document.id) ?? [];
    return edits.reduce((current, { update }) => update(current), document);
  }

  /** Written at once, after the edits before it. */
  add(edit: LabelledEdit): void {
    this.#queue = [...this.#queue, edit];
    void this.flush();
  }

  /** Written after a short pause; takes the place of the last edit where that is of the same step. */
  addKeystroke(edit: LabelledEdit): void {
    const last = this.#queue.at(-1);
    const isSame = last?.step === edit.step && last !== this.#writing;
    this.#queue = [...(isSame ? this.#queue.slice(0, -1) : this.#queue), edit];
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), SAVE_AFTER_MS);
  }

  /** Writes everything now; resolves when it is durable or `failure` says why not. */
  flush(): Promise<void> {
    return this.afterwards(() => Promise.resolve());
  }

  /** Does something (an undo) when all that was done before is written, and before what comes later. */
  afterwards<Result>(deed: () => Promise<Result>): Promise<Result> {
    clearTimeout(this.#timer);
    const turn = this.#turn.then(() => this.#writeAll()).then(deed);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  async #writeAll(): Promise<void> {
    for (let edit = this.#queue[0]; edit !== undefined; edit = this.#queue[0]) {
      this.#writing = edit;
      try {
        await this.#write(edit);
        this.#queue = this.#queue.slice(1);
        this.failure = null;
      } catch (error) {
        this.failure = error;
        return;
      } finally {
        this.#writing = null;
      }
    }
  }
}
