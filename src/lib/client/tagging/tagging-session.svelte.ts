import { SvelteSet } from 'svelte/reactivity';
import type { ChangeLabel } from '#lib/client/batch-session/batch-changes.svelte.ts';
import type { BatchSession } from '#lib/client/batch-session/batch-session.svelte.ts';
import { isOnItsWay } from '#lib/client/batches/arrangement.ts';
import type { BatchDocument } from '#lib/client/batches/model.ts';
import type { FieldDraft, MetadataKey } from '#lib/domain/metadata.ts';
import type { InventoryItem, Procedure } from '#lib/domain/procedure.ts';
import { bulkEdit, changedBy, type BulkChange } from './bulk-edit.ts';
import { DuplicateLookup } from './duplicate-lookup.svelte.ts';
import { revertField } from './edit-draft.ts';
import {
  accepted,
  confirmed,
  opening,
  typed,
  withInventoryItem,
  withProcedure,
} from './edit-document.ts';
import { InventoryLookup, type Rank } from './inventory-lookup.svelte.ts';
import { isFieldTarget, nextDocumentId, nextDoubtful, type FocusTarget } from './next-doubtful.ts';
import { mapOf } from './map-of.ts';
import { PendingEdits, type Edit } from './pending-edits.svelte.ts';
import { ReviewOverview } from './review-overview.svelte.ts';
import type { TaggingRepository } from './tagging-repository.ts';
import { undoneIn, type Undone } from './undone.ts';

/** What tagging needs of the open batch. */
export type TaggingBatch = Pick<
  BatchSession,
  | 'documents'
  | 'documentById'
  | 'pagesOf'
  | 'catalogue'
  | 'editDocuments'
  | 'undo'
  | 'redo'
  | 'undoable'
>;

export type TaggingOptions = {
  batch: TaggingBatch;
  repository: TaggingRepository;
  rank: Rank;
  now: () => Date;
};

/** What happened to Enter; the screen tells it and moves the focus. */
export type Advance =
  | { kind: 'field'; target: FocusTarget }
  | { kind: 'document'; documentId: string; acceptedId: string }
  | { kind: 'finished'; acceptedId: string }
  /** Accepted as soon as the inventory has answered; `documentId` is what is shown meanwhile. */
  | { kind: 'awaited'; documentId: string | null }
  | { kind: 'refused'; target: FocusTarget | null };

/** Deeds of this screen: what undo takes back here. */
const ownLabels: readonly string[] = [
  'acceptDocument',
  'editFields',
  'chooseProcedure',
  'matchInventory',
  'editDocuments',
] satisfies ChangeLabel[];

const same: Edit = (document) => document;

/**
 * The tagging of one batch: what the official does is seen at once and written behind, so that no key
 * waits for the disk or the server. The screen only shows it and asks.
 */
export class TaggingSession {
  readonly edits: PendingEdits;
  readonly inventory: InventoryLookup;
  readonly overview: ReviewOverview;
  readonly #duplicates: DuplicateLookup;
  readonly #options: TaggingOptions;
  readonly #awaited = new SvelteSet<string>();
  #chosenId: string | null = $state(null);
  #steps = 0;
  /** The field that is being typed into: all of it is one step of undo. */
  #typing: { documentId: string; key: MetadataKey; step: string; before: FieldDraft } | null = null;
  isFiltered = $state(false);
  /** Told when a document that waited for the inventory is accepted, or cannot be. */
  onsettled: (advance: Advance) => void = () => undefined;

  readonly documents = $derived.by(() =>
    this.#options.batch.documents.map((document) => this.edits.apply(document)),
  );
  readonly #byId = $derived.by(() => mapOf(this.documents.map((each) => [each.id, each] as const)));

  constructor(options: TaggingOptions) {
    this.#options = options;
    this.edits = new PendingEdits((edit) => options.batch.editDocuments(edit));
    this.inventory = new InventoryLookup(options.repository, options.rank);
    this.#duplicates = new DuplicateLookup(options.repository);
    this.overview = new ReviewOverview({
      documents: () => this.documents,
      pagesOf: (id) => options.batch.pagesOf(id),
      inventory: this.inventory,
      duplicates: this.#duplicates,
      isAwaited: (id) => this.#awaited.has(id),
      today: () => vietnameseDay(options.now()),
    });
  }

