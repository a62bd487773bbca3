import {
  fieldFrom,
  weighed,
  type DocumentText,
  type Fragment,
  type Passage,
  type ReadField,
} from '../document-text.ts';
import { initialsOf, isKnownOffice, officeSpelling } from '../office-spelling.ts';
import { oddWords } from '../syllables.ts';
import { foldInPlace, isCapitals, similarity } from '../vietnamese.ts';
import type { NumberNotation } from './number-notation.ts';

export type AgencyEntry = { name: string; notation: string };

/** Words an agency's own line of the letterhead begins with; what stands above governs it. */
const officeStart = new RegExp(
  `^(${[
    'so|uy ban|ubnd|hoi dong|hdnd|phong|ban|chi cuc|cuc|tong cuc|bo|trung tam|van phong|truong',
    'hoc vien|bao tang|thanh tra|thu vien|cong an|vien|doan|to chuc|bao hiem|kho bac|toa an',
    'benh vien|tram|cang|hat|quy|dai|hoi|lien minh|lien doan|chi nhanh|nha hat|bo chi huy',
    'tong cong ty|cong ty|dang ky|mat tran',
  ].join('|')})\\b`,
  'u',
);
/** Not a name of the office but the beginning of one: the place stands in the line above or below. */
const withoutPlace = /^(?:uy ban nhan dan|ubnd|hoi dong nhan dan|hdnd)[^a-z]*$/u;
/** A kind of office without its name: a line of the letterhead was lost. */
const incomplete =
  /^(?:.* quan ly|uy ban nhan dan|hoi dong nhan dan|ban quan ly|ban|so|phong|chi cuc|cuc|trung tam|van phong|bo|truong|benh vien)$/u;
const placeOnly = /^(?:tinh|thanh pho|tp\.?|huyen|quan|thi xa|xa|phuong|thi tran|dac khu) /u;
/** Lines that stand at the left of the letterhead without being of the agency. */
const notAgency =
  /^[^a-z]*[/]|^[^a-z]*(?:s[o06]\s*[:.]|s[o06]\s+\d|cong hoa|doc lap|mau |v\/v|phu luc|ban sao)/u;
/** Least likeness to a name of the catalogue that is taken for a misreading of it. */
const LIKENESS = 0.8;
const ALIKE = 0.93;

/** The agency in the letterhead (NĐ 30/2020 PL I, ô 2), spelled as the catalogue has it. */
export function findIssuingAgency(
  text: DocumentText,
  number: NumberNotation | undefined,
  agencies: readonly AgencyEntry[],
): ReadField | undefined {
  const lines = letterhead(text.pages[0] ?? [], number);
  const field = bestOf(lines, number, agencies) ?? asPrinted(lines, text.flow);
  if (!field) return undefined;
  const initials = foldInPlace(initialsOf(field.value));
  const parts = number?.parts.map(foldInPlace) ?? [];
  const isInNotation = parts.some((part) => part.length > 1 && isShortFor(part, initials));
  // A committee's papers have it in their notation; else the line of its department was lost.
  const isHigher = /^ubnd/u.test(initials) && parts.length > 1 && !isInNotation;
  return weighed(field, { support: isInNotation ? 1 : 0, conflicts: isHigher ? 1 : 0 });
}

/** `svhttdl`, `vhttdl`, `ub` for the initials `svhttdl`, `ubnd`. */
function isShortFor(part: string, initials: string): boolean {
  const plain = part.replace(/[^a-z]/gu, '');
  return (
    plain === initials || plain === initials.slice(1) || (plain === 'ub' && /^ubnd/u.test(initials))
  );
}

