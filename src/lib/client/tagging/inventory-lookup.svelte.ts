import { SvelteMap } from 'svelte/reactivity';
import type { BatchDocument, KeptProblem } from '#lib/client/batches/model.ts';
import { AppError } from '#lib/domain/app-error.ts';
import { metadataOf, type Metadata } from '#lib/domain/metadata.ts';
import type { InventoryItem } from '#lib/domain/procedure.ts';
import type { CandidateQuery } from '#lib/protocol/documents.ts';
import type { TaggingRepository } from './tagging-repository.ts';

export const proposalReasons = [
  'number',
  'date',
  'owner',
  'identifier',
  'dossier',
  'procedure',
] as const;
export type ProposalReason = (typeof proposalReasons)[number];

/** An inventory item that could be the one, best first in a list. */
export type Proposal = {
  item: InventoryItem;
  score: number;
  reasons: readonly ProposalReason[];
  /** It fits so well, and no other does, that one key may accept it. */
  isUnique: boolean;
};

export type Rank = (
  metadata: Metadata,
  procedureId: string | null,
  items: readonly InventoryItem[],
) => Proposal[];

export type Lookup =
  | { state: 'looking'; proposals: readonly Proposal[] }
  | { state: 'found'; proposals: readonly Proposal[] }
  | { state: 'failed'; proposals: readonly Proposal[]; problem: KeptProblem };

const nothingYet: Lookup = { state: 'looking', proposals: [] };

const MOST_AT_ONCE = 3;
const neverAsked = { key: '', answered: Promise.resolve() };

type Question = { key: string; ask: () => Promise<void> };

/** Which inventory items fit which document. Asks again only when what it asks with has changed. */
export class InventoryLookup {
  readonly #repository: TaggingRepository;
  readonly #rank: Rank;
  readonly #lookups = new SvelteMap<string, Lookup>();
  readonly #searched = new SvelteMap<string, Proposal>();
  /** The last question about each document, with the promise of its answer. */
  readonly #asked: Record<string, { key: string; answered: Promise<void> }> = {};
  #line: readonly Question[] = [];
  #asking = 0;

  constructor(repository: TaggingRepository, rank: Rank) {
    this.#repository = repository;
    this.#rank = rank;
  }

  of(documentId: string): Lookup {
    return this.#lookups.get(documentId) ?? nothingYet;
  }

  /** The item that was chosen for a document, also one that only a search by hand brought up. */
  chosenFor(document: BatchDocument): Proposal | undefined {
    const id = document.inventoryItemId ?? '';
    const proposed = this.of(document.id).proposals.find(({ item }) => item.id === id);
    return proposed ?? this.#searched.get(id);
  }

  /** The one that accepting the document takes along; only if it is beyond doubt. */
  sureProposal(documentId: string): Proposal | undefined {
    const best = this.of(documentId).proposals[0];
    return best?.isUnique ? best : undefined;
  }

  /** Whether the inventory has answered (or failed to) for the values that the document has now. */
  isAnswered(document: BatchDocument): boolean {
    const asked = this.#asked[document.id];
    return (
      this.of(document.id).state !== 'looking' && asked?.key === JSON.stringify(queryOf(document))
    );
  }

  /**
   * Looks once for the values that the document has now; resolves when they are answered. Before
   * those that wait in line where the official waits for it.
   */
  look(document: BatchDocument, { isUrgent = false } = {}): Promise<void> {
    const query = queryOf(document);
    const key = JSON.stringify(query);
    const known = this.#asked[document.id];
    if (known?.key === key) {
      if (isUrgent) this.#line = this.#line.toSorted((a, b) => +(b.key === key) - +(a.key === key));
      return known.answered;
    }
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const answered = promise.then(() => undefined);
    this.#asked[document.id] = { key, answered };
    const { proposals } = this.of(document.id);
    this.#lookups.set(document.id, { state: 'looking', proposals });
    const ask = async () => {
      await this.#ask(document, query, key);
      resolve(undefined);
    };
    const question = { key, ask };
    this.#line = isUrgent ? [question, ...this.#line] : [...this.#line, question];
    this.#askNext();
    return answered;
  }

  /** Free words of the official; answers all matches, best first, without touching the proposals. */
  async search(document: BatchDocument, words: string): Promise<Proposal[]> {
    const items = await this.#repository.candidates({ ...emptyQuery, search: words });
    const ranked = this.#rankFor(document, items);
    const others = items.filter((item) => !ranked.some((proposal) => proposal.item.id === item.id));
    const unranked = others.map((item) => ({ item, score: 0, reasons: [], isUnique: false }));
    const all = [...ranked, ...unranked];
    for (const proposal of all) this.#searched.set(proposal.item.id, proposal);
    return all;
  }

  /** Asks again what failed, e.g. when the network is back. */
  forgetFailures(): void {
    for (const [documentId, lookup] of this.#lookups) {
      if (lookup.state === 'failed') this.#asked[documentId] = neverAsked;
    }
  }

  #askNext(): void {
    const [first, ...others] = this.#line;
    if (!first || this.#asking >= MOST_AT_ONCE) return;
    this.#line = others;
    this.#asking++;
    void first.ask().finally(() => {
      this.#asking--;
      this.#askNext();
    });
    this.#askNext();
  }

  async #ask(document: BatchDocument, query: CandidateQuery, key: string): Promise<void> {
    const { proposals } = this.of(document.id);
    const isStale = () => this.#asked[document.id]?.key !== key;
    try {
      const items = await this.#repository.candidates(query);
      if (isStale()) return;
      const found = this.#rankFor(document, items);
      this.#lookups.set(document.id, { state: 'found', proposals: found });
    } catch (error) {
      if (isStale()) return;
      this.#lookups.set(document.id, { state: 'failed', proposals, problem: problemOf(error) });
    }
  }

  #rankFor(document: BatchDocument, items: readonly InventoryItem[]): Proposal[] {
    const due = items.filter((item) => item.state === 'due');
    return this.#rank(metadataOf(document.metadata), document.procedureId, due);
  }
}

const emptyQuery: CandidateQuery = {
  numberNotation: '',
  ownerName: '',
  ownerIdentifier: '',
  dossierCode: '',
  issuedOn: '',
  procedureId: null,
  search: '',
};

function queryOf(document: BatchDocument): CandidateQuery {
  const { numberNotation, ownerName, ownerIdentifier, dossierCode, issuedOn } = metadataOf(
    document.metadata,
  );
  const { procedureId } = document;
  return {
    ...emptyQuery,
    numberNotation,
    ownerName,
    ownerIdentifier,
    dossierCode,
    issuedOn,
    procedureId,
  };
}

function problemOf(error: unknown): KeptProblem {
  if (error instanceof AppError) return { code: error.code, details: error.details };
  throw error;
}
