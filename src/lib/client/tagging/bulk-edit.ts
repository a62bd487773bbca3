import type { BatchDocument } from '#lib/client/batches/model.ts';
import { fieldValue, metadataKeys, type MetadataKey } from '#lib/domain/metadata.ts';
import type { Procedure } from '#lib/domain/procedure.ts';
import { confirmField, typeValue } from './edit-draft.ts';
import { withProcedure } from './edit-document.ts';
import type { Edit } from './pending-edits.svelte.ts';

/** What several papers of one stack have in common. */
export const bulkKeys = [
  'issuingAgency',
  'issuedOn',
  'expiresOn',
  'scope',
  'signerName',
  'signerPosition',
  'title',
  'paperTypeCode',
] as const satisfies readonly MetadataKey[];
export type BulkKey = (typeof bulkKeys)[number];

export type BulkChange = {
  /** Only the fields that shall change; an empty text empties the field. */
  fields: Partial<Record<BulkKey, string>>;
  procedureId?: string;
  /** Leaves alone what has a value already. */
  onlyEmpty: boolean;
};

/** The change of one document; a value that the official gave to many counts as looked at. */
export function bulkEdit(change: BulkChange, procedures: readonly Procedure[]): Edit {
  const { procedureId, onlyEmpty } = change;
  const procedure = procedures.find(({ id }) => id === procedureId);
  return (document) => {
    const isOpen = procedureId !== undefined && !(onlyEmpty && document.procedureId !== null);
    const placed =
      isOpen && document.procedureId !== procedureId
        ? withProcedure(procedureId, procedure)(document)
        : document;
    return bulkKeys.reduce((current, key) => setField(current, key, change), placed);
  };
}

/** The documents that the change alters. */
export function changedBy(
  documents: readonly BatchDocument[],
  change: BulkChange,
  procedures: readonly Procedure[],
): readonly BatchDocument[] {
  const edit = bulkEdit(change, procedures);
  return documents.filter((document) => {
    const next = edit(document);
    return (
      next.procedureId !== document.procedureId ||
      metadataKeys.some(
        (key) => fieldValue(next.metadata[key]) !== fieldValue(document.metadata[key]),
      )
    );
  });
}

function setField(
  document: BatchDocument,
  key: BulkKey,
  { fields, onlyEmpty }: BulkChange,
): BatchDocument {
  const text = fields[key];
  if (text === undefined) return document;
  const { metadata } = document;
  if (onlyEmpty && fieldValue(metadata[key]) !== '') return document;
  return { ...document, metadata: confirmField(typeValue(metadata, key, text), key) };
}
