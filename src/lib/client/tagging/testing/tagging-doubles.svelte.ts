import type { LabelledEdit } from '#lib/client/batch-session/batch-changes.svelte.ts';
import type { BatchDocument, Page } from '#lib/client/batches/model.ts';
import { AppError } from '#lib/domain/app-error.ts';
import { emptyDraft, type MetadataDraft } from '#lib/domain/metadata.ts';
import type { InventoryItem } from '#lib/domain/procedure.ts';
import type { Catalogue } from '#lib/protocol/documents.ts';
import type { Proposal } from '../inventory-lookup.svelte.ts';
import type { KnownDuplicate, TaggingRepository } from '../tagging-repository.ts';
import type { TaggingBatch } from '../tagging-session.svelte.ts';

/** The inventory item that the sample documents of these tests answer. */
export const dueItem: InventoryItem = {
  id: 'item',
  orgUnitId: 'unit',
  procedureId: 'procedure',
  numberNotation: '05/GP-SVHTTDL',
  issuedOn: '2023-02-14',
  ownerName: 'Công ty TNHH Du lịch Biển Xanh',
  ownerIdentifier: '9901427509',
  dossierCode: 'H99.12-230201-0007',
  state: 'due',
};

export function read(value: string, confidence = 0.97) {
  return { recognized: { value, confidence }, isConfirmed: false };
}

/** Recognized without any doubt. */
export function sureDraft(number = '05/GP-SVHTTDL'): MetadataDraft {
  return {
    ...emptyDraft(),
    paperTypeCode: read('GP'),
    ownerIdentifier: read('9901427509'),
    ownerName: read('Công ty TNHH Du lịch Biển Xanh'),
    title: read('Giấy phép'),
    numberNotation: read(number),
    issuedOn: read('2023-02-14'),
    issuingAgency: read('Sở Văn hóa, Thể thao và Du lịch'),
    abstract: read('Kinh doanh dịch vụ lữ hành nội địa'),
    expiresOn: read('permanent'),
  };
}

export function documentWith(id: string, change: Partial<BatchDocument> = {}): BatchDocument {
  return {
    id,
    batchId: 'batch',
    kind: 'scanned',
    fileName: `${id}.jpg`,
    pageIds: [`page-${id}`],
    state: 'recognized',
    metadata: sureDraft(`${id.codePointAt(0)}/GP-SVHTTDL`),
    procedureId: 'procedure',
    isRemoved: false,
    ...change,
  };
}

export function pageOf(documentId: string): Page {
  return {
    id: `page-${documentId}`,
    batchId: 'batch',
    documentId,
    sha256: documentId,
    mimeType: 'image/jpeg',
    fileName: `${documentId}.jpg`,
    indexInFile: 0,
    frame: { sourceWidthPx: 827, sourceHeightPx: 1170, rotation: 0, skewDegrees: 0, dpi: 100 },
    orientationConfidence: 1,
    warnings: [],
    isBlank: false,
    isRemoved: false,
    imageRevision: 0,
    recognition: { state: 'done', imageRevision: 0 },
  };
}

/** A batch that keeps its documents in memory, as the real session does in IndexedDB. */
export class MemoryBatch implements TaggingBatch {
  stored: ReadonlyMap<string, BatchDocument> = $state.raw(byId([]));
  catalogue: Catalogue | null = null;
  undoable: { undo?: string; redo?: string } = $state.raw({});
  isFull = false;
  readonly batchId = 'batch';
  /** Deeds as undo knows them, oldest first. */
  #past: readonly Deed[] = [];
  #future: readonly Deed[] = [];

  constructor(documents: readonly BatchDocument[]) {
    this.stored = byId(documents);
  }

  get documents(): BatchDocument[] {
    return [...this.stored.values()].filter((document) => !document.isRemoved);
  }

  documentById = (id: string) => this.stored.get(id);
  pagesOf = (id: string) => [pageOf(id)];

  async updateDocument(id: string, update: (document: BatchDocument) => BatchDocument) {
    const current = this.stored.get(id);
    if (current) this.stored = byId([...this.stored.values(), update(current)]);
  }

  async editDocuments({ label, documentIds, update, step }: LabelledEdit) {
    await Promise.resolve();
    if (this.isFull) throw new AppError('STORAGE_FULL');
    const found = documentIds.map((id) => this.stored.get(id)).filter((each) => each !== undefined);
    const last = this.#past.at(-1);
    if (last?.step !== step) this.#past = [...this.#past, { label, step, before: this.stored }];
    this.#future = [];
    this.stored = byId([...this.stored.values(), ...found.map(update)]);
    this.#tellUndoable();
  }

  async undo() {
    const last = this.#past.at(-1);
    if (!last) return false;
    this.#past = this.#past.slice(0, -1);
    this.#future = [{ ...last, before: this.stored }, ...this.#future];
    this.stored = last.before;
    this.#tellUndoable();
    return true;
  }

  async redo() {
    const [next, ...later] = this.#future;
    if (!next) return false;
    this.#future = later;
    this.#past = [...this.#past, { ...next, before: this.stored }];
    this.stored = next.before;
    this.#tellUndoable();
    return true;
  }

  #tellUndoable(): void {
    const undo = this.#past.at(-1)?.label;
    const redo = this.#future[0]?.label;
    this.undoable = { ...(undo && { undo }), ...(redo && { redo }) };
  }
}

type Deed = { label: string; step: string; before: ReadonlyMap<string, BatchDocument> };

function byId(documents: readonly BatchDocument[]): ReadonlyMap<string, BatchDocument> {
  return new Map(documents.map((document) => [document.id, document]));
}

/** A repository with one due item, that can be away or know duplicates. */
export class SimulatedRepository implements TaggingRepository {
  items: InventoryItem[] = [dueItem];
  known: KnownDuplicate[] = [];
  isAway = false;
  /** Answers wait for it. */
  gate: Promise<unknown> = Promise.resolve();

  async candidates() {
    await this.gate;
    if (this.isAway) throw new AppError('SERVER_UNREACHABLE');
    return this.items;
  }

  async duplicates() {
    if (this.isAway) throw new AppError('SERVER_UNREACHABLE');
    return this.known;
  }
}

/** One item alone is beyond doubt, several are not. */
export function rankByCount(
  _metadata: unknown,
  _procedureId: unknown,
  items: readonly InventoryItem[],
): Proposal[] {
  return items.map((item, place) => ({
    item,
    score: 1 - place / 10,
    reasons: ['number'],
    isUnique: items.length === 1,
  }));
}
