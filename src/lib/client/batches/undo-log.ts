import { AppError } from '#lib/domain/app-error.ts';
import { metadataKeys, type FieldDraft, type MetadataDraft } from '#lib/domain/metadata.ts';
import { isOnItsWay } from './arrangement.ts';
import type { Batch, BatchDocument, Page } from './model.ts';

/** Records of a batch as they are stored at the moment of a change. */
export type StoredRecords = {
  batch: Batch;
  documents: ReadonlyMap<string, BatchDocument>;
  pages: ReadonlyMap<string, Page>;
};

/** The fields of one record that a change wrote, before and after; absent = the record did not exist. */
export type RecordPatch<Record> = { id: string; before?: Partial<Record>; after?: Partial<Record> };

/** Of the metadata only the fields that differ, apart from the rest of the record. */
export type DocumentPatch = RecordPatch<BatchDocument> & {
  fields?: { before: Partial<MetadataDraft>; after: Partial<MetadataDraft> };
};

export type ChangeEntry = {
  batch?: RecordPatch<Batch>;
  documents: DocumentPatch[];
  pages: RecordPatch<Page>[];
};

/** Records to write and to delete so that a change is taken back (or done again). */
export type Reversal = {
  batch?: Batch;
  documents: BatchDocument[];
  pages: Page[];
  deletedDocumentIds: string[];
  deletedPageIds: string[];
  /** The change, with records that vanish now remembered in full, ready to be reversed again. */
  entry: ChangeEntry;
};

/** Fields that an undo must not bring back: they tell of bytes and of what was done, not of a wish. */
const derivedPageFields = [
  'recognition',
  'imageRevision',
  'thumbnailRevision',
  'wasCut',
  'wasSetAside',
] as const;
const derivedDocumentFields = ['signed', 'upload', 'receipt', 'problem'] as const;

/** What a change writes, as patches of only the fields that differ: later progress survives an undo. */
export function describeChange(
  stored: StoredRecords,
  changed: { batch?: Batch; documents: readonly BatchDocument[]; pages: readonly Page[] },
): ChangeEntry {
  return {
    ...(changed.batch && { batch: patchOf(stored.batch, changed.batch) }),
    documents: describeDocuments(stored.documents, changed.documents),
    pages: changed.pages.map((next) => patchOf(stored.pages.get(next.id), next)),
  };
}

/** The part of a change that concerns documents. */
export function describeDocuments(
  stored: ReadonlyMap<string, BatchDocument>,
  changed: readonly BatchDocument[],
): DocumentPatch[] {
  return changed.map((next) => documentPatch(stored.get(next.id), next));
}

/** Two changes of documents, one after the other, as one. */
export function joined(first: ChangeEntry, second: ChangeEntry): ChangeEntry {
  const others = second.documents.filter(
    (patch) => !first.documents.some((p) => p.id === patch.id),
  );
  const both = first.documents.map((old) => {
    const next = second.documents.find(({ id }) => id === old.id);
    if (!next) return old;
    return {
      id: old.id,
      before: { ...next.before, ...old.before },
      after: { ...old.after, ...next.after },
      fields: {
        before: { ...next.fields?.before, ...old.fields?.before },
        after: { ...old.fields?.after, ...next.fields?.after },
      },
    };
  });
  return { ...first, documents: [...both, ...others] };
}

/** Takes a change back on top of what was written since. Throws `DOCUMENT_STATE_CONFLICT`. */
export function reverse(
  entry: ChangeEntry,
  direction: 'undo' | 'redo',
  stored: StoredRecords,
): Reversal {
  refuseOnItsWay(entry, stored);
  const documents = entry.documents.map((patch) =>
    reverseRecord(
      orientedDocument(patch, direction),
      stored.documents.get(patch.id),
      reversedDocument,
    ),
  );
  const pages = entry.pages.map((patch) =>
    reverseRecord(oriented(patch, direction), stored.pages.get(patch.id), reversedPage),
  );
  const repaged = new Set([
    ...pages.flatMap((page) => page.next?.documentId ?? []),
    ...entry.documents.filter((patch) => patch.before?.pageIds).map((patch) => patch.id),
  ]);
  return {
    ...(entry.batch && {
      batch: reversedBatch(stored.batch, oriented(entry.batch, direction)),
    }),
    documents: documents
      .flatMap((document) => document.next ?? [])
      .map((document) => (repaged.has(document.id) ? withoutSignature(document) : document)),
    pages: pages.flatMap((page) => page.next ?? []),
    deletedDocumentIds: documents.filter((each) => !each.next).map((each) => each.patch.id),
    deletedPageIds: pages.filter((each) => !each.next).map((each) => each.patch.id),
    entry: {
      ...(entry.batch && { batch: entry.batch }),
      documents: documents.map((each) => orientedDocument(each.patch, direction)),
      pages: pages.map((each) => oriented(each.patch, direction)),
    },
  };
}

/**
 * `to` with what joined the list since `from` was written, at the end: a document imported after
 * the change is not lost by taking the change back.
 */
export function restoredList(
  current: readonly string[],
  from: readonly string[],
  to: readonly string[],
): string[] {
  const known = new Set([...from, ...to]);
  return [...to, ...current.filter((id) => !known.has(id))];
}

/** A patch read in the direction it is applied: from `after` to `before`, or the other way. */
function oriented<Item>(patch: RecordPatch<Item>, direction: 'undo' | 'redo'): RecordPatch<Item> {
  if (direction === 'undo') return patch;
  return {
    id: patch.id,
    ...(patch.after && { before: patch.after }),
    ...(patch.before && { after: patch.before }),
  };
}

