import type { BatchSession } from '#lib/client/batch-session/batch-session.svelte.ts';
import { isOnItsWay } from '#lib/client/batches/arrangement.ts';
import type { BatchDocument } from '#lib/client/batches/model.ts';
import { isAtLeast } from '#lib/domain/document-state.ts';
import { checkDraft } from '#lib/domain/metadata-rules.ts';
import type { MetadataKey } from '#lib/domain/metadata.ts';
import type { InventoryItem, Procedure } from '#lib/domain/procedure.ts';
import { DraftEdits, type Edit } from './draft-edits.svelte.ts';
import { DuplicateLookup } from './duplicate-lookup.svelte.ts';
import {
  confirmField,
  corroborate,
  revertField,
  typeValue,
  withPaperTypeCode,
} from './edit-draft.ts';
import { duplicatesInBatch, duplicateSubject, type Duplicate } from './find-duplicates.ts';
import { InventoryLookup, type Rank } from './inventory-lookup.svelte.ts';
import {
  doubtfulTargets,
  nextDocumentId,
  nextDoubtful,
  reviewState,
  type FocusTarget,
  type ReviewContext,
  type ReviewState,
} from './next-doubtful.ts';
import type { TaggingRepository } from './tagging-repository.ts';

/** What tagging needs of the open batch. */
export type TaggingBatch = Pick<
  BatchSession,
  'documents' | 'documentById' | 'pagesOf' | 'catalogue' | 'updateDocument' | 'applyChange' | 'undo'
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
  | { kind: 'refused'; target: FocusTarget | null };

/**
 * The tagging of one batch: edits on top of the stored records, what needs a look, and where Enter
 * goes. The screen only shows it and asks.
 */
export class TaggingSession {
  readonly edits: DraftEdits;
  readonly inventory: InventoryLookup;
  readonly #duplicates: DuplicateLookup;
  readonly #options: TaggingOptions;
  #chosenId: string | null = $state(null);
  isFiltered = $state(false);

  readonly documents = $derived.by(() =>
    this.#options.batch.documents.map((document) => this.edits.apply(document)),
  );
  readonly states = $derived.by(() =>
    this.documents.map((document) => ({ id: document.id, state: this.#stateOf(document) })),
  );

  readonly #duplicatesInBatch = $derived.by(() =>
    duplicatesInBatch(
      this.documents.map((document) => ({
        ...this.#subject(document),
        fileName: document.fileName,
      })),
    ),
  );

  constructor(options: TaggingOptions) {
    this.#options = options;
    this.edits = new DraftEdits((id, edit) => options.batch.updateDocument(id, edit));
    this.inventory = new InventoryLookup(options.repository, options.rank);
    this.#duplicates = new DuplicateLookup(options.repository);
  }

  /** The document on the screen: the chosen one, else the first that needs a look. */
  get current(): BatchDocument | undefined {
    const chosen = this.documents.find(({ id }) => id === this.#chosenId);
    if (chosen) return chosen;
    const first = nextDocumentId([...this.states], '');
    return this.documents.find(({ id }) => id === first) ?? this.documents[0];
  }

  /** Documents of the list, only those that need a look while it is filtered. */
  get listed(): BatchDocument[] {
    if (!this.isFiltered) return this.documents;
    return this.documents.filter(
      (document) => document.id === this.current?.id || this.stateOf(document.id) === 'needs-look',
    );
  }

  get procedures(): readonly Procedure[] {
    return this.#options.batch.catalogue?.procedures ?? [];
  }

  countOf(state: ReviewState): number {
    return this.states.filter((entry) => entry.state === state).length;
  }

  stateOf(documentId: string): ReviewState {
    return this.states.find(({ id }) => id === documentId)?.state ?? 'reading';
  }

  doubtful(document: BatchDocument): FocusTarget[] {
    return document.acceptedAt === undefined
      ? doubtfulTargets(document, this.#context(document))
      : [];
  }

  issues(document: BatchDocument) {
    return checkDraft(document.metadata, this.#today());
  }

  /** Known in the repository or twice in this batch. Stays listed after a reason was given. */
  duplicates(document: BatchDocument): Duplicate[] {
    return [
      ...this.#duplicates.of(document.id),
      ...(this.#duplicatesInBatch.get(document.id) ?? []),
    ];
  }

  /** Reading ended without the text of some page: the official types what the machine did not read. */
  hasUnreadPages(document: BatchDocument): boolean {
    if (isAtLeast(document.state, 'recognized')) return false;
    const states = this.#options.batch
      .pagesOf(document.id)
      .map(({ recognition }) => recognition.state);
    return (
      states.some((state) => state === 'failed' || state === 'cancelled') &&
      !states.some((state) => state === 'waiting' || state === 'working')
    );
  }

  /** On its way into the repository: the record cannot change any more. */
  isLocked(document: BatchDocument): boolean {
    return isOnItsWay(document);
  }

  choose(documentId: string): void {
    this.#chosenId = documentId;
    void this.edits.flush();
  }

  /** The neighbour in the list; `step` 1 or -1. */
  chooseNeighbour(step: 1 | -1): void {
    const { listed } = this;
    const place = listed.findIndex(({ id }) => id === this.current?.id);
    const next = listed[place + step];
    if (next) this.choose(next.id);
  }

  /** Looks for inventory items and duplicates of everything that has been read. */
  async lookUp(): Promise<void> {
    const read = this.documents.filter(
      (document) => !this.#isBeingRead(document) && !this.isLocked(document),
    );
    const first = this.current;
    if (first && read.includes(first)) void this.inventory.look(first);
    for (const document of read) {
      if (document.acceptedAt === undefined) void this.inventory.look(document);
    }
    await this.#duplicates.look(read.map((document) => this.#subject(document)));
  }

  // What the official does to a document

  type(documentId: string, key: MetadataKey, text: string): void {
    this.#edit(documentId, (document) => {
      const metadata = typeValue(document.metadata, key, text);
      if (key !== 'title') return { ...document, metadata };
      return { ...document, metadata: withPaperTypeCode(metadata, this.#procedureOf(document)) };
    });
  }

  revert(documentId: string, key: MetadataKey): void {
    this.#edit(documentId, (document) => ({
      ...document,
      metadata: revertField(document.metadata, key),
    }));
  }

  chooseProcedure(documentId: string, procedureId: string | null): void {
    const procedure = this.procedures.find(({ id }) => id === procedureId);
    this.#edit(documentId, (document) => ({
      ...document,
      procedureId,
      metadata: withPaperTypeCode(document.metadata, procedure),
    }));
  }

