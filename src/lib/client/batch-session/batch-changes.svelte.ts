import type { Arrangement } from '#lib/client/batches/arrangement.ts';
import type { BatchChange, BatchStore, DocumentEdit } from '#lib/client/batches/batch-store.ts';
import type { KeptProblem } from '#lib/client/batches/model.ts';
import type { OpenBatch } from './open-batch.svelte.ts';
import { keptProblem } from './session-services.ts';

/** Deeds that undo knows; keys of the message catalogue. */
export type ChangeLabel =
  | 'turnPages'
  | 'takeBackPageChange'
  | 'markBlank'
  | 'unmarkBlank'
  | 'removePages'
  | 'removeDocuments'
  | 'splitDocument'
  | 'mergeDocuments'
  | 'gatherDocuments'
  | 'collateSheets'
  | 'separateStack'
  | 'joinPages'
  | 'leaveOut'
  | 'takeIn'
  | 'setSeparator'
  | 'unsetSeparator'
  | 'movePages'
  | 'moveDocument'
  | 'replacePage'
  | 'acceptDocument'
  | 'reopenDocument'
  | 'editFields'
  | 'chooseProcedure'
  | 'matchInventory'
  | 'editDocuments';

export type LabelledEdit = Omit<DocumentEdit, 'batchId' | 'label'> & { label: ChangeLabel };

type Options = {
  batchId: string;
  store: BatchStore;
  open: OpenBatch;
  onChanged: () => void;
};

/** Changes of an open batch that undo can take back. Answers tell whether it was done. */
export class BatchChanges {
  /** The last deed that could not be done; shown until the next one succeeds. */
  problem = $state.raw<KeptProblem | null>(null);
  /** Labels of what undo and redo would do. */
  undoable = $state.raw<{ undo?: string; redo?: string }>({});
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  /** `prepare` reads what the change needs first (a file); its answer goes into the change. */
  make(
    label: ChangeLabel,
    prepare: () => Promise<(now: Arrangement) => BatchChange>,
  ): Promise<boolean> {
    return this.#attempt(async () => this.record(label, await prepare()));
  }

  /** Throws what the store throws: who made the edit keeps it and tries again. */
  async edit(edit: LabelledEdit): Promise<void> {
    const { batchId, store, open } = this.#options;
    await open.inTurn(async () => {
      open.show({ documents: await store.editDocuments({ ...edit, batchId }) });
      await this.refresh();
    });
  }

  step(direction: 'undo' | 'redo'): Promise<boolean> {
    const { batchId, store, open } = this.#options;
    return this.#attempt(async () => {
      await open.inTurn(async () => {
        await store[direction](batchId);
        const content = await store.readBatch(batchId);
        if (content) open.take(content);
        await this.refresh();
      });
      this.#options.onChanged();
    });
  }

  /** Reads what undo and redo would do. */
  async refresh(): Promise<void> {
    const { undo, redo } = await this.#options.store.lastChanges(this.#options.batchId);
    this.undoable = { ...(undo && { undo: undo.label }), ...(redo && { redo: redo.label }) };
  }

  /** Like `make`, for those who tell a failure themselves. */
  async record(label: ChangeLabel, change: (now: Arrangement) => BatchChange): Promise<void> {
    const { batchId, store, open } = this.#options;
    await open.inTurn(async () => {
      const changed = change(open.arrangement);
      await store.applyChange(label, batchId, changed);
      const newPages = (changed.newPages ?? []).map((each) => each.page);
      open.show({ ...changed, pages: [...(changed.pages ?? []), ...newPages] });
      await this.refresh();
    });
    this.#options.onChanged();
  }

  async #attempt(deed: () => Promise<void>): Promise<boolean> {
    try {
      await deed();
      this.problem = null;
      return true;
    } catch (error) {
      this.problem = keptProblem(error);
      return false;
    }
  }
}