  /** The document on the screen: the chosen one, else the first that needs a look. */
  get current(): BatchDocument | undefined {
    const chosen = this.#byId.get(this.#chosenId ?? '');
    if (chosen) return chosen;
    const first = nextDocumentId(this.overview.states, '');
    return this.#byId.get(first ?? '') ?? this.documents[0];
  }

  /** Documents of the list, only those that need a look while it is filtered. */
  get listed(): readonly BatchDocument[] {
    if (!this.isFiltered) return this.documents;
    return this.documents.filter(
      ({ id }) => id === this.current?.id || this.overview.stateOf(id) === 'needs-look',
    );
  }

  get procedures(): readonly Procedure[] {
    return this.#options.batch.catalogue?.procedures ?? [];
  }

  /** On its way into the repository: the record cannot change any more. */
  isLocked(document: BatchDocument): boolean {
    return isOnItsWay(document);
  }

  choose(documentId: string): void {
    this.#chosenId = documentId;
    this.#typing = null;
    void this.edits.flush();
  }

  /** The neighbour of the shown document in the list; `step` 1 or -1. */
  neighbour(step: 1 | -1): BatchDocument | undefined {
    const { listed } = this;
    return listed[listed.findIndex(({ id }) => id === this.current?.id) + step];
  }

  /** Looks for inventory items and duplicates of everything that has been read. */
  async lookUp(): Promise<void> {
    const read = this.documents.filter(
      (document) => !this.overview.isBeingRead(document) && !this.isLocked(document),
    );
    const first = this.current;
    if (first && read.includes(first)) void this.inventory.look(first, { isUrgent: true });
    for (const document of read) {
      if (document.acceptedAt === undefined) void this.inventory.look(document);
    }
    await this.#duplicates.look(read.map((document) => this.overview.subject(document)));
  }

  /** First thing to look at when the document comes onto the screen. */
  firstTarget(document: BatchDocument): FocusTarget | null {
    return nextDoubtful(this.overview.doubtful(document), null);
  }

  // What the official does to a document

