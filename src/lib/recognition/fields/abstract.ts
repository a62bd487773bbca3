import { wordRepair } from '../consistency.ts';
import {
  fieldFrom,
  weighed,
  type DocumentText,
  type Fragment,
  type PlacedWord,
  type ReadField,
} from '../document-text.ts';
import { oddPairs } from '../phrasebook.ts';
import { oddWords } from '../syllables.ts';
import { capitalizeFirst, foldInPlace, isCapitals } from '../vietnamese.ts';
import type { NumberNotation } from './number-notation.ts';
import type { FoundPaperType } from './paper-type.ts';

/** Where the body begins, on folded text: grounds, addressee, articles, deciding verbs, labels. */
const bodyStart =
  /^(can cu|theo |xet |kinh gui|dieu \d|quyet dinh\s*:|chung nhan\s*:|cap cho|cho phep|nay |xac nhan\s*:|ong |ba |hom nay|thuc hien |tran trong |dang ky (?:lan dau|thay doi)|\d+[.)]|[ivx]+[.)]|-)|:(?=\s|$)/u;
/** Who decides, in capitals, between heading and body. */
const decider =
  /^(giam doc|chu tich|pho |uy ban|ubnd|hoi dong|bo truong|cuc truong|truong phong|truong ban|so |chanh |thu truong|phong |chi cuc|can cu|tong cuc)/u;
