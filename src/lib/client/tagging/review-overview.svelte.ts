import type { BatchDocument, Page } from '#lib/client/batches/model.ts';
import { isAtLeast } from '#lib/domain/document-state.ts';
import { checkDraft, type MetadataIssue } from '#lib/domain/metadata-rules.ts';
import type { MetadataDraft } from '#lib/domain/metadata.ts';
import type { InventoryItem } from '#lib/domain/procedure.ts';
import type { DuplicateLookup } from './duplicate-lookup.svelte.ts';
import { withSureItem, withSureAbsences } from './edit-document.ts';
import { duplicatesInBatch, duplicateSubject, type Duplicate } from './find-duplicates.ts';
import type { InventoryLookup } from './inventory-lookup.svelte.ts';
import { mapOf } from './map-of.ts';
import {
  doubtfulTargets,
  reviewState,
  type FocusTarget,
  type ReviewContext,
  type ReviewState,
} from './next-doubtful.ts';
import type { DuplicateSubject } from './tagging-repository.ts';

type Sources = {
  documents: () => readonly BatchDocument[];
  pagesOf: (documentId: string) => readonly Page[];
  inventory: InventoryLookup;
  duplicates: DuplicateLookup;
  /** Accepted, while the inventory has not answered yet. */
  isAwaited: (documentId: string) => boolean;
  /** `yyyy-mm-dd` in Viet Nam. */
  today: () => string;
};

/** What is known of each document of the batch, and what of it needs a look. */
export class ReviewOverview {
  readonly #sources: Sources;
  readonly #proposed = new WeakMap<BatchDocument, { item?: InventoryItem; as: BatchDocument }>();
  readonly #issues = new WeakMap<MetadataDraft, MetadataIssue[]>();
  readonly #today = $derived.by(() => {
    // Asked once for all documents whenever one of them changes.
    this.#sources.documents();
    return this.#sources.today();
  });
  readonly #states = $derived.by(() =>
    mapOf(this.#sources.documents().map((each) => [each.id, this.#stateOf(each)] as const)),
  );
  readonly states = $derived.by(() => [...this.#states].map(([id, state]) => ({ id, state })));
  readonly #duplicatesInBatch = $derived.by(() =>
    duplicatesInBatch(
      this.#sources.documents().map((document) => ({
        ...this.subject(document),
        fileName: document.fileName,
      })),
    ),
  );

  constructor(sources: Sources) {
    this.#sources = sources;
  }

  stateOf(documentId: string): ReviewState {
    return this.#states.get(documentId) ?? 'reading';
  }

  countOf(state: ReviewState): number {
    return this.states.filter((entry) => entry.state === state).length;
  }

  /**
   * The document as accepting it would leave it: with the inventory item that fits without doubt, and
   * with what the paper surely does not have. This is what the official looks at.
   */
  proposed(document: BatchDocument): BatchDocument {
    if (document.acceptedAt !== undefined) return document;
    const item = this.#sources.inventory.sureProposal(document.id)?.item;
    const known = this.#proposed.get(document);
    if (known && known.item === item) return known.as;
    const as = withSureAbsences(item ? withSureItem(document, item) : document);
    this.#proposed.set(document, { ...(item && { item }), as });
    return as;
  }

  /** What needs a look, in the order of the screen. */
  doubtful(document: BatchDocument): FocusTarget[] {
    if (document.acceptedAt !== undefined) return [];
    return doubtfulTargets(this.proposed(document), this.#context(document), this.issues(document));
  }

  /** Rules that the values break. */
  issues(document: BatchDocument): readonly MetadataIssue[] {
    const { metadata } = this.proposed(document);
    const known = this.#issues.get(metadata);
    const issues = known ?? checkDraft(metadata, this.#today);
    this.#issues.set(metadata, issues);
    return issues;
  }

  /** Known in the repository or twice in this batch. Stays listed after a reason was given. */
  duplicates(document: BatchDocument): Duplicate[] {
    return [
      ...this.#sources.duplicates.of(document.id),
      ...(this.#duplicatesInBatch.get(document.id) ?? []),
    ];
  }

  /** Reading ended without the text of some page: the official types what the machine did not read. */
  hasUnreadPages(document: BatchDocument): boolean {
    if (isAtLeast(document.state, 'recognized')) return false;
    const states = this.#sources.pagesOf(document.id).map(({ recognition }) => recognition.state);
    return (
      states.some((state) => state === 'failed' || state === 'cancelled') &&
      !states.some((state) => state === 'waiting' || state === 'working')
    );
  }

  isBeingRead(document: BatchDocument): boolean {
    return !isAtLeast(document.state, 'recognized') && !this.hasUnreadPages(document);
  }

  /**
   * Why the document cannot be accepted: the target that is open, or `null` for a duplicate without a
   * reason; `undefined` when nothing stands in the way.
   */
  obstacle(document: BatchDocument): FocusTarget | null | undefined {
    const context = this.#context(document);
    const proposed = this.proposed(document);
    if (document.inventoryItemId === undefined && !context.hasSureProposal) return 'inventory';
    if (proposed.procedureId === null) return 'procedure';
    const broken = this.issues(document).find((issue) => issue.isBlocking);
    if (broken) return broken.key;
    return context.hasOpenDuplicate ? null : undefined;
  }

  subject(document: BatchDocument): DuplicateSubject {
    return duplicateSubject(document, this.#sources.pagesOf(document.id));
  }

  #stateOf(document: BatchDocument): ReviewState {
    return reviewState(this.proposed(document), this.#context(document), this.issues(document));
  }

  #context(document: BatchDocument): ReviewContext {
    const { inventory, isAwaited } = this.#sources;
    return {
      today: this.#today,
      hasSureProposal: inventory.sureProposal(document.id) !== undefined,
      isLooking: inventory.of(document.id).state === 'looking',
      isAwaited: isAwaited(document.id),
      isBeingRead: this.isBeingRead(document),
      hasOpenDuplicate:
        document.duplicateReason === undefined && this.duplicates(document).length > 0,
    };
  }
}
