import type { RecognizedField } from '#lib/domain/metadata.ts';
import { wordRepair } from '../consistency.ts';
import { fieldFrom, type DocumentText, type PlacedWord, type Fragment } from '../document-text.ts';
import { capitalizeFirst, isCapitals } from '../vietnamese.ts';
import type { NumberNotation } from './number-notation.ts';
import type { FoundPaperType } from './paper-type.ts';

/** Where the body begins, on folded text: grounds, addressee, articles, deciding verbs, labels. */
const bodyStart =
  /^(can cu|theo |xet |kinh gui|dieu \d|quyet dinh\s*:|so\s*:|chung nhan\s*:|cap cho|cho phep|ong |ba |\d+[.)]|[ivx]+[.)]|-)|:/u;
/** Who decides, in capitals, between heading and body. */
const decider =
  /^(giam doc|chu tich|pho |uy ban|hoi dong|bo truong|cuc truong|truong phong|so |chanh |thu truong|can cu)/u;

const MAX_LINES = 6;

type Repair = ReturnType<typeof wordRepair>;

/** Trích yếu: under the heading (ô 5a) or, in official letters, `V/v …` under the number (ô 5b). */
export function findAbstract(
  text: DocumentText,
  number: NumberNotation | undefined,
  paper: FoundPaperType | undefined,
): RecognizedField | undefined {
  const page = text.pages[0] ?? [];
  const repair = wordRepair(text.flow);
  if (paper?.heading) return underHeading(page, paper.heading, paper.headingEnd, repair);
  return underNumber(page, number, repair);
}

function underHeading(
  page: readonly Fragment[],
  heading: Fragment,
  headingEnd: number,
  repair: Repair,
): RecognizedField | undefined {
  const lines: Fragment[] = [];
  let previous = heading;
  for (const fragment of page) {
    if (fragment.box.y <= heading.box.y + heading.box.height / 2) continue;
    if (/^\P{L}*$/u.test(fragment.text)) continue;
    if (lines.length === MAX_LINES || !continues(fragment, previous, heading)) break;
    lines.push(fragment);
    previous = fragment;
  }
  const words = repair([
    ...heading.words.filter((_, i) => (heading.starts[i] ?? 0) >= headingEnd),
    ...lines.flatMap((line) => line.words),
  ]);
  if (words.length === 0) return undefined;
  const printed = tidy(words);
  const isShouted = isCapitals(printed);
  const value = isShouted ? capitalizeFirst(printed.toLowerCase()) : printed;
  return fieldFrom(value, words, (isShouted ? 0.8 : 0.97) * lengthTrust(value));
}

/** Another centred line of the same heading, at the distance of a line. */
function continues(fragment: Fragment, previous: Fragment, heading: Fragment): boolean {
  const gap = fragment.box.y - (previous.box.y + previous.box.height);
  if (gap > previous.box.height * 1.6) return false;
  if (Math.abs(fragment.centreX - heading.centreX) > 0.06) return false;
  if (bodyStart.test(fragment.folded)) return false;
  return !(isCapitals(fragment.text) && decider.test(fragment.folded));
}

function underNumber(
  page: readonly Fragment[],
  number: NumberNotation | undefined,
  repair: Repair,
): RecognizedField | undefined {
  const start = page.findIndex((fragment) => /^v\s*[/|l]\s*v\b/u.test(fragment.folded));
  const first = page[start];
  if (!first || (number && first.box.y < number.fragment.box.y)) return undefined;
  const lines = [first];
  for (const fragment of page.slice(start + 1)) {
    const previous = lines.at(-1) ?? first;
    const gap = fragment.box.y - (previous.box.y + previous.box.height);
    if (fragment.centreX > 0.5) continue;
    if (gap > previous.box.height * 1.1 || /^kinh gui/u.test(fragment.folded)) break;
    lines.push(fragment);
  }
  const words = repair(lines.flatMap((line) => line.words));
  const value = tidy(words).replace(/^v\s*[/|l]\s*v\s*:?\s*/iu, '');
  const own = words.filter((word) => !/^v\/v:?$/iu.test(word.text));
  return fieldFrom(value, own, 0.97 * lengthTrust(value));
}

/** Quotation marks as typed on a keyboard, no rule or dash of the line under the heading. */
function tidy(words: readonly PlacedWord[]): string {
  return words
    .map((word) => word.text)
    .join(' ')
    .replace(/[“”„‟]/gu, '"')
    .replace(/(\s[-–—_.=~]+)+$/u, '')
    .replace(/\s+/gu, ' ')
    .trim();
}

function lengthTrust(value: string): number {
  return value.length < 8 || value.length > 300 ? 0.6 : 1;
}
