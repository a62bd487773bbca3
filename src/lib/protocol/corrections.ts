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
