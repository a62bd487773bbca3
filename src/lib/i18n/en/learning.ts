import type { Translated } from '../translated.ts';
import type { learning as source } from '../vi/learning.ts';

export const learning: Translated<typeof source> = {
  title: 'Learned',
  purpose:
    'From what officials corrected and accepted the station makes better proposals for later documents. Names and identifiers of owners are not kept.',
  orgUnit: 'Unit',
  from: (documents) => `Learned from ${documents} documents`,
  about: (documents, agency) => `${documents} documents of ${agency}`,
  anyAgency: 'any agency',
  values: 'Usual values',
  usually: (field, value) => `${field} is usually ${value}`,
  usuallyOf: (field, of, value) => `${field} of ${of} is usually ${value}`,
  between: (first, last) => `from ${first} to ${last}`,
  places: 'Usual places',
  standsAfter: (field, label, page) => `${field} stands after “${label}” on page ${page}`,
  stands: (field, page) => `${field} stands at its usual place on page ${page}`,
  misreadings: 'Usual misreadings',
  misread: (read, meant, field) => `“${read}” → “${meant}” in ${field}`,
  procedures: 'Procedures by abstract',
  belongs: (opening, procedure) => `“${opening}…” → ${procedure}`,
  what: 'What was learned',
  why: 'Why',
  because: (cases) => `${cases} documents`,
  forget: 'Forget',
  forgetAgency: 'By issuing agency',
  forgetProcedure: 'By procedure',
  forgetAll: 'Forget everything',
  forgetOne: (name) => `Forget what was learned about ${name}`,
  confirmTitle: 'Forget what was learned?',
  confirmText: (name) =>
    `Corrections so far about ${name} are no longer used for proposals. Later documents teach from the beginning. This is written into the audit log.`,
  everything: 'all agencies and procedures',
  forgotten: 'Forgotten. Proposals from now on do not use it.',
  limits: 'Limits',
  keepMonths: 'Corrections are kept for (months)',
  keepCount: 'At most (corrections)',
  limitsHint:
    'Older ones, or more than this, are dropped as new ones come. For your unit and those below.',
  wrongNumber: (least, most) => `Type a whole number from ${least} to ${most}.`,
  saved: 'Limits saved.',
  empty: 'Nothing learned yet',
  emptyText:
    'As soon as three stored documents say the same it appears here and is used for proposals.',
};
