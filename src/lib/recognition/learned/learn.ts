import { metadataKeys, type MetadataKey } from '#lib/domain/metadata.ts';
import type {
  CorrectedField,
  Correction,
  LearnedTemplates,
  RelativePlace,
  UsualMisreading,
  UsualPlace,
  UsualProcedure,
  UsualValue,
} from '#lib/protocol/corrections.ts';
import { editDistance, foldInPlace } from '../vietnamese.ts';

/** Cases from which something is usual. */
export const LEAST_CASES = 3;

/** The same few values come again for these; the others differ from paper to paper. */
const recurringKeys: readonly MetadataKey[] = [
  'issuingAgency',
  'signerName',
  'signerPosition',
  'scope',
];
/** Values that stand at their own place and are told by their label. */
const placedKeys: readonly MetadataKey[] = [
  'numberNotation',
  'ownerName',
  'ownerIdentifier',
  'dossierCode',
];
/** Only where words are ordinary ones: a digit has no usual misreading that could be undone. */
const wordKeys: readonly MetadataKey[] = [
  'issuingAgency',
  'abstract',
  'signerName',
  'signerPosition',
  'scope',
];
/** How far a place may stray between papers of one form, in shares of the page. */
const STRAY = 0.06;
/** Words of an abstract that tell the procedure before it comes to the owner. */
export const OPENING_WORDS = 5;

type Case = { correction: Correction; key: MetadataKey; field: CorrectedField };

/** What a unit's corrections teach, the later of two contradicting habits by its dates. */
export function learn(corrections: readonly Correction[]): LearnedTemplates {
  const cases = corrections.flatMap((correction) =>
    metadataKeys.flatMap((key): Case[] => {
      const field = correction.fields[key];
      return field ? [{ correction, key, field }] : [];
    }),
  );
  return {
    version: 1,
    learnedFrom: corrections.length,
    values: usualValues(cases),
    places: usualPlaces(cases),
    misreadings: usualMisreadings(cases),
    procedures: usualProcedures(corrections),
  };
}

function usualValues(cases: readonly Case[]): UsualValue[] {
  const known = cases.filter(
    ({ key, field }) => recurringKeys.includes(key) && field.accepted !== '',
  );
  const groups = grouped(known, ({ correction, key, field }) =>
    [key, agencyOf(correction, key), signerOf(correction, key), field.accepted].join('\n'),
  );
  return groups.flatMap((group): UsualValue[] => {
    const [first] = group;
    if (!first || group.length < LEAST_CASES) return [];
    const { key, correction, field } = first;
    const dates = group
      .map((one) => one.correction.issuedOn)
      .filter((date) => date !== '')
      .sort();
    return [
      {
        key,
        agency: agencyOf(correction, key),
        of: signerOf(correction, key),
        value: field.accepted,
        cases: group.length,
        firstOn: dates[0] ?? '',
        lastOn: dates.at(-1) ?? '',
      },
    ];
  });
}

function usualPlaces(cases: readonly Case[]): UsualPlace[] {
  const known = cases.filter(({ key, field }) => placedKeys.includes(key) && field.place);
  const groups = grouped(known, ({ correction, key, field }) =>
    [key, foldInPlace(correction.issuingAgency), correction.paperTypeCode, field.label ?? ''].join(
      '\n',
    ),
  );
  return groups.flatMap((group): UsualPlace[] => {
    const [first] = group;
    const places = group.flatMap(({ field }) => field.place ?? []);
    const place = middleOf(places);
    const near = places.filter((one) => isNear(one, place));
    if (!first || near.length < LEAST_CASES) return [];
    return [
      {
        key: first.key,
        agency: foldInPlace(first.correction.issuingAgency),
        paperTypeCode: first.correction.paperTypeCode,
        label: first.field.label ?? '',
        place,
        cases: near.length,
      },
    ];
  });
}