function orientedDocument(patch: DocumentPatch, direction: 'undo' | 'redo'): DocumentPatch {
  if (direction === 'undo' || !patch.fields) return oriented(patch, direction);
  const { before, after } = patch.fields;
  return { ...oriented(patch, direction), fields: { before: after, after: before } };
}

function documentPatch(old: BatchDocument | undefined, next: BatchDocument): DocumentPatch {
  const patch = patchOf(old, next);
  if (!old || !patch.before?.metadata) return patch;
  const differing = metadataKeys.filter((key) => !isSame(old.metadata[key], next.metadata[key]));
  return {
    id: patch.id,
    before: without(patch.before, ['metadata']),
    after: without(patch.after ?? {}, ['metadata']),
    fields: { before: only(old.metadata, differing), after: only(next.metadata, differing) },
  };
}

function patchOf<Item extends { id: string }>(
  old: Item | undefined,
  next: Item,
): RecordPatch<Item> {
  if (!old) return { id: next.id, after: next };
  const before: Partial<Item> = {};
  const after: Partial<Item> = {};
  for (const key of keysOf(old, next)) {
    if (isSame(old[key], next[key])) continue;
    before[key] = old[key];
    after[key] = next[key];
  }
  return { id: next.id, before, after };
}

function reverseRecord<Item extends { id: string }, Patch extends RecordPatch<Item>>(
  patch: Patch,
  current: Item | undefined,
  apply: (current: Item, patch: Patch) => Item,
): { patch: Patch; next?: Item } {
  if (!patch.before) {
    return { patch: current ? { ...patch, after: current } : patch };
  }
  if (!current) return { patch, next: whole(patch.before) };
  return { patch, next: apply(current, patch) };
}

/** A record that is not stored was remembered in full. */
function whole<Item>(remembered: Partial<Item>): Item {
  return remembered as Item;
}

function reversedBatch(current: Batch, patch: RecordPatch<Batch>): Batch {
  const { documentIds, ...rest } = patch.before ?? {};
  const next = { ...current, ...rest };
  if (!documentIds) return next;
  const from = patch.after?.documentIds ?? [];
  return { ...next, documentIds: restoredList(current.documentIds, from, documentIds) };
}

function reversedDocument(current: BatchDocument, patch: DocumentPatch): BatchDocument {
  const wanted = without(patch.before ?? {}, derivedDocumentFields);
  const next = withoutUndefined({
    ...current,
    ...wanted,
    ...(patch.fields && { metadata: restoredFields(current.metadata, patch.fields) }),
  });
  const pageIds = patch.before?.pageIds;
  if (!pageIds) return next;
  return {
    ...next,
    pageIds: restoredList(current.pageIds, patch.after?.pageIds ?? [], pageIds),
  };
}

/** What was typed and confirmed goes back; what has been read anew since stays. */
function restoredFields(
  current: MetadataDraft,
  { before, after }: NonNullable<DocumentPatch['fields']>,
): MetadataDraft {
  const restored = { ...current };
  for (const key of metadataKeys) {
    const wanted = before[key];
    if (wanted) restored[key] = restoredField(current[key], after[key], wanted);
  }
  return restored;
}

function restoredField(
  current: FieldDraft,
  from: FieldDraft | undefined,
  to: FieldDraft,
): FieldDraft {
  if (isSame(current.recognized, from?.recognized)) return to;
  const { recognized, absentConfidence } = current;
  return withoutUndefined({ ...to, recognized, absentConfidence });
}

function reversedPage(current: Page, patch: RecordPatch<Page>): Page {
  const wanted = without(patch.before ?? {}, derivedPageFields);
  const next = { ...current, ...wanted };
  const isTurned = !isSame(next.frame, current.frame);
  if (isTurned) next.imageRevision = current.imageRevision + 1;
  if (isTurned || next.isBlank !== current.isBlank) {
    next.recognition = { state: next.isBlank ? 'skipped' : 'waiting' };
  }
  return next;
}

/** Its pages are not those that were signed. */
function withoutSignature(document: BatchDocument): BatchDocument {
  const next = { ...document };
  delete next.signed;
  delete next.upload;
  return next.state === 'signed' ? { ...next, state: 'tagged' } : next;
}

function refuseOnItsWay(entry: ChangeEntry, stored: StoredRecords): void {
  const owners = entry.pages.flatMap((patch) => stored.pages.get(patch.id)?.documentId ?? []);
  const touched = [...entry.documents.map((patch) => patch.id), ...owners];
  const isConflict = touched.some((id) => {
    const document = stored.documents.get(id);
    return document !== undefined && isOnItsWay(document);
  });
  if (isConflict) throw new AppError('DOCUMENT_STATE_CONFLICT');
}

function without<Item extends object>(item: Item, fields: readonly (keyof Item)[]): Item {
  const entries = Object.entries(item).filter(([name]) => !fields.some((field) => field === name));
  return Object.fromEntries(entries) as Item;
}

function only(draft: MetadataDraft, keys: readonly (keyof MetadataDraft)[]) {
  const fields: Partial<MetadataDraft> = {};
  for (const key of keys) fields[key] = draft[key];
  return fields;
}

function withoutUndefined<Item extends object>(record: Item): Item {
  const entries = Object.entries(record).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Item;
}

function keysOf<Item extends object>(first: Item, second: Item): (keyof Item)[] {
  return [...new Set([...Object.keys(first), ...Object.keys(second)])] as (keyof Item)[];
}

/** Records are plain JSON values. */
function isSame(first: unknown, second: unknown): boolean {
  return first === second || JSON.stringify(first) === JSON.stringify(second);
}
