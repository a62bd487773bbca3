import type { EvaluationAgency } from '../wording/part-wording.ts';

/** The name in a sentence: an office of a province is told with its province. */
export function agencyWithPlace(agency: EvaluationAgency): string {
  const isWhole = agency.body !== undefined || agency.level === 'ministry';
  const isNamed = agency.name.includes(agency.place) || agency.name.includes(agency.area);
  return isWhole || isNamed ? agency.name : `${agency.name} ${agency.area}`;
}
