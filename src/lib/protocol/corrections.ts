import * as v from 'valibot';
import { metadataKeys } from '#lib/domain/metadata.ts';

const Share = v.pipe(v.number(), v.minValue(-1), v.maxValue(2));
const Text = v.pipe(v.string(), v.maxLength(2000));

/** Where a value stands: shares of the page's width and height, so that any resolution compares. */
export const RelativePlaceSchema = v.strictObject({
  /** Counted from the first page, 0 for page 1. */
  pageIndex: v.pipe(v.number(), v.integer(), v.minValue(0)),
  x: Share,
  y: Share,
  width: Share,
  height: Share,
});
export type RelativePlace = v.InferOutput<typeof RelativePlaceSchema>;

/** `kept` as proposed, `corrected`, `filled` where nothing was proposed, `emptied`. */
export const CorrectionOutcome = v.picklist(['kept', 'corrected', 'filled', 'emptied']);

export const CorrectedFieldSchema = v.strictObject({
  outcome: CorrectionOutcome,
  /** Left empty for the owner's name and identifier: learning needs no personal data. */
  proposed: Text,
  accepted: Text,
  /** 0–1, of what was proposed; 0 where nothing was. */
  confidence: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
  /** Where the accepted value was found in the text; left out where it was not. */
  place: v.optional(RelativePlaceSchema),
  /** The printed words right before the value, without case and diacritics: `nguoi ky`. */
  label: v.optional(v.pipe(v.string(), v.maxLength(80))),
});
export type CorrectedField = v.InferOutput<typeof CorrectedFieldSchema>;

/** What was proposed for one document and what the official accepted: the unit learns from these. */
export const CorrectionSchema = v.strictObject({
  documentId: v.pipe(v.string(), v.uuid()),
  /** ISO 8601. */
  acceptedAt: v.pipe(v.string(), v.isoTimestamp()),
  procedureId: v.nullable(v.pipe(v.string(), v.uuid())),
  /** As accepted. */
  issuingAgency: Text,
  paperTypeCode: v.pipe(v.string(), v.maxLength(30)),
  /** `yyyy-mm-dd`, or empty. */
  issuedOn: v.pipe(v.string(), v.maxLength(10)),
  pageCount: v.pipe(v.number(), v.integer(), v.minValue(0)),
  fields: v.record(v.picklist(metadataKeys), CorrectedFieldSchema),
});
export type Correction = v.InferOutput<typeof CorrectionSchema>;

/** `POST /api/corrections` and the answer of `GET /api/corrections`. */
export const CorrectionsSchema = v.strictObject({
  corrections: v.pipe(v.array(CorrectionSchema), v.maxLength(2000)),
});

const Count = v.pipe(v.number(), v.integer(), v.minValue(1));
const Key = v.picklist(metadataKeys);

/** A value that officials of the unit accepted again and again, and between which issue dates. */
export const UsualValueSchema = v.strictObject({
  key: Key,
  /** Folded; empty where it was not known. */
  agency: Text,
  /** Folded name of the signer whose position this is; empty for other keys. */
  of: Text,
  value: Text,
  cases: Count,
  firstOn: Text,
  lastOn: Text,
});
export type UsualValue = v.InferOutput<typeof UsualValueSchema>;

/** Where a field stands on papers of one agency and type. */
export const UsualPlaceSchema = v.strictObject({
  key: Key,
  agency: Text,
  paperTypeCode: Text,
  label: Text,
  place: RelativePlaceSchema,
  cases: Count,
});
export type UsualPlace = v.InferOutput<typeof UsualPlaceSchema>;

/** A word that the engine misreads the same way, and what it was corrected to. */
export const UsualMisreadingSchema = v.strictObject({
  key: Key,
  read: Text,
  meant: Text,
  cases: Count,
});
export type UsualMisreading = v.InferOutput<typeof UsualMisreadingSchema>;

/** The procedure that results in papers whose abstract begins like this. */
export const UsualProcedureSchema = v.strictObject({
  paperTypeCode: Text,
  opening: Text,
  procedureId: v.pipe(v.string(), v.uuid()),
  cases: Count,
});
export type UsualProcedure = v.InferOutput<typeof UsualProcedureSchema>;

/** What a unit has learned from its corrections; empty after a reset. */
export const LearnedTemplatesSchema = v.strictObject({
  version: v.literal(1),
  learnedFrom: v.pipe(v.number(), v.integer(), v.minValue(0)),
  values: v.array(UsualValueSchema),
  places: v.array(UsualPlaceSchema),
  misreadings: v.array(UsualMisreadingSchema),
  procedures: v.array(UsualProcedureSchema),
});
export type LearnedTemplates = v.InferOutput<typeof LearnedTemplatesSchema>;
