import { extractFields } from '#lib/recognition/extract-fields.ts';
import type { FieldReader } from './field-draft.ts';

/** The draft of a document from the text of its pages. */
export const readFields: FieldReader = (layers, catalogue) => ({
  fields: extractFields({ layers, ...(catalogue && { catalogue }) }),
  procedureId: null,
});