/** Lines of the heading that are no abstract: its number, notes of the form. */
const aside = /^(?:\P{L}*s[o06]\s*[:.]|\(|\P{L}*$)/u;

const MAX_LINES = 7;
/** Share of the page that lines of the body fill, the indented first ones too. */
const BODY_WIDTH = 0.66;

type Repair = ReturnType<typeof wordRepair>;

/** Trích yếu: under the heading (ô 5a) or, in official letters, `V/v …` under the number (ô 5b). */
export function findAbstract(
  text: DocumentText,
  number: NumberNotation | undefined,
  paper: FoundPaperType | undefined,
): ReadField | undefined {
  const page = text.pages[0] ?? [];
  const repair = wordRepair(text.flow);
  const field = paper?.heading
    ? underHeading(page, paper.heading, paper.headingEnd, repair)
    : underNumber(page, number, repair);
  return field && recased(field, text);
}

function underHeading(
  page: readonly Fragment[],
  heading: Fragment,
  headingEnd: number,
  repair: Repair,
): ReadField | undefined {
  const lines: Fragment[] = [];
  let previous = heading;
  for (const [at, fragment] of page.entries()) {
    if (fragment.box.y <= heading.box.y + heading.box.height / 2) continue;
    if (aside.test(fragment.folded)) {
      if (lines.length === 0 && Math.abs(fragment.centreX - heading.centreX) < 0.1)
        previous = fragment;
      continue;
    }
    if (lines.length === MAX_LINES || !continues(fragment, previous, heading)) break;
    const isBody =
      lines.length === 0 ? isIndented(fragment, page[at + 1]) : startsParagraph(fragment, previous);
    if (isBody) break;
    lines.push(fragment);
    previous = fragment;
  }
  const rest = heading.words.filter((_, i) => (heading.starts[i] ?? 0) >= headingEnd);
  // `QUYẾT ĐỊNH CỦA ỦY BAN NHÂN DÂN TỈNH …` tells who decides, not what.
  const isDecider = /^(cua|so)$/u.test(foldInPlace(rest[0]?.text ?? ''));
  const kept = isDecider ? [] : rest;
  const words = repair([...kept, ...lines.flatMap((line) => line.words)]);
  if (words.length === 0) return undefined;
  const value = joined(byLine(words, [kept.length, ...lines.map((line) => line.words.length)]));
  return fieldFrom(value, words, 0.97 * lengthTrust(value));
}

/** Another centred line of the same heading, at the distance of a line. */
function continues(fragment: Fragment, previous: Fragment, heading: Fragment): boolean {
  const gap = fragment.box.y - (previous.box.y + previous.box.height);
  if (gap > previous.box.height * 1.7) return false;
  if (Math.abs(fragment.centreX - heading.centreX) > 0.06) return false;
  if (bodyStart.test(fragment.folded)) return false;
  return !(isCapitals(fragment.text) && decider.test(fragment.folded));
}

/** The first line of a paragraph: full to the right, and the next begins further left. */
function isIndented(fragment: Fragment, next: Fragment | undefined): boolean {
  if (!next || fragment.width < BODY_WIDTH) return false;
  return fragment.box.x - next.box.x > fragment.box.height;
}

/** As wide as the body, though the line above had room left for its first word. */
function startsParagraph(fragment: Fragment, previous: Fragment): boolean {
  const first = fragment.words[0]?.box.width ?? 0;
  const hadRoom = previous.box.width + first * 1.3 < fragment.box.width;
  return fragment.width > BODY_WIDTH && hadRoom;
}

function underNumber(
  page: readonly Fragment[],
  number: NumberNotation | undefined,
  repair: Repair,
): ReadField | undefined {
  const start = page.findIndex((fragment) => /^\P{L}*v\s*[/|l]\s*v\b/u.test(fragment.folded));
  const first = page[start];
  if (!first || (number && first.box.y < number.fragment.box.y)) return undefined;
  const lines = [first];
  for (const fragment of page.slice(start + 1)) {
    const previous = lines.at(-1) ?? first;
    const gap = fragment.box.y - (previous.box.y + previous.box.height);
    if (fragment.centreX > 0.5) continue;
    if (gap > previous.box.height * 1.2 || /^kinh gui/u.test(fragment.folded)) break;
    lines.push(fragment);
  }
  const words = repair(lines.flatMap((line) => line.words));
  const value = tidy(words).replace(/^\P{L}*v\s*[/|l]\s*v\s*[:.]?\s*/iu, '');
  if (value === '') return undefined;
  const own = words.filter((word) => !/^v\/v:?$/iu.test(word.text));
  return fieldFrom(value, own, 0.97 * lengthTrust(value));
}

/** The words of each line again, by how many each has. */
function byLine(words: readonly PlacedWord[], counts: readonly number[]): PlacedWord[][] {
  let from = 0;
  return counts.map((count) => words.slice(from, (from += count)));
}

/** A word in capitals among small ones that is no abbreviation: the engine mistook its case. */
const shouted = /(?<=\p{Ll} )\p{Lu}*[ẮẰẲẴẶẤẦẨẪẬẾỀỂỄỆỐỒỔỖỘỚỜỞỠỢỨỪỬỮỰ]\p{Lu}*(?!\p{L})/gu;

/** Lines in capitals are written small again; a name in them needs the rest of the document. */
function joined(lines: readonly (readonly PlacedWord[])[]): string {
  const texts = lines
    .filter((words) => words.length > 0)
    .map((words) => {
      const text = tidy(words);
      return isCapitals(text)
        ? text.toLowerCase()
        : text.replace(shouted, (word) => word.toLowerCase());
    });
  return capitalizeFirst(texts.join(' ').trim());
}

/**
 * The same words elsewhere in the document, in small letters, tell the case of names and confirm
 * the diacritics; what is wrong with quotation marks tells of a misreading.
 */
function recased(field: ReadField, { flow, pages }: DocumentText): ReadField {
  const folded = foldInPlace(field.value);
  const places = [...flow.folded.matchAll(new RegExp(escaped(folded), 'gu'))].map(({ index }) =>
    flow.text.slice(index, index + folded.length),
  );
  const mixed = places.filter((place) => !isCapitals(place));
  const wasShouted = (pages[0] ?? []).some(
    (line) => isCapitals(line.text) && line.folded.includes(folded.slice(0, 24)),
  );
  const own = wasShouted ? mixed[0] : undefined;
  const value = own === undefined ? field.value : capitalizeFirst(own);
  const isRepeated = mixed.length > (wasShouted ? 0 : 1);
  const quotes = (value.match(/"/gu) ?? []).length;
  return weighed(
    { ...field, value },
    {
      support: isRepeated ? 1 : 0,
      doubts:
        (quotes % 2) +
        Math.min(1, oddWords(value) + oddPairs(value)) +
        (wasShouted && own === undefined && /tỉnh|công ty|huyện/iu.test(value) ? 1 : 0),
    },
  );
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/gu, '\\$&');
}

/** Quotation marks as typed on a keyboard, no rule or dash of the line under the heading. */
function tidy(words: readonly PlacedWord[]): string {
  return words
    .map((word) => word.text)
    .join(' ')
    .replace(/[“”„‟]/gu, '"')
    .replace(/(\s[^\p{L}\p{N}\s)"]+)+$/u, '')
    .replace(/\s+/gu, ' ')
    .trim();
}

function lengthTrust(value: string): number {
  return value.length < 6 || value.length > 320 ? 0.6 : 1;
}
