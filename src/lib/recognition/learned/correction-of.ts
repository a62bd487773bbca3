import { metadataKeys, type Metadata, type MetadataKey } from '#lib/domain/metadata.ts';
import type { TextLayer } from '#lib/domain/text-layer.ts';
import type { CorrectedField, Correction, RelativePlace } from '#lib/protocol/corrections.ts';
import { unionBox } from '../document-text.ts';
import type { ExtractedFields } from '../extract-fields.ts';
import { foldInPlace } from '../vietnamese.ts';

/** Their values are personal data: that they were changed is kept, not what they were. */
const personalKeys: readonly MetadataKey[] = ['ownerName', 'ownerIdentifier'];
/** Written otherwise than printed: they are not looked for on the page. */
const derivedKeys: readonly MetadataKey[] = ['paperTypeCode', 'issuedOn', 'expiresOn'];
/** Words before a value that make its label. */
const LABEL_WORDS = 4;

export type AcceptedDocument = {
  documentId: string;
  /** ISO 8601. */
  acceptedAt: string;
  procedureId: string | null;
  layers: readonly TextLayer[];
  proposed: ExtractedFields;
  accepted: Metadata;
};

/** What the unit keeps of an accepted document to learn from. */
export function correctionOf(document: AcceptedDocument): Correction {
  const { proposed, accepted, layers } = document;
  const fields: Partial<Record<MetadataKey, CorrectedField>> = {};
  for (const key of metadataKeys) {
    const read = proposed[key];
    const value = accepted[key];
    if (read === undefined && value === '') continue;
    const isPersonal = personalKeys.includes(key);
    const found = derivedKeys.includes(key) ? undefined : locate(layers, value);
    fields[key] = {
      outcome: outcomeOf(read?.value ?? '', value),
      proposed: isPersonal ? '' : (read?.value ?? ''),
      accepted: isPersonal ? '' : value,
      confidence: read?.confidence ?? 0,
      ...(found && { place: found.place, label: found.label }),
    };
  }
  return {
    documentId: document.documentId,
    acceptedAt: document.acceptedAt,
    procedureId: document.procedureId,
    issuingAgency: accepted.issuingAgency,
    paperTypeCode: accepted.paperTypeCode,
    issuedOn: accepted.issuedOn,
    pageCount: layers.length,
    fields,
  };
}

function outcomeOf(proposed: string, accepted: string): CorrectedField['outcome'] {
  if (proposed === accepted) return 'kept';
  if (proposed === '') return 'filled';
  return accepted === '' ? 'emptied' : 'corrected';
}

/** The first line that holds the value, whatever the diacritics: where it stands and after what. */
function locate(
  layers: readonly TextLayer[],
  value: string,
): { place: RelativePlace; label: string } | undefined {
  const wanted = plainWords(value);
  if (wanted.length === 0) return undefined;
  for (const [pageIndex, layer] of layers.entries()) {
    for (const line of layer.lines) {
      const words = line.words.map((word) => plainWords(word.text).join(' '));
      const start = words.findIndex((_, i) => isRun(words.slice(i, i + wanted.length), wanted));
      if (start < 0) continue;
      const box = unionBox(line.words.slice(start, start + wanted.length).map((word) => word.box));
      const place = {
        pageIndex,
        x: share(box.x, layer.widthPx),
        y: share(box.y, layer.heightPx),
        width: share(box.width, layer.widthPx),
        height: share(box.height, layer.heightPx),
      };
      const label = words
        .slice(Math.max(0, start - LABEL_WORDS), start)
        .join(' ')
        .trim();
      return { place, label: label.slice(-80) };
    }
  }
  return undefined;
}

function isRun(words: readonly string[], wanted: readonly string[]): boolean {
  return words.length === wanted.length && words.every((word, i) => word === wanted[i]);
}

function plainWords(text: string): string[] {
  return foldInPlace(text)
    .split(/\s+/u)
    .map((word) => word.replace(/^[^a-z0-9]+|[^a-z0-9]+$/gu, ''))
    .filter((word) => word !== '');
}

function share(px: number, whole: number): number {
  return whole <= 0 ? 0 : Math.max(-1, Math.min(2, Math.round((px / whole) * 1e4) / 1e4));
}
