import { isOnItsWay } from '#lib/client/batches/arrangement.ts';
import type { BatchDocument } from '#lib/client/batches/model.ts';
import {
  fieldValue,
  metadataKeys,
  SURE_CONFIDENCE,
  type MetadataKey,
} from '#lib/domain/metadata.ts';
import type { InventoryItem, Procedure } from '#lib/domain/procedure.ts';
import {
  confirmField,
  corroborate,
  saysExactly,
  typeValue,
  withPaperTypeCode,
} from './edit-draft.ts';
import type { Edit } from './pending-edits.svelte.ts';

/** Edits of a whole record. Each can be repeated on what another writer stored meanwhile. */

export function typed(key: MetadataKey, text: string, procedure: Procedure | undefined): Edit {
  return (document) => {
    const metadata = typeValue(document.metadata, key, text);
    if (key !== 'title') return { ...document, metadata };
    return { ...document, metadata: withPaperTypeCode(metadata, procedure) };
  };
}

/** Fields that were looked at stand as they are. */
export function confirmed(key: MetadataKey): Edit {
  return (document) =>
    document.metadata[key].isConfirmed
      ? document
      : { ...document, metadata: confirmField(document.metadata, key) };
}

export function withProcedure(procedureId: string | null, procedure: Procedure | undefined): Edit {
  return (document) => ({
    ...document,
    procedureId,
    metadata: withPaperTypeCode(document.metadata, procedure),
  });
}

/** The item answers this document: its fields confirm or fill those of the document. */
export function withInventoryItem(document: BatchDocument, item: InventoryItem): BatchDocument {
  return {
    ...document,
    inventoryItemId: item.id,
    procedureId: document.procedureId ?? item.procedureId,
    metadata: corroborate(document.metadata, item),
  };
}

/**
 * What an item that nobody has chosen yet says for the document: it fills empty fields and takes the
 * doubt from those that say exactly the same.
 */
export function withSureItem(document: BatchDocument, item: InventoryItem): BatchDocument {
  if (document.inventoryItemId !== undefined) return document;
  return {
    ...document,
    procedureId: document.procedureId ?? item.procedureId,
    metadata: corroborate(document.metadata, item, saysExactly),
  };
}

/** An empty field that the paper surely does not have needs no confirmation of its own. */
export function withSureAbsences(document: BatchDocument): BatchDocument {
  const absent = metadataKeys.filter((key) => {
    const field = document.metadata[key];
    return (
      !field.isConfirmed &&
      fieldValue(field) === '' &&
      field.typed === undefined &&
      (field.absentConfidence ?? 0) >= SURE_CONFIDENCE
    );
  });
  if (absent.length === 0) return document;
  return { ...document, metadata: absent.reduce(confirmField, document.metadata) };
}

/** Accepted as it stands, with the inventory item that fits without doubt where none was chosen. */
export function accepted(acceptedAt: string, sureItem: InventoryItem | undefined): Edit {
  return (document) => {
    const isUndecided = document.inventoryItemId === undefined;
    const decided = isUndecided && sureItem ? withInventoryItem(document, sureItem) : document;
    // What the repository refused before is sent anew with what the official corrected.
    const upload = document.upload?.phase === 'failed' ? undefined : document.upload;
    const state = document.signed ? 'signed' : 'tagged';
    return { ...withSureAbsences(decided), acceptedAt, upload, state };
  };
}

/**
 * An edit of an accepted document opens it again; a signature stays, for metadata is no part of the
 * PDF. What is on its way into the repository stays as it is.
 */
export function opening(edit: Edit): Edit {
  return (stored) => {
    if (isOnItsWay(stored)) return stored;
    const changed = edit(stored);
    if (changed === stored || changed.acceptedAt === undefined) return changed;
    const state = changed.signed ? changed.state : 'recognized';
    return { ...changed, acceptedAt: undefined, state };
  };
}
