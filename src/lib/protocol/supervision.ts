import * as v from 'valibot';
import type { InventoryItem } from '#lib/domain/procedure.ts';
import { PageLimit } from './paging.ts';
import type { OrgUnitOption } from './repository.ts';

const OptionalId = v.optional(v.union([v.literal(''), v.pipe(v.string(), v.uuid())]), '');

/** Query string of the dashboard. `year` picks the target; the counts are those of today. */
export const SupervisionQuerySchema = v.object({
  year: v.optional(v.pipe(v.string(), v.regex(/^(?:\d{4})?$/u)), ''),
  /** Look at this unit and what is below it; the own unit by default. */
  orgUnitId: OptionalId,
});
export type SupervisionQuery = v.InferOutput<typeof SupervisionQuerySchema>;

/** One row of a supervision table. */
export type RateLine = {
  /** Id of the unit, level or procedure. */
  id: string;
  name: string;
  /** National code of a procedure, notation of an agency; null when there is none. */
  code: string | null;
  /** Level of a unit; field (lĩnh vực) of a procedure; empty for a level. */
  group: string;
  /** Units only: 0 is the unit looked at. Lines of units include everything below them. */
  depth: number;
  due: number;
  digitized: number;
  exempt: number;
  /** Percent; null when nothing is to be digitized. */
  rate: number | null;
  /** Percent; null when no target was set for the year. Weighted where levels with different targets meet. */
  targetPercent: number | null;
  /** Results still to be digitized to reach the target: "cần thêm N kết quả". */
  remaining: number;
};

export type Target = { levelId: string; year: number; percent: number; sourceNote: string };

export type SupervisionReport = {
  year: number;
  /** Years that have targets, and the current one. */
  years: number[];
  orgUnitId: string;
  orgUnitName: string;
  total: RateLine;
  byUnit: RateLine[];
  byLevel: RateLine[];
  byProcedure: RateLine[];
  targets: Target[];
  orgUnits: OrgUnitOption[];
  countedAt: string;
};

export const supervisionGroupings = ['unit', 'level', 'procedure'] as const;
export const SupervisionExportSchema = v.object({
  ...SupervisionQuerySchema.entries,
  format: v.picklist(['csv', 'xlsx']),
  by: v.picklist(supervisionGroupings),
});
export type SupervisionExport = v.InferOutput<typeof SupervisionExportSchema>;

/** Drill-down: the results behind a number. */
export const InventoryQuerySchema = v.object({
  q: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(200)), ''),
  orgUnitId: OptionalId,
  procedureId: OptionalId,
  levelId: v.optional(v.pipe(v.string(), v.maxLength(40)), ''),
  state: v.optional(v.picklist(['', 'due', 'digitized', 'exempt']), ''),
  cursor: v.optional(v.pipe(v.string(), v.maxLength(200)), ''),
  limit: PageLimit,
});
export type InventoryQuery = v.InferOutput<typeof InventoryQuerySchema>;

export type InventoryEntry = InventoryItem & {
  orgUnitName: string;
  procedureName: string;
  exemptReason: string | null;
  /** The result document that digitized it. */
  documentId: string | null;
  digitizedAt: string | null;
};

export type InventoryPage = {
  items: InventoryEntry[];
  nextCursor: string | null;
  /** From the counters where no words were asked for; capped at 10,000 otherwise. */
  total: number;
  isTotalCapped: boolean;
};
