import { fieldValue, SURE_CONFIDENCE, type FieldDraft } from '#lib/domain/metadata.ts';

/** How sure a value is, in the words of the catalogue `tagging.confidence`. */
export type Certainty =
  'sure' | 'doubtful' | 'confirmed' | 'corrected' | 'typed' | 'matched' | 'empty' | 'absent';

/** `inventoryValue`: what the chosen or surely fitting inventory item says of the field. */
export function certaintyOf(field: FieldDraft, inventoryValue?: string): Certainty {
  const { recognized, typed } = field;
  if (typed !== undefined && typed !== '') {
    if (typed === inventoryValue && !recognized) return 'matched';
    return recognized ? 'corrected' : 'typed';
  }
  if (fieldValue(field) === '') {
    const isAbsent = field.isConfirmed || (field.absentConfidence ?? 0) >= SURE_CONFIDENCE;
    return isAbsent && typed === undefined ? 'absent' : 'empty';
  }
  if (field.isConfirmed) return 'confirmed';
  return (recognized?.confidence ?? 0) >= SURE_CONFIDENCE ? 'sure' : 'doubtful';
}

export const certaintyTones = {
  sure: 'success',
  doubtful: 'warning',
  confirmed: 'success',
  corrected: 'info',
  typed: 'info',
  matched: 'success',
  empty: 'neutral',
  absent: 'neutral',
} as const satisfies Record<Certainty, string>;
