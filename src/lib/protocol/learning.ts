import * as v from 'valibot';
import type { LearnedTemplates } from './corrections.ts';
import type { OrgUnitOption } from './repository.ts';

/** How long and how many corrections of a unit are kept. */
export const LearningSettingSchema = v.strictObject({
  keepMonths: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(240)),
  keepCount: v.pipe(v.number(), v.integer(), v.minValue(100), v.maxValue(20_000)),
});
export type LearningSetting = v.InferOutput<typeof LearningSettingSchema>;

export const DEFAULT_LEARNING_SETTING: LearningSetting = { keepMonths: 36, keepCount: 5000 };

const OrgUnitId = v.pipe(v.string(), v.uuid());

/** `POST /api/learned-templates/reset`: forgets an agency, a procedure, or everything. */
export const LearningResetSchema = v.variant('what', [
  v.strictObject({ what: v.literal('all'), orgUnitId: OrgUnitId }),
  v.strictObject({
    what: v.literal('agency'),
    orgUnitId: OrgUnitId,
    agency: v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
  }),
  v.strictObject({
    what: v.literal('procedure'),
    orgUnitId: OrgUnitId,
    procedureId: v.pipe(v.string(), v.uuid()),
  }),
]);
export type LearningReset = v.InferOutput<typeof LearningResetSchema>;

/** Query string of the page about what was learned; the own unit by default. */
export const LearnedQuerySchema = v.object({
  orgUnitId: v.optional(v.union([v.literal(''), OrgUnitId]), ''),
});

export type LearnedReport = {
  orgUnitId: string;
  orgUnitName: string;
  orgUnits: OrgUnitOption[];
  templates: LearnedTemplates;
  setting: LearningSetting;
  /** Agencies and procedures that something was learned about, with how many documents say so. */
  agencies: { folded: string; name: string; documents: number }[];
  procedures: { id: string; name: string; documents: number }[];
};
