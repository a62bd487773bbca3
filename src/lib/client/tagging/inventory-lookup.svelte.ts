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

/** Which inventory items fit which document. Asks again only when what it asks with has changed. */
export class InventoryLookup {
  readonly #repository: TaggingRepository;
  readonly #rank: Rank;
  readonly #lookups = new SvelteMap<string, Lookup>();
  readonly #searched = new SvelteMap<string, Proposal>();
  readonly #asked: Record<string, string> = {};
  #queue: Promise<void> = Promise.resolve();

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

  /** Looks once for the values that the document has now, after the lookups before it. */
  look(document: BatchDocument): Promise<void> {
    const query = queryOf(document);
    const key = JSON.stringify(query);
    if (this.#asked[document.id] === key) return this.#queue;
    this.#asked[document.id] = key;
    this.#queue = this.#queue.then(() => this.#ask(document, query, key));
    return this.#queue;
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
      if (lookup.state === 'failed') this.#asked[documentId] = '';
    }
  }

  async #ask(document: BatchDocument, query: CandidateQuery, key: string): Promise<void> {
    const { proposals } = this.of(document.id);
    this.#lookups.set(document.id, { state: 'looking', proposals });
    try {
      const items = await this.#repository.candidates(query);
      if (this.#asked[document.id] !== key) return;
      const found = this.#rankFor(document, items);
      this.#lookups.set(document.id, { state: 'found', proposals: found });
    } catch (error) {
      const problem = problemOf(error);
      this.#lookups.set(document.id, { state: 'failed', proposals, problem });
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
