import { fieldValue, type FieldDraft } from '#lib/domain/metadata.ts';

/** A value that the official can take over by an arrow key, and where it comes from. */
export type FieldOption = {
  value: string;
  source: 'recognized' | 'alternative' | 'inventory' | 'learned';
  /** Why it is proposed, in words; only of what was learned. */
  reason?: string;
};

const MOST_OPTIONS = 9;

/**
 * What else the field could say, likeliest first and each value once: the inventory, what the unit's
 * earlier corrections say, then other readings. What the field says now is left out.
 */
export function optionsOf(
  field: FieldDraft,
  {
    inventoryValue,
    learned = [],
  }: { inventoryValue?: string; learned?: readonly { value: string; reason: string }[] } = {},
): FieldOption[] {
  const { recognized } = field;
  const all: FieldOption[] = [
    ...(inventoryValue === undefined ? [] : [inventory(inventoryValue)]),
    ...learned.map((each) => ({ ...each, source: 'learned' as const })),
    ...(recognized ? [{ value: recognized.value, source: 'recognized' as const }] : []),
    ...(recognized?.alternatives ?? []).map((value) => ({
      value,
      source: 'alternative' as const,
    })),
  ];
  const current = fieldValue(field);
  return all
    .filter(({ value }, place) => {
      const isFirst = all.findIndex((other) => other.value === value) === place;
      return value !== '' && value !== current && isFirst;
    })
    .slice(0, MOST_OPTIONS);
}

function inventory(value: string): FieldOption {
  return { value, source: 'inventory' };
}
