import * as v from 'valibot';
import { checkChoices, type CheckChoice, type CheckState } from '#lib/domain/blind-check.ts';
import { maximumLengths, requiredKeys } from '#lib/domain/metadata-rules.ts';
import { metadataKeys, type MetadataKey } from '#lib/domain/metadata.ts';

const Key = v.picklist(metadataKeys);
const Value = v.pipe(v.string(), v.trim(), v.normalize('NFC'), v.maxLength(500));

/** How many stored documents are drawn, and which of their fields are read again. */
export const CheckSettingSchema = v.strictObject({
  ratePercent: v.pipe(v.number(), v.minValue(0), v.maxValue(100)),
  keys: v.pipe(v.array(Key), v.minLength(1), v.maxLength(metadataKeys.length)),
});
export type CheckSetting = v.InferOutput<typeof CheckSettingSchema>;

export const DEFAULT_CHECK_SETTING: CheckSetting = { ratePercent: 5, keys: [...requiredKeys] };

export const CheckSettingViewSchema = v.object({
  ...CheckSettingSchema.entries,
  /** Name of the unit that set it; null for the setting that holds where nobody set one. */
  setBy: v.nullable(v.string()),
  isOwn: v.boolean(),
});
export type CheckSettingView = v.InferOutput<typeof CheckSettingViewSchema>;

/**
 * `GET /api/checks`: documents that wait for a second pair of eyes. Nothing of what the first person
 * wrote is in it, nor who that was.
 */
export const WaitingCheckSchema = v.strictObject({
  documentId: v.string(),
  orgUnitName: v.string(),
  pageCount: v.number(),
  sampledAt: v.string(),
  keys: v.array(Key),
});
export type WaitingCheck = v.InferOutput<typeof WaitingCheckSchema>;
export const WaitingChecksSchema = v.strictObject({ checks: v.array(WaitingCheckSchema) });

/** `POST /api/checks/{id}`: what the second person reads on the pages; empty where there is nothing. */
export const CheckAnswerSchema = v.strictObject({ values: v.record(Key, Value) });
export type CheckAnswer = v.InferOutput<typeof CheckAnswerSchema>;

/** How it ended; the values of the first person stay untold here too. */
export const CheckOutcomeSchema = v.strictObject({
  state: v.picklist(['agreed', 'differing']),
  agreedFields: v.number(),
  checkedFields: v.number(),
});
export type CheckOutcome = v.InferOutput<typeof CheckOutcomeSchema>;

/** A document about whose fields two people differ. */
export type Difference = {
  documentId: string;
  state: Extract<CheckState, 'differing' | 'resolved'>;
  orgUnitName: string;
  procedureName: string;
  pageCount: number;
  firstPerson: string;
  secondPerson: string;
  checkedAt: string;
  fields: {
    key: MetadataKey;
    first: string;
    second: string;
    choice: CheckChoice | null;
    /** As decided; null until then. */
    value: string | null;
  }[];
  resolvedBy: string | null;
  /** False for whoever was the first or the second person. */
  mayDecide: boolean;
};

const Decision = v.strictObject({
  choice: v.picklist(checkChoices),
  /** With `other`: what the paper says. */
  value: v.optional(Value),
});

/** `POST /api/differences/{id}`: one decision for every field that differs. */
export const ResolutionSchema = v.strictObject({ decisions: v.record(Key, Decision) });
export type Resolution = v.InferOutput<typeof ResolutionSchema>;

/** Longest value that a decision may give a field. */
export const longestValue = (key: MetadataKey): number => maximumLengths[key];

/** Right fields of those that were looked at by a second person. Open differences are not counted. */
export type AccuracyLine = {
  /** Id of the unit or person, or the key of the field. */
  id: string;
  name: string;
  checked: number;
  right: number;
};

export type AccuracyReport = {
  checked: number;
  right: number;
  waitingDocuments: number;
  openDocuments: number;
  byUnit: AccuracyLine[];
  byField: AccuracyLine[];
  byPerson: AccuracyLine[];
};
