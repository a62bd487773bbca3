import { foldDiacritics, foldNumberNotation, normalizeText } from '#lib/domain/fold.ts';
import { normalizeIdentifier } from '#lib/domain/identifiers.ts';
import { paperTypeCodeOf } from '#lib/domain/metadata-rules.ts';
import {
  fieldValue,
  SURE_CONFIDENCE,
  type FieldDraft,
  type MetadataDraft,
  type MetadataKey,
} from '#lib/domain/metadata.ts';
import type { InventoryItem, Procedure } from '#lib/domain/procedure.ts';

/** The official typed a value. Typing what was recognized confirms it instead of correcting it. */
export function typeValue(draft: MetadataDraft, key: MetadataKey, text: string): MetadataDraft {
  const value = key === 'ownerIdentifier' ? normalizeIdentifier(text) : normalizeText(text);
  const { recognized } = draft[key];
  return recognized?.value === value
    ? withField(draft, key, { recognized, isConfirmed: true })
    : withField(draft, key, { ...draft[key], typed: value, isConfirmed: false });
}

/** The official looked at the field and lets it stand, even empty. */
export function confirmField(draft: MetadataDraft, key: MetadataKey): MetadataDraft {
  return withField(draft, key, { ...draft[key], isConfirmed: true });
}

/** Back to what was recognized. */
export function revertField(draft: MetadataDraft, key: MetadataKey): MetadataDraft {
  const { recognized } = draft[key];
  return withField(draft, key, recognized ? { recognized, isConfirmed: false } : unread);
}

/**
 * The inventory item stands behind the paper: a field that says the same is confirmed by it, an
 * empty one is filled from it; a field that says otherwise stays as it is for the official to judge.
 */
export function corroborate(
  draft: MetadataDraft,
  item: InventoryItem,
  isSame: typeof saysTheSame = saysTheSame,
): MetadataDraft {
  return inventoryKeys.reduce((current, key) => {
    if (item[key] === '') return current;
    if (fieldValue(current[key]) === '') {
      return withField(current, key, { ...current[key], typed: item[key], isConfirmed: true });
    }
    return isSame(key, fieldValue(current[key]), item[key]) ? confirmField(current, key) : current;
  }, draft);
}

/** Fields that an inventory item knows. */
export const inventoryKeys = [
  'ownerIdentifier',
  'ownerName',
  'numberNotation',
  'issuedOn',
  'dossierCode',
] as const satisfies readonly (MetadataKey & keyof InventoryItem)[];

/** Equal for a reader: without regard to diacritics, case, spaces and leading zeros. */
export function saysTheSame(key: MetadataKey, left: string, right: string): boolean {
  if (key === 'numberNotation') return foldNumberNotation(left) === foldNumberNotation(right);
  if (key === 'ownerIdentifier') return normalizeIdentifier(left) === normalizeIdentifier(right);
  return foldDiacritics(left) === foldDiacritics(right);
}

/** As `saysTheSame`, but names must have the same diacritics: Hoa is another person than Hòa. */
export function saysExactly(key: MetadataKey, left: string, right: string): boolean {
  if (key !== 'ownerName') return saysTheSame(key, left, right);
  return (
    normalizeText(left).toLocaleLowerCase('vi') === normalizeText(right).toLocaleLowerCase('vi')
  );
}

/**
 * Fills the paper type code from the title, else from the kind of result of the procedure, where
 * neither engine nor official gave one. It is as sure as what it comes from.
 */
export function withPaperTypeCode(
  draft: MetadataDraft,
  procedure: Pick<Procedure, 'resultKind'> | undefined,
): MetadataDraft {
  if (fieldValue(draft.paperTypeCode) !== '' || draft.paperTypeCode.typed !== undefined) {
    return draft;
  }
  const { title } = draft;
  const fromTitle = paperTypeCodeOf(fieldValue(title));
  const value = fromTitle ?? paperTypeCodeOf(procedure?.resultKind ?? '');
  if (value === null) return draft;
  const isTitleChecked = title.isConfirmed || title.typed !== undefined;
  const confidence =
    fromTitle === null || isTitleChecked ? SURE_CONFIDENCE : (title.recognized?.confidence ?? 0);
  return withField(draft, 'paperTypeCode', {
    recognized: { value, confidence },
    isConfirmed: false,
  });
}

const unread: FieldDraft = { isConfirmed: false };

function withField(draft: MetadataDraft, key: MetadataKey, field: FieldDraft): MetadataDraft {
  return { ...draft, [key]: field };
}