/** The capitals at the left above the number, or in the upper fifth where there is no number. */
function letterhead(page: readonly Fragment[], number: NumberNotation | undefined): Fragment[] {
  const numberTop =
    number?.fragment.centreX !== undefined && number.fragment.centreX < 0.48
      ? number.fragment.box.y
      : undefined;
  const numberLine = page.findIndex((fragment) => isNumberLine(fragment));
  return page.slice(0, numberLine < 0 ? page.length : numberLine).filter((fragment) => {
    const isAbove =
      numberTop === undefined ? numberLine >= 0 || fragment.top < 0.16 : fragment.box.y < numberTop;
    const isLeft = fragment.centreX < 0.48 && fragment.width < 0.5;
    return isAbove && isLeft && isCapitals(fragment.text) && !notAgency.test(fragment.folded);
  });
}

/** Also one whose number is to be written by hand. */
function isNumberLine({ folded, centreX, top }: Fragment): boolean {
  return top < 0.3 && centreX < 0.48 && /^[^a-z0-9]{0,4}s[o06]\s*(?:[:.;/]|\d|$)/u.test(folded);
}

function bestOf(
  lines: readonly Fragment[],
  number: NumberNotation | undefined,
  agencies: readonly AgencyEntry[],
): ReadField | undefined {
  const printed = endings(lines);
  const candidates = agencies
    .flatMap((agency) =>
      printed.map(({ fragments, folded }) => {
        const likeness = likenessTo(agency.name, folded);
        const isInNotation = number?.parts.includes(agency.notation) ?? false;
        return { agency, fragments, folded, likeness, isInNotation };
      }),
    )
    .filter((candidate) => candidate.likeness >= LIKENESS)
    .sort((a, b) => b.likeness - a.likeness || Number(b.isInNotation) - Number(a.isInNotation));
  const [best] = candidates;
  if (!best || isAnotherPlace(best.agency.name, best.fragments)) return undefined;
  const rivals = candidates.filter((other) => other.agency.name !== best.agency.name);
  const lead = best.likeness - (rivals[0]?.likeness ?? 0);
  const words = best.fragments.flatMap((fragment) => fragment.words);
  const field = fieldFrom(best.agency.name, words, lead > 0.02 ? 0.98 : 0.6);
  const alternatives = [...new Set(rivals.map((rival) => rival.agency.name))].slice(0, 3);
  return {
    // The catalogue outweighs how clearly single letters were read.
    ...weighed(field, {
      support: best.likeness > ALIKE && lead > 0.03 ? 2 : 0,
      doubts: best.likeness > ALIKE ? 0 : 1,
    }),
    ...(alternatives.length > 0 && { alternatives }),
  };
}

/** The last one, two … five lines of the letterhead: the agency stands below those it answers to. */
function endings(lines: readonly Fragment[]): { fragments: Fragment[]; folded: string }[] {
  return [1, 2, 3, 4, 5]
    .filter((count) => count <= lines.length)
    .map((count) => {
      const fragments = inSpokenOrder(lines.slice(lines.length - count));
      const text = fragments.map((fragment) => fragment.folded).join(' ');
      const folded = text
        .replace(/\bubnd\b/gu, 'uy ban nhan dan')
        .replace(/[^a-z0-9, ]/gu, '')
        .trim();
      return { fragments, folded };
    });
}

/** Catalogues may add the province that the letterhead has in its line above. */
function likenessTo(name: string, printed: string): number {
  const folded = foldInPlace(name).replace(/[^a-z0-9, ]/gu, '');
  const short = /^so /u.test(folded) ? folded.replace(/ (tinh|thanh pho) .*$/u, '') : folded;
  return Math.max(similarity(folded, printed), similarity(short, printed));
}

/**
 * `xã Hòa Lợi` is not a misread `xã Hòa Lộc`: where the name of the place was read well, every word
 * of it counts; otherwise a letter may be wrong.
 */
