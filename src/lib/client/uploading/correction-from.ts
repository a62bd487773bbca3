import { isFiled } from '#lib/client/batches/arrangement.ts';
import type { BatchDocument, Page } from '#lib/client/batches/model.ts';
import { metadataKeys, metadataOf } from '#lib/domain/metadata.ts';
import type { TextLayer } from '#lib/domain/text-layer.ts';
import type { Correction } from '#lib/protocol/corrections.ts';
import type { Receipt } from '#lib/protocol/documents.ts';
import type { ExtractedFields } from '#lib/recognition/extract-fields.ts';
import { correctionOf } from '#lib/recognition/learned/correction-of.ts';

/** What the unit may learn from a stored document: what was read of it against what was accepted. */
export function correctionFrom(
  document: BatchDocument,
  receipt: Receipt,
  pages: readonly Page[],
  layers: ReadonlyMap<string, TextLayer>,
): Correction {
  const proposed: ExtractedFields = {};
  for (const key of metadataKeys) {
    const { recognized } = document.metadata[key];
    if (recognized) proposed[key] = asRead(recognized);
  }
  return correctionOf({
    documentId: document.id,
    acceptedAt: new Date(document.acceptedAt ?? receipt.storedAt).toISOString(),
    procedureId: document.procedureId,
    layers: pages.filter(isFiled).flatMap((page) => layers.get(page.id) ?? []),
    proposed,
    accepted: metadataOf(document.metadata),
  });
}

/**
 * A misreading that was put right by what was learned counts as one again, else what was learned
 * would be forgotten by being of use.
 */
function asRead(field: NonNullable<ExtractedFields['title']>): typeof field {
  const { learned } = field;
  return learned?.kind === 'usual-misreading' ? { ...field, value: learned.instead } : field;
}
