import { metadataKeys, type MetadataKey, type RecognizedField } from '#lib/domain/metadata.ts';
import type { LearnedTemplates } from '#lib/protocol/corrections.ts';
import { extractDocument } from '#lib/recognition/extract-fields.ts';
import {
  applyLearned,
  usualProcedure,
  type LearnedFields,
} from '#lib/recognition/learned/apply-learned.ts';
import { proposeProcedure } from '#lib/recognition/propose-procedure.ts';
import type { FieldReader } from './field-draft.ts';

/** A procedure is filled in by itself at this score (0–1), when the next one is this far behind. */
const SURE_SCORE = 0.6;
const CLEAR_LEAD = 0.1;

/** Reads the draft of a document from the text of its pages, with what the unit has learned. */
export function fieldReader(learned: () => Promise<LearnedTemplates | null>): FieldReader {
  return async (layers, catalogue) => {
    const templates = await learned();
    const { fields, absent } = extractDocument({ layers, ...(catalogue && { catalogue }) });
    const [best, second] = proposeProcedure({ layers, fields }, catalogue?.procedures ?? []);
    const isClear =
      best !== undefined &&
      best.score >= SURE_SCORE &&
      best.score - (second?.score ?? 0) >= CLEAR_LEAD;
    const clear = isClear ? best.procedure.id : null;
    if (templates === null) return { fields, absent, procedureId: clear };

    const usual = usualProcedure(fields, templates)?.procedureId;
    const isKnown = catalogue?.procedures.some(({ id }) => id === usual) ?? false;
    return {
      fields: withReasons(applyLearned(fields, templates, layers)),
      absent,
      procedureId: clear ?? (isKnown ? (usual ?? null) : null),
    };
  };
}

/** Every learned proposal carries how many documents say so. */
function withReasons({ fields, reasons }: LearnedFields) {
  const explained: Partial<Record<MetadataKey, RecognizedField>> = { ...fields };
  for (const key of metadataKeys) {
    const [field, learned] = [fields[key], reasons[key]];
    if (field && learned) explained[key] = { ...field, learned };
  }
  return explained;
}
