import type { Random } from '#fixtures/scanning/random.ts';
import type { EvaluationAgency } from '../wording/part-wording.ts';
import { kindRules, type DocumentKind } from './document-kinds.ts';
import type { Era } from './eras.ts';

type PlannedNumber = { numberNotation: string; isHandwrittenNumber: boolean };

/** Number and notation as the era wrote them. Numbers of forms of the commune have no notation. */
export function planNumber(
  kind: DocumentKind,
  era: Era,
  agency: EvaluationAgency,
  year: string,
  isByHand: boolean,
  random: Random,
): PlannedNumber {
  const number = random.next() < 0.2 ? random.whole(1, 9) : random.whole(10, 4200);
  const shown = String(number).padStart(2, '0');
  const of = (notation: string): PlannedNumber => ({
    numberNotation: notation,
    isHandwrittenNumber: isByHand,
  });
  if (kind === 'birth-certificate') return of(`${shown}/${year}`);
  if (kind === 'civil-extract') return of(`${shown}/TLKH-BS`);
  if (kind === 'reception-slip') return of(`${shown}/TNHS`);
  if (kind === 'letter') return of(letterNumber(shown, era, agency, random));
  const { code } = kindRules[kind];
  const notation = shortNotation(agency, era);
  if (era === 'typewriter') {
    return of(random.pick([`${shown}-${code}/UB`, `${shown}/${code}-UB`, `${shown}/${code}.UB`]));
  }
  if (era === 'nineties' && random.next() < 0.4) {
    return of(`${shown}/${year}/${code}-${notation}`);
  }
  return of(`${shown}/${code}-${notation}`);
}

function letterNumber(shown: string, era: Era, agency: EvaluationAgency, random: Random): string {
  if (era === 'typewriter') return `${shown}/CV-UB`;
  if (era === 'nineties') return random.pick([`${shown}/CV-UB`, `${shown}/UB-NC`]);
  return `${shown}/${shortNotation(agency, era)}-${random.pick(['VP', 'KT', 'NV', 'QLHC', 'HCTH'])}`;
}

function shortNotation(agency: EvaluationAgency, era: Era): string {
  return era === 'nineties' && agency.notation === 'UBND' ? 'UB' : agency.notation;
}
