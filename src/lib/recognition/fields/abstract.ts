import type { RecognizedField } from '#lib/domain/metadata.ts';
import { fieldFrom, type DocumentText, type Fragment } from '../document-text.ts';
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

/** Trích yếu: under the heading (ô 5a) or, in official letters, `V/v …` under the number (ô 5b). */
export function findAbstract(
  text: DocumentText,
  number: NumberNotation | undefined,
  paper: FoundPaperType | undefined,
): RecognizedField | undefined {
  const page = text.pages[0] ?? [];
  if (paper?.heading) return underHeading(page, paper.heading, paper.headingEnd);
  return underNumber(page, number);
}

function underHeading(
  page: readonly Fragment[],
  heading: Fragment,
  headingEnd: number,
): RecognizedField | undefined {
  const lines: Fragment[] = [];
  let previous = heading;
  for (const fragment of page) {
    if (fragment.box.y <= heading.box.y + heading.box.height / 2) continue;
    if (lines.length === MAX_LINES || !continues(fragment, previous)) break;
    if (/^\P{L}*$/u.test(fragment.text)) continue;
    lines.push(fragment);
    previous = fragment;
  }
  const inHeading = heading.text.slice(headingEnd).trim();
  const parts = [inHeading, ...lines.map((line) => line.text)].filter((part) => part !== '');
  if (parts.length === 0) return undefined;
  const words = [
    ...heading.words.filter((_, i) => (heading.starts[i] ?? 0) >= headingEnd),
    ...lines.flatMap((line) => line.words),
  ];
  const printed = tidy(parts.join(' '));
  const isShouted = isCapitals(printed);
  const value = isShouted ? capitalizeFirst(printed.toLowerCase()) : printed;
  return fieldFrom(value, words, (isShouted ? 0.8 : 0.97) * lengthTrust(value));
}

/** Another centred line of the same heading, at the distance of a line. */
function continues(fragment: Fragment, previous: Fragment): boolean {
  const gap = fragment.box.y - (previous.box.y + previous.box.height);
  if (gap > previous.box.height * 1.6) return false;
  if (Math.abs(fragment.centreX - 0.53) > 0.12) return false;
  if (bodyStart.test(fragment.folded)) return false;
  return !(isCapitals(fragment.text) && decider.test(fragment.folded));
}

function underNumber(
  page: readonly Fragment[],
  number: NumberNotation | undefined,
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
  const printed = tidy(lines.map((line) => line.text).join(' '));
  const value = printed.replace(/^[Vv]\s*[/|l]\s*[Vv]\s*:?\s*/u, '');
  const words = lines.flatMap((line) => line.words).filter((word) => !/^V\/v$/iu.test(word.text));
  return fieldFrom(value, words, 0.97 * lengthTrust(value));
}

/** Quotation marks as typed on a keyboard, no rule or dash of the line under the heading. */
function tidy(text: string): string {
  return text
    .replace(/[“”„‟]/gu, '"')
    .replace(/(\s[-–—_.=~]+)+$/u, '')
    .replace(/\s+/gu, ' ')
    .trim();
}

function lengthTrust(value: string): number {
  return value.length < 8 || value.length > 300 ? 0.6 : 1;
}