  type(documentId: string, key: MetadataKey, text: string): void {
    const before = this.#byId.get(documentId)?.metadata[key];
    if (!before) return;
    if (this.#typing?.documentId !== documentId || this.#typing.key !== key) {
      this.#typing = { documentId, key, step: this.#newStep(), before };
    }
    const { step } = this.#typing;
    const update = opening(typed(key, text, this.#procedureOf(documentId)));
    const documentIds = this.#editable([documentId]);
    if (documentIds.length > 0) {
      this.edits.addKeystroke({ label: 'editFields', documentIds, update, step });
    }
  }

  /** Back to what stood there before the field was typed into; nothing where it was not. */
  restore(documentId: string, key: MetadataKey): void {
    const typing = this.#typing;
    if (typing?.documentId !== documentId || typing.key !== key) return;
    const restored = (document: BatchDocument) => ({
      ...document,
      metadata: { ...document.metadata, [key]: typing.before },
    });
    this.#edit('editFields', [documentId], restored, typing.step);
  }

  revert(documentId: string, key: MetadataKey): void {
    this.#edit('editFields', [documentId], (document) => ({
      ...document,
      metadata: revertField(document.metadata, key),
    }));
  }

  chooseProcedure(documentId: string, procedureId: string | null): void {
    const procedure = this.procedures.find(({ id }) => id === procedureId);
    this.#edit('chooseProcedure', [documentId], withProcedure(procedureId, procedure));
  }

  chooseInventoryItem(documentId: string, item: InventoryItem): void {
    this.#edit('matchInventory', [documentId], (document) => withInventoryItem(document, item));
  }

  /** Not in the inventory: stored, but it moves no rate. */
  chooseNoInventoryItem(documentId: string): void {
    this.#edit('matchInventory', [documentId], (document) => ({
      ...document,
      inventoryItemId: null,
    }));
  }

  reopenInventory(documentId: string): void {
    this.#edit('matchInventory', [documentId], (document) => ({
      ...document,
      inventoryItemId: undefined,
    }));
  }

  giveDuplicateReason(documentId: string, reason: string): void {
    const duplicateReason = reason.normalize('NFC').trim().slice(0, 500);
    this.#edit('editFields', [documentId], (document) => ({
      ...document,
      duplicateReason: duplicateReason === '' ? undefined : duplicateReason,
    }));
  }

  /** How many of the documents the change would alter; those on their way are left alone. */
  countChangedBy(documentIds: readonly string[], change: BulkChange): number {
    return this.#changedBy(documentIds, change).length;
  }

  /** The same values in several documents, as one step of undo. Answers how many it altered. */
  editMany(documentIds: readonly string[], change: BulkChange): number {
    const ids = this.#changedBy(documentIds, change).map(({ id }) => id);
    if (ids.length > 0) this.#edit('editDocuments', ids, bulkEdit(change, this.procedures));
    return ids.length;
  }

  // Enter

  /** Enter on a field: it stands; on to the next doubtful one, or the document is accepted. */
  acceptTarget(documentId: string, target: FocusTarget | null): Advance {
    const document = this.#byId.get(documentId);
    if (!document || this.isLocked(document)) return { kind: 'refused', target };
    const confirm = isFieldTarget(target) ? confirmed(target) : same;
    const next = nextDoubtful(this.overview.doubtful(confirm(document)), target);
    if (next === null) return this.#accept(document, confirm);
    if (confirm(document) !== document) {
      this.#edit('editFields', [documentId], confirm, this.#typing?.step);
    }
    this.#typing = null;
    return { kind: 'field', target: next };
  }

  /** To the next doubtful target after `from`; with none left the document is accepted. */
  advance(documentId: string, from: FocusTarget | null): Advance {
    const document = this.#byId.get(documentId);
    if (!document) return { kind: 'refused', target: null };
    const target = nextDoubtful(this.overview.doubtful(document), from);
    return target === null ? this.accept(documentId) : { kind: 'field', target };
  }

  /**
   * Accepts the document as it stands; doubtful values that break no rule count as looked at.
   * Refused while a rule is broken, procedure or inventory item are open, or a duplicate has no reason.
   */
  accept(documentId: string): Advance {
    const document = this.#byId.get(documentId);
    if (!document || this.isLocked(document)) return { kind: 'refused', target: null };
    return this.#accept(document, same);
  }

  /** Accepts every document in which nothing is doubtful; answers how many. One undo takes all back. */
  acceptAllSure(): number {
    const sure = this.documents.filter(
      (document) =>
        this.overview.stateOf(document.id) === 'unseen' &&
        this.overview.obstacle(document) === undefined,
    );
    if (sure.length > 0) this.#writeAccepted(sure);
    return sure.length;
  }

  // Undo

  /** Label of what undo or redo would do here; `null` where there is nothing. */
  undoable(direction: 'undo' | 'redo'): string | null {
    if (!this.edits.isSaved) return direction === 'undo' ? 'editFields' : null;
    const label = this.#options.batch.undoable[direction];
    return label !== undefined && ownLabels.includes(label) ? label : null;
  }

  /**
   * Takes the last deed back, or does it again, and shows the document that it concerned; `null` where
   * there was nothing to do or it could not be done.
   */
  async step(direction: 'undo' | 'redo'): Promise<Undone | null> {
    this.#typing = null;
    this.#awaited.clear();
    return this.edits.afterwards(async () => {
      if (!this.edits.isSaved || this.undoable(direction) === null) return null;
      const before = this.documents;
      if (!(await this.#options.batch[direction]())) return null;
      const undone = undoneIn(before, this.documents);
      if (undone) this.#chosenId = undone.documentId;
      return undone;
    });
  }

  #accept(document: BatchDocument, confirm: Edit): Advance {
    const { id } = document;
    // What cannot be kept is not accepted: the failure is shown until the disk takes it.
    if (this.edits.failure !== null) {
      void this.edits.flush();
      return { kind: 'refused', target: null };
    }
    if (document.acceptedAt !== undefined && confirm(document) === document) return this.#goOn(id);
    const broken = this.overview.issues(confirm(document)).find((issue) => issue.isBlocking);
    if (broken) return { kind: 'refused', target: broken.key };
    if (document.inventoryItemId === undefined && !this.inventory.isAnswered(document)) {
      return this.#await(document, confirm);
    }
    const obstacle = this.overview.obstacle(confirm(document));
    if (obstacle !== undefined) return { kind: 'refused', target: obstacle };
    this.#writeAccepted([document], confirm);
    return this.#goOn(id);
  }

  /** The official goes on; the document is accepted when the inventory has answered. */
  #await(document: BatchDocument, confirm: Edit): Advance {
    const { id } = document;
    this.#edit('editFields', [id], confirm, this.#typing?.step);
    this.#awaited.add(id);
    void this.inventory.look(document, { isUrgent: true }).then(() => this.#settle(id));
    const next = nextDocumentId(this.overview.states, id);
    if (next !== null) this.#chosenId = next;
    return { kind: 'awaited', documentId: next };
  }

  #settle(documentId: string): void {
    if (!this.#awaited.delete(documentId)) return;
    const document = this.#byId.get(documentId);
    if (!document) return;
    const isShown = this.current?.id === documentId;
    const obstacle = this.overview.obstacle(document);
    if (obstacle === undefined) {
      this.#writeAccepted([document]);
      if (isShown) this.onsettled(this.#goOn(documentId));
    } else if (isShown) this.onsettled({ kind: 'refused', target: obstacle });
  }

  #goOn(acceptedId: string): Advance {
    const next = nextDocumentId(this.overview.states, acceptedId);
    if (next === null) return { kind: 'finished', acceptedId };
    this.#chosenId = next;
    return { kind: 'document', documentId: next, acceptedId };
  }

  #writeAccepted(documents: readonly BatchDocument[], confirm: Edit = same): void {
    const acceptedAt = this.#options.now().toISOString();
    const accepting = mapOf(
      documents.map(({ id }): [string, Edit] => [
        id,
        accepted(acceptedAt, this.inventory.sureProposal(id)?.item),
      ]),
    );
    this.#typing = null;
    this.edits.add({
      label: 'acceptDocument',
      documentIds: [...accepting.keys()],
      step: this.#newStep(),
      update: (stored) => {
        const accept = accepting.get(stored.id) ?? same;
        return isOnItsWay(stored) ? stored : accept(confirm(stored));
      },
    });
  }

  #edit(label: ChangeLabel, ids: readonly string[], edit: Edit, step = this.#newStep()): void {
    const documentIds = this.#editable(ids);
    this.#typing = null;
    if (documentIds.length === 0) return;
    this.edits.add({ label, documentIds, update: opening(edit), step });
  }

  /** Those that can still be edited; what waited for the inventory is in the official's hands again. */
  #editable(ids: readonly string[]): string[] {
    const editable = ids.filter((id) => {
      const document = this.#byId.get(id);
      return document !== undefined && !this.isLocked(document);
    });
    for (const id of editable) this.#awaited.delete(id);
    // What is worked on stays on the screen, whatever else needs a look meanwhile.
    if (this.#chosenId === null) this.#chosenId = this.current?.id ?? null;
    return editable;
  }

  #changedBy(documentIds: readonly string[], change: BulkChange): readonly BatchDocument[] {
    const documents = documentIds
      .map((id) => this.#byId.get(id))
      .filter((document) => document !== undefined)
      .filter((document) => !this.isLocked(document));
    return changedBy(documents, change, this.procedures);
  }

  #procedureOf(documentId: string): Procedure | undefined {
    const procedureId = this.#byId.get(documentId)?.procedureId;
    return this.procedures.find(({ id }) => id === procedureId);
  }

  /** Unlike any step before, also of an earlier visit to this batch. */
  #newStep(): string {
    this.#steps += 1;
    return `${this.#options.now().toISOString()} ${this.#steps}`;
  }
}

const vietnameseDays = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Ho_Chi_Minh' });

function vietnameseDay(at: Date): string {
  return vietnameseDays.format(at);
}