/** Words corrected alike at least three times, that nobody kept as they were read. */
function usualMisreadings(cases: readonly Case[]): UsualMisreading[] {
  const changes = cases
    .filter(({ key, field }) => wordKeys.includes(key) && field.outcome === 'corrected')
    .flatMap(({ key, field }) =>
      changedWords(field.proposed, field.accepted).map((change) => ({ key, ...change })),
    );
  const accepted = new Set(
    cases.flatMap(({ key, field }) => field.accepted.split(' ').map((word) => `${key}\n${word}`)),
  );
  return grouped(changes, ({ key, read, meant }) => [key, read, meant].join('\n')).flatMap(
    (group): UsualMisreading[] => {
      const [first] = group;
      if (!first || group.length < LEAST_CASES) return [];
      return accepted.has(`${first.key}\n${first.read}`) ? [] : [{ ...first, cases: group.length }];
    },
  );
}

function changedWords(proposed: string, accepted: string): { read: string; meant: string }[] {
  const [before, after] = [proposed.split(' '), accepted.split(' ')];
  if (before.length !== after.length) return [];
  return before.flatMap((read, i) => {
    const meant = after[i] ?? '';
    const isMisreading =
      read !== meant && !/\d/u.test(read + meant) && editDistance(read, meant) <= 2;
    return isMisreading ? [{ read, meant }] : [];
  });
}

/** An opening belongs to a procedure when nearly all papers that begin so came from it. */
function usualProcedures(corrections: readonly Correction[]): UsualProcedure[] {
  const known = corrections.flatMap((correction) => {
    const opening = openingOf(correction.fields.abstract?.accepted ?? '');
    const { procedureId, paperTypeCode } = correction;
    return opening === '' || procedureId === null ? [] : [{ opening, procedureId, paperTypeCode }];
  });
  return grouped(known, (one) => `${one.paperTypeCode}\n${one.opening}`).flatMap((group) => {
    const byProcedure = grouped(group, (one) => one.procedureId).sort(
      (a, b) => b.length - a.length,
    );
    const best = byProcedure[0] ?? [];
    const [first] = best;
    const isClear = best.length >= LEAST_CASES && best.length >= 0.9 * group.length;
    return first && isClear ? [{ ...first, cases: best.length }] : [];
  });
}

/** The first words of an abstract, folded, without `về việc`; empty for a shorter one. */
export function openingOf(abstract: string): string {
  const words = foldInPlace(abstract)
    .replace(/^(?:v\/v|ve viec|ve) /u, '')
    .split(/[^a-z0-9]+/u)
    .filter((word) => word !== '');
  return words.length < OPENING_WORDS ? '' : words.slice(0, OPENING_WORDS).join(' ');
}

/** The spelling of an agency is learned for all, what it usually has for itself alone. */
function agencyOf(correction: Correction, key: MetadataKey): string {
  return key === 'issuingAgency' ? '' : foldInPlace(correction.issuingAgency);
}

function signerOf(correction: Correction, key: MetadataKey): string {
  return key === 'signerPosition' ? foldInPlace(correction.fields.signerName?.accepted ?? '') : '';
}

function middleOf(places: readonly RelativePlace[]): RelativePlace {
  const middle = (side: (place: RelativePlace) => number) =>
    places.map(side).sort((a, b) => a - b)[places.length >> 1] ?? 0;
  return {
    pageIndex: middle((place) => place.pageIndex),
    x: middle((place) => place.x),
    y: middle((place) => place.y),
    width: middle((place) => place.width),
    height: middle((place) => place.height),
  };
}

export function isNear(a: RelativePlace, b: RelativePlace): boolean {
  return (
    a.pageIndex === b.pageIndex && Math.abs(a.x - b.x) <= STRAY && Math.abs(a.y - b.y) <= STRAY
  );
}

function grouped<Item>(items: readonly Item[], keyOf: (item: Item) => string): Item[][] {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return [...groups.values()];
}