  /** The item answers this document: its fields confirm or fill those of the document. */
  chooseInventoryItem(documentId: string, item: InventoryItem): void {
    this.#edit(documentId, (document) => withInventoryItem(document, item));
  }

  /** Not in the inventory: stored, but it moves no rate. */
  chooseNoInventoryItem(documentId: string): void {
    this.#edit(documentId, (document) => ({ ...document, inventoryItemId: null }));
  }

  reopenInventory(documentId: string): void {
    this.#edit(documentId, (document) => ({
      ...document,
      inventoryItemId: undefined,
    }));
  }

  giveDuplicateReason(documentId: string, reason: string): void {
    const duplicateReason = reason.normalize('NFC').trim().slice(0, 500);
    this.#edit(documentId, (document) => ({
      ...document,
      duplicateReason: duplicateReason === '' ? undefined : duplicateReason,
    }));
  }

  /** Enter on a field: it stands; on to the next doubtful one, or the document is accepted. */
  async acceptTarget(documentId: string, target: FocusTarget | null): Promise<Advance> {
    const document = this.documents.find(({ id }) => id === documentId);
    if (!document || this.isLocked(document)) return { kind: 'refused', target };
    if (target !== null && target !== 'procedure' && target !== 'inventory') {
      const field = document.metadata[target];
      if (!field.isConfirmed) {
        this.#edit(documentId, (current) => ({
          ...current,
          metadata: confirmField(current.metadata, target),
        }));
      }
    }
    return this.advance(documentId, target);
  }

  /** To the next doubtful target after `from`; with none left the document is accepted. */
  async advance(documentId: string, from: FocusTarget | null): Promise<Advance> {
    const document = this.documents.find(({ id }) => id === documentId);
    if (!document) return { kind: 'refused', target: null };
    const target = nextDoubtful(this.doubtful(document), from);
    if (target !== null) return { kind: 'field', target };
    return this.accept(documentId);
  }

  /**
   * Accepts the document as it stands; doubtful values that break no rule count as looked at.
   * Refused while a rule is broken, procedure or inventory item are open, or a duplicate has no reason.
   */
  async accept(documentId: string): Promise<Advance> {
    const document = this.documents.find(({ id }) => id === documentId);
    if (!document || this.isLocked(document)) return { kind: 'refused', target: null };
    if (document.inventoryItemId === undefined) await this.inventory.look(document);
    const obstacle = this.#obstacle(document);
    if (obstacle !== undefined) return { kind: 'refused', target: obstacle };
    const next = nextDocumentId([...this.states], documentId);
    if (!(await this.#acceptAll([documentId]))) return { kind: 'refused', target: null };
    if (next === null) return { kind: 'finished', acceptedId: documentId };
    this.#chosenId = next;
    return { kind: 'document', documentId: next, acceptedId: documentId };
  }

  /** Accepts every document in which nothing is doubtful; answers how many. One undo takes all back. */
  async acceptAllSure(): Promise<number> {
    const sure = this.documents
      .filter((document) => this.stateOf(document.id) === 'unseen')
      .filter((document) => this.#obstacle(document) === undefined)
      .map(({ id }) => id);
    return sure.length > 0 && (await this.#acceptAll(sure)) ? sure.length : 0;
  }

  async undoAccept(): Promise<void> {
    await this.edits.flush();
    await this.#options.batch.undo();
  }

  /** First thing to look at when the document comes onto the screen. */
  firstTarget(document: BatchDocument): FocusTarget | null {
    return nextDoubtful(this.doubtful(document), null);
  }

  async #acceptAll(documentIds: readonly string[]): Promise<boolean> {
    await this.edits.flush();
    if (!this.edits.isSaved) return false;
    const acceptedAt = this.#options.now().toISOString();
    return this.#options.batch.applyChange('acceptDocument', (documents) =>
      documentIds.flatMap((id) => {
        const document = documents.get(id);
        return document ? [this.#accepted(document, acceptedAt)] : [];
      }),
    );
  }

  #accepted(document: BatchDocument, acceptedAt: string): BatchDocument {
    const proposal = this.inventory.sureProposal(document.id);
    const decided =
      document.inventoryItemId === undefined && proposal
        ? withInventoryItem(document, proposal.item)
        : document;
    // What the repository refused before is sent anew with what the official corrected.
    const upload = document.upload?.phase === 'failed' ? undefined : document.upload;
    return { ...decided, acceptedAt, upload, state: document.signed ? 'signed' : 'tagged' };
  }

  /** An edit of an accepted document opens it again; a signature stays, for metadata is no part of the PDF. */
  #edit(documentId: string, edit: Edit): void {
    const document = this.#options.batch.documentById(documentId);
    if (!document || this.isLocked(document)) return;
    this.edits.add(documentId, (stored) => {
      if (isOnItsWay(stored)) return stored;
      const changed = edit(stored);
      if (changed.acceptedAt === undefined) return changed;
      const state = changed.signed ? changed.state : 'recognized';
      return { ...changed, acceptedAt: undefined, state };
    });
  }

  #obstacle(document: BatchDocument): FocusTarget | null | undefined {
    const context = this.#context(document);
    if (document.procedureId === null) return 'procedure';
    if (document.inventoryItemId === undefined && !context.hasSureProposal) return 'inventory';
    const broken = this.issues(document).find((issue) => issue.isBlocking);
    if (broken) return broken.key;
    return context.hasOpenDuplicate ? null : undefined;
  }

  #stateOf(document: BatchDocument): ReviewState {
    return reviewState(document, this.#context(document));
  }

  #context(document: BatchDocument): ReviewContext {
    return {
      today: this.#today(),
      hasSureProposal: this.inventory.sureProposal(document.id) !== undefined,
      isLooking: this.inventory.of(document.id).state === 'looking',
      isBeingRead: this.#isBeingRead(document),
      hasOpenDuplicate:
        document.duplicateReason === undefined && this.duplicates(document).length > 0,
    };
  }

  #isBeingRead(document: BatchDocument): boolean {
    return !isAtLeast(document.state, 'recognized') && !this.hasUnreadPages(document);
  }

  #subject(document: BatchDocument) {
    return duplicateSubject(document, this.#options.batch.pagesOf(document.id));
  }

  #procedureOf(document: BatchDocument): Procedure | undefined {
    return this.procedures.find(({ id }) => id === document.procedureId);
  }

  #today(): string {
    return new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Ho_Chi_Minh' }).format(
      this.#options.now(),
    );
  }
}

function withInventoryItem(document: BatchDocument, item: InventoryItem): BatchDocument {
  return {
    ...document,
    inventoryItemId: item.id,
    procedureId: document.procedureId ?? item.procedureId,
    metadata: corroborate(document.metadata, item),
  };
}
