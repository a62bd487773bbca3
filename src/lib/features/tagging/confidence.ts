import { fieldValue, SURE_CONFIDENCE, type FieldDraft } from '#lib/domain/metadata.ts';

/** How sure a value is, in the words of the catalogue `tagging.confidence`. */
export type Certainty = 'sure' | 'doubtful' | 'confirmed' | 'corrected' | 'typed' | 'empty';

export function certaintyOf(field: FieldDraft): Certainty {
  if (field.typed !== undefined && field.typed !== '') {
    return field.recognized ? 'corrected' : 'typed';
  }
  if (field.isConfirmed) return 'confirmed';
  if (fieldValue(field) === '') return 'empty';
  return (field.recognized?.confidence ?? 0) >= SURE_CONFIDENCE ? 'sure' : 'doubtful';
}

export const certaintyTones = {
  sure: 'success',
  doubtful: 'warning',
  confirmed: 'success',
  corrected: 'info',
  typed: 'info',
  empty: 'neutral',
} as const satisfies Record<Certainty, string>;
