import type { DocumentPlan } from './document-plan.ts';

const anyTime = 'Căn cứ chức năng, nhiệm vụ và quyền hạn được giao;';

/** What a paper rests on: laws and decrees that were in force before its year began. */
export function legalBases({ subject, issuedOn }: DocumentPlan): string[] {
  const year = Number(issuedOn.slice(0, 4));
  const older = subject.bases.filter((basis) => yearsIn(basis).every((named) => named < year));
  return older.length > 0 ? older : [anyTime];
}

function yearsIn(basis: string): number[] {
  return (basis.match(/(?<!\d)(?:19|20)\d\d(?!\d)/gu) ?? []).map(Number);
}