function isAnotherPlace(name: string, fragments: readonly Fragment[]): boolean {
  const wanted = placeIn(foldInPlace(name));
  const words = fragments.flatMap((fragment) => fragment.words);
  const found = placeIn(words.map((word) => foldInPlace(word.text)).join(' '));
  if (wanted === undefined || found === undefined || wanted === found) return false;
  const own = words.slice(-found.split(' ').length);
  return similarity(wanted, found) < 0.8 || own.every((word) => word.confidence >= WELL_READ);
}

const WELL_READ = 85;

function placeIn(folded: string): string | undefined {
  return / (?:tinh|thanh pho|huyen|quan|thi xa|xa(?! hoi)|phuong|thi tran) (.+)$/u.exec(
    folded,
  )?.[1];
}

/** Older letterheads have `TỈNH …` above `ỦY BAN NHÂN DÂN`. */
function inSpokenOrder(lines: readonly Fragment[]): Fragment[] {
  const [first, second, ...rest] = lines;
  const isTurned =
    first !== undefined &&
    second !== undefined &&
    rest.length === 0 &&
    placeOnly.test(first.folded) &&
    withoutPlace.test(second.folded);
  return isTurned ? [second, first] : [...lines];
}

function asPrinted(lines: readonly Fragment[], flow: Passage): ReadField | undefined {
  const start = lines.findLastIndex((line) =>
    officeStart.test(line.folded.replace(/^[^a-z]+/u, '')),
  );
  const first = lines[start];
  if (!first) return undefined;
  const isAlone = start === lines.length - 1 && withoutPlace.test(first.folded);
  const above = lines[start - 1];
  const own =
    isAlone && above && placeOnly.test(above.folded) ? [first, above] : lines.slice(start);
  const printed = own.map((line) => line.text.replace(/^\P{L}+|\P{L}+$/gu, ''));
  const { name, support, doubts } = asInSentences(officeSpelling(printed.join(' ')), flow);
  const field = fieldFrom(
    name,
    own.flatMap((line) => line.words),
    isKnownOffice(name) ? 0.95 : 0.8,
  );
  return weighed(field, {
    support,
    doubts: doubts + (incomplete.test(foldInPlace(name)) ? 2 : 0) + Math.min(1, oddWords(name)),
  });
}

/**
 * The body and the list of recipients name the agency in small letters: they tell its diacritics and
 * confirm it. A single place that differs is as likely to be the misread one.
 */
function asInSentences(name: string, flow: Passage) {
  const [best] = spellingsOf(name, flow, officeSpelling);
  if (!best) return asPlaceInSentences(name, flow);
  if (best.spelled === name) return { name, support: 1, doubts: 0 };
  return best.count > 1
    ? { name: best.spelled, support: 0, doubts: 0 }
    : { name, support: 0, doubts: 1 };
}

/** Addresses and signatures name at least the place: `phường Cầu Đá`. */
function asPlaceInSentences(name: string, flow: Passage) {
  const place = /(?:tỉnh|thành phố|huyện|quận|thị xã|xã|phường|thị trấn) \p{Lu}.+$/u.exec(
    name,
  )?.[0];
  const [best] = place === undefined ? [] : spellingsOf(place, flow, (found) => found);
  if (place === undefined || !best || best.spelled.toLowerCase() === place.toLowerCase())
    return { name, support: 0, doubts: 0 };
  return { name, support: 0, doubts: 1 };
}

/** How a text stands in small letters elsewhere, whatever its diacritics; the usual one first. */
function spellingsOf(name: string, { folded, text }: Passage, spell: (found: string) => string) {
  const wanted = foldInPlace(name);
  const counts = new Map<string, number>();
  for (let at = folded.indexOf(wanted); at >= 0; at = folded.indexOf(wanted, at + 1)) {
    const found = text.slice(at, at + wanted.length);
    if (isCapitals(found)) continue;
    counts.set(spell(found), (counts.get(spell(found)) ?? 0) + 1);
  }
  return [...counts]
    .map(([spelled, count]) => ({ spelled, count }))
    .sort((a, b) => b.count - a.count);
}
