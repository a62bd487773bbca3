/** The two parts of the evaluation set: rules are tuned on one, the other is only measured. */
export const parts = ['tuning', 'test'] as const;
export type Part = (typeof parts)[number];

export type OwnerKind = 'person' | 'enterprise' | 'household' | 'cooperative';
export type AgencyLevel = 'ministry' | 'province' | 'district' | 'commune';

export type EvaluationAgency = {
  level: AgencyLevel;
  /** As a catalogue spells it. */
  name: string;
  /** Lines of the letterhead above the agency's own. */
  governing: string[];
  letterhead: string[];
  /** What follows the kind of paper in a notation: `05/GP-SCT`. */
  notation: string;
  /** Of the date line. */
  place: string;
  /** Where its papers are valid: `tỉnh Hải Sơn`. */
  area: string;
  /** Prefix of its dossier codes. */
  code: string;
  head: string;
  deputy: string;
  /** Whose head signs `TM.`: a body that decides as a whole. */
  body?: string;
  /** Whose heads may sign by order (`TL.`). */
  offices: string[];
  /** Those that the catalogue does not know must be read as they are printed. */
  isInCatalogue: boolean;
  /** Districts ended on 1 July 2025. */
  lastYear?: number;
};

/** A matter that papers are about. Texts may hold `{owner}`, `{address}`, `{area}`, `{dossier}`. */
export type Subject = {
  /** What a licence or certificate allows, as it stands under the heading. */
  licence: string;
  /** What a decision does, after `Về việc`. */
  request: string;
  office: string;
  levels: AgencyLevel[];
  owners: OwnerKind[];
  bases: string[];
  details: string[];
  /** Columns of the annex and its rows without the running number. */
  columns: string[];
  rows: string[][];
};

/** Sentences of each kind of paper; placeholders as in `Subject`, and those of `fillIn`. */
export type Phrases = {
  ownerLabels: Record<OwnerKind, string[]>;
  identifierLabels: Record<'citizen' | 'card' | 'tax', string[]>;
  addressLabels: string[];
  decisionOpening: string[];
  decisionClosing: string[];
  proposal: string[];
  letterOpening: string[];
  letterClosing: string[];
  noticeOpening: string[];
  licenceOpening: string[];
  licenceDuties: string[];
  confirmation: string[];
  minutes: string[];
  report: string[];
  invitation: string[];
  until: string[];
  years: string[];
  permanent: string[];
  scopeLines: string[];
  dossierLines: string[];
  recipients: string[];
};

export type PartWording = {
  families: string[];
  middles: string[];
  givens: string[];
  /** Names as they are, of peoples with other customs. */
  wholeNames: string[];
  enterprises: string[];
  households: string[];
  cooperatives: string[];
  streets: string[];
  villages: string[];
  agencies: EvaluationAgency[];
  subjects: Subject[];
  phrases: Phrases;
};
