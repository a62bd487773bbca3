import type { BatchDocument } from '#lib/client/batches/model.ts';
import { isAtLeast } from '#lib/domain/document-state.ts';
import { metadataKeys, type MetadataKey, type RecognizedField } from '#lib/domain/metadata.ts';
import type { TextLayer } from '#lib/domain/text-layer.ts';
import type { Catalogue } from '#lib/protocol/documents.ts';

export type ReadFields = {
  fields: Partial<Record<MetadataKey, RecognizedField>>;
  /** How certain it is (0–1) that the paper does not have the fields that were not found. */
  absent?: Partial<Record<MetadataKey, number>>;
  /** Only when one procedure clearly fits. */
  procedureId: string | null;
};

/** Finds the fields in the text of a document's pages, in their order. */
export type FieldReader = (
  layers: TextLayer[],
  catalogue: Catalogue | null,
) => ReadFields | Promise<ReadFields>;

/**
 * Puts what was read beside what was typed: typed and confirmed values stay. A document that the
 * official has accepted meanwhile is left alone.
 */
export function withReadFields(document: BatchDocument, read: ReadFields): BatchDocument {
  if (isAtLeast(document.state, 'tagged')) return document;
  const metadata = { ...document.metadata };
  for (const key of metadataKeys) {
    const { typed, isConfirmed } = metadata[key];
    if (isConfirmed && typed === undefined) continue;
    const recognized = read.fields[key];
    const absentConfidence = read.absent?.[key];
    metadata[key] = {
      isConfirmed,
      ...(typed !== undefined && { typed }),
      ...(recognized && { recognized }),
      ...(absentConfidence !== undefined && { absentConfidence }),
    };
  }
  return {
    ...document,
    metadata,
    procedureId: document.procedureId ?? read.procedureId,
    state: 'recognized',
  };
}
