import { extractDocument } from '#lib/recognition/extract-fields.ts';
import { proposeProcedure } from '#lib/recognition/propose-procedure.ts';
import type { FieldReader } from './field-draft.ts';

/** A procedure is filled in by itself at this score (0–1), when the next one is this far behind. */
const SURE_SCORE = 0.6;
const CLEAR_LEAD = 0.1;

/** The draft of a document from the text of its pages. */
export const readFields: FieldReader = (layers, catalogue) => {
  const { fields, absent } = extractDocument({ layers, ...(catalogue && { catalogue }) });
  const [best, second] = proposeProcedure({ layers, fields }, catalogue?.procedures ?? []);
  const isClear =
    best !== undefined &&
    best.score >= SURE_SCORE &&
    best.score - (second?.score ?? 0) >= CLEAR_LEAD;
  return { fields, absent, procedureId: isClear ? best.procedure.id : null };
};
