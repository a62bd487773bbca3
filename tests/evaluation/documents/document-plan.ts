import { PERMANENT } from '#lib/domain/metadata.ts';
import { seededRandom, type Random } from '#fixtures/scanning/random.ts';
import { planDamages, type ScanPlan } from '../damage/damage-plans.ts';
import { planLayout, type Layout } from '../layout/layout.ts';
import type { EvaluationAgency, OwnerKind, Part, Subject } from '../wording/part-wording.ts';
import { wordingOf } from '../wording/wording-of.ts';
import { documentKinds, kindRules, type DocumentKind } from './document-kinds.ts';
import { eraYears, isOldSpelling, type Era } from './eras.ts';
import { planNumber } from './number-styles.ts';
import { planOwner, planSigner, type Owner, type Signer } from './people.ts';

export type Expiry = {
  wording: 'none' | 'until' | 'years' | 'permanent';
  value: string;
  years: number;
};

/** Everything that is decided about a document before a word of it is written. */
export type DocumentPlan = {
  id: string;
  seed: string;
  part: Part;
  kind: DocumentKind;
  era: Era;
  agency: EvaluationAgency;
  subject: Subject;
  owner: Owner;
  signer: Signer;
  numberNotation: string;
  isHandwrittenNumber: boolean;
  issuedOn: string;
  isHandwrittenDate: boolean;
  expiry: Expiry;
  scope: string;
  dossierCode: string;
  /** Rows of the annex; 0 means no annex. */
  annexRows: number;
  /** How often the body's longer passages are told. */
  length: number;
  layout: Layout;
  scan: ScanPlan;
};

const documentCounts: Record<Part, number> = { tuning: 126, test: 84 };
const eraCycle: Era[] = [
  'current',
  'current',
  'tt01',
  'current',
  'nineties',
  'current',
  'tt55',
  'current',
  'typewriter',
  'current',
  'tt01',
  'current',
  'current',
  'nineties',
  'tt55',
  'current',
  'tt01',
  'current',
  'typewriter',
];

/** The documents of one part, always the same. */
export function planDocuments(part: Part): DocumentPlan[] {
  return Array.from({ length: documentCounts[part] }, (_, index) => planDocument(part, index));
}

function planDocument(part: Part, index: number): DocumentPlan {
  const id = `${part}-${String(index + 1).padStart(3, '0')}`;
  const random = seededRandom(`evaluation ${id}`);
  const kind = documentKinds[index % documentKinds.length] ?? 'decision';
  const rules = kindRules[kind];
  const era = eraOf(index, rules.eras, random);
  const agency = agencyFor(part, kind, era, random);
  const subject = subjectFor(part, agency, random);
  const ownerKind: OwnerKind = random.pick(rules.owners ?? subject.owners);
  const issuedOn = issueDate(era, agency, random);
  const signer = planSigner(part, agency, era, random);
  const isByHand = random.next() < (era === 'current' ? 0.1 : 0.45);
  return {
    id,
    seed: `evaluation ${id}`,
    part,
    kind,
    era,
    agency,
    subject,
    owner: planOwner(part, ownerKind, era, random),
    signer,
    ...planNumber(kind, era, agency, issuedOn.slice(0, 4), isByHand, random),
    issuedOn,
    isHandwrittenDate: isByHand && random.next() < 0.75,
    expiry: rules.hasExpiry
      ? planExpiry(issuedOn, random)
      : { wording: 'none', value: '', years: 0 },
    scope: rules.hasExpiry && random.next() < 0.6 ? scopeOf(agency) : '',
    dossierCode: dossierCode(agency, era, issuedOn, random),
    annexRows: ['report', 'plan', 'proposal', 'decision'].includes(kind) ? random.whole(0, 34) : 0,
    length: ['report', 'plan', 'proposal'].includes(kind) ? random.whole(2, 5) : 1,
    layout: planLayout(part, kind, era, random),
    scan: planDamages(part, index, era, random),
  };
}

function eraOf(index: number, allowed: Era[] | undefined, random: Random): Era {
  const era = eraCycle[(index * 7 + Math.floor(index / documentKinds.length)) % eraCycle.length];
  if (era === undefined) throw new Error('The cycle of eras is empty');
  return allowed && !allowed.includes(era) ? random.pick(allowed) : era;
}

function agencyFor(part: Part, kind: DocumentKind, era: Era, random: Random): EvaluationAgency {
  const levels = kindRules[kind].levels;
  const all = wordingOf(part).agencies.filter((agency) => !levels || levels.includes(agency.level));
  // Before 1993 hardly anybody but committees left results that still stand.
  const fitting = isOldSpelling(era) ? all.filter((agency) => agency.body !== undefined) : all;
  return random.pick(fitting.length > 0 ? fitting : all);
}

function subjectFor(part: Part, agency: EvaluationAgency, random: Random): Subject {
  const { subjects } = wordingOf(part);
  const fitting = subjects.filter((subject) => subject.levels.includes(agency.level));
  return random.pick(fitting.length > 0 ? fitting : subjects);
}

function issueDate(era: Era, agency: EvaluationAgency, random: Random): string {
  const [first, last] = eraYears[era];
  const year = random.whole(first, Math.min(last, agency.lastYear ?? last));
  return isoDate(year, random.whole(1, year === 2026 ? 9 : 12), random.whole(1, 28));
}

export function isoDate(year: number, month: number, day: number): string {
  return [String(year), String(month).padStart(2, '0'), String(day).padStart(2, '0')].join('-');
}

function planExpiry(issuedOn: string, random: Random): Expiry {
  const years = random.whole(1, 10);
  const after = `${Number(issuedOn.slice(0, 4)) + years}${issuedOn.slice(4)}`;
  const wording = random.pick(['none', 'until', 'years', 'permanent'] as const);
  if (wording === 'none') return { wording, value: '', years: 0 };
  if (wording === 'permanent') return { wording, value: PERMANENT, years: 0 };
  if (wording === 'years') return { wording, value: after, years };
  const day = isoDate(Number(after.slice(0, 4)), random.whole(1, 12), random.whole(1, 28));
  return { wording, value: day > issuedOn ? day : after, years };
}

function scopeOf(agency: EvaluationAgency): string {
  return agency.level === 'ministry' ? 'Toàn quốc' : `Trên địa bàn ${agency.area}`;
}

function dossierCode(agency: EvaluationAgency, era: Era, issuedOn: string, random: Random): string {
  const chance = random.next();
  const ordinal = String(random.whole(1, 9999)).padStart(random.next() < 0.7 ? 4 : 6, '0');
  if (era !== 'current' || chance < 0.35) return '';
  const [year = '', month = '', day = ''] = issuedOn.split('-');
  const handedInOn = String(random.whole(1, Number(day))).padStart(2, '0');
  return `${agency.code}-${year.slice(2)}${month}${handedInOn}-${ordinal}`;
}
