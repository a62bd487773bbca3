import type { Person } from '#lib/domain/access.ts';
import { AppError } from '#lib/domain/app-error.ts';
import { summarizeRate, type LevelledCount } from '#lib/domain/rate-summary.ts';
import type {
  RateLine,
  SupervisionQuery,
  SupervisionReport,
  Target,
} from '#lib/protocol/supervision.ts';
import type { Context } from '../context.ts';
import type { UnitCount } from '../stores/counter-store.ts';
import { toOptions, type OrgUnit } from '../stores/org-unit-store.ts';
import { requirePermission } from './require-permission.ts';
import { narrowScope } from './search-documents.ts';

/** From this year on every still-valid result is to be digitized, whatever years have a row. */
const FULL_SINCE = 2026;

/**
 * Digitized ÷ (due + digitized) per unit, level and procedure against the year's target. Reads only
 * counters, so it costs the same at a thousand documents and at a million.
 */
export async function readSupervision(
  context: Context,
  person: Person | null,
  query: SupervisionQuery,
): Promise<SupervisionReport> {
  requirePermission(person, 'supervision.read');
  const scopePath = await narrowScope(context, person, query.orgUnitId);
  const { stores } = context;
  const now = context.now();
  const year = query.year === '' ? now.getFullYear() : Number(query.year);
  const [units, ownUnits, levels, procedures, targets, unitCounts, levelCounts, procedureCounts] =
    await Promise.all([
      stores.orgUnits.within(scopePath),
      stores.orgUnits.within(person.orgUnitPath),
      stores.orgUnits.levels(),
      stores.catalogue.procedures(),
      stores.catalogue.targets(),
      stores.counters.byUnit(scopePath),
      stores.counters.byLevel(scopePath),
      stores.counters.byProcedure(scopePath),
    ]);
  const top = units[0];
  if (top === undefined) throw new AppError('NOT_FOUND');
  const targetOf = targetsOfYear(targets, year);
  const line = (
    head: Pick<RateLine, 'id' | 'name' | 'code' | 'group' | 'depth'>,
    counts: readonly LevelledCount[],
  ): RateLine => ({ ...head, ...summarizeRate(counts, targetOf) });

  return {
    year,
    years: yearsOf(targets, now.getFullYear()),
    orgUnitId: top.id,
    orgUnitName: top.name,
    total: line({ id: top.id, name: top.name, code: null, group: '', depth: 0 }, levelCounts),
    byUnit: unitTree(units, unitCounts).map(({ unit, depth, counts }) =>
      line({ id: unit.id, name: unit.name, code: null, group: unit.levelName, depth }, counts),
    ),
    byLevel: levels
      .map(({ id, name }) =>
        line(
          { id, name, code: null, group: '', depth: 0 },
          levelCounts.filter((count) => count.levelId === id),
        ),
      )
      .filter(hasResults),
    byProcedure: procedures
      .map(({ id, name, code, field }) =>
        line(
          { id, name, code, group: field, depth: 0 },
          procedureCounts.filter((count) => count.procedureId === id),
        ),
      )
      .filter(hasResults),
    targets: targets.filter((target) => target.year === year),
    orgUnits: toOptions(ownUnits),
    countedAt: now.toISOString(),
  };
}

const hasResults = (line: RateLine): boolean => line.due + line.digitized + line.exempt > 0;

function targetsOfYear(targets: readonly Target[], year: number) {
  return (levelId: string): number | null => {
    const exact = targets.find((target) => target.levelId === levelId && target.year === year);
    if (exact !== undefined) return exact.percent;
    return year >= FULL_SINCE ? 100 : null;
  };
}

function yearsOf(targets: readonly Target[], currentYear: number): number[] {
  return [...new Set([...targets.map((target) => target.year), currentYear])].sort((a, b) => b - a);
}

/** Every unit with the counts of itself and of everything below it, each under its own level. */
function unitTree(units: readonly OrgUnit[], counts: readonly UnitCount[]) {
  const byId = new Map(units.map((unit) => [unit.id, unit]));
  const placed = counts.flatMap((count) => {
    const unit = byId.get(count.orgUnitId);
    return unit ? [{ ...count, path: unit.path, levelId: unit.levelId }] : [];
  });
  const options = toOptions([...units]);
  return units.map((unit, index) => ({
    unit,
    depth: options[index]?.depth ?? 0,
    counts: placed.filter((count) => count.path.startsWith(unit.path)),
  }));
}
