import {
  fieldFrom,
  weighed,
  wordsBetween,
  type DocumentText,
  type Fragment,
  type ReadField,
} from '../document-text.ts';
import {
  officialLetter,
  paperTypeOfCode,
  paperTypeOfHeading,
  type PaperType,
} from '../paper-types.ts';
import { isCapitals } from '../vietnamese.ts';
import type { NumberNotation } from './number-notation.ts';

export type FoundPaperType = {
  type: PaperType;
  title: ReadField;
  paperTypeCode: ReadField;
  /** The line of the heading; an official letter has none. */
  heading: Fragment | undefined;
  /** Where in the heading's text the name of the type ends. */
  headingEnd: number;
};

/** Tên loại (ô 5a) from the heading, checked against the notation; letters by what they lack. */
export function findPaperType(
  text: DocumentText,
  number: NumberNotation | undefined,
): FoundPaperType | undefined {
  const page = text.pages[0] ?? [];
  const ofNotation = number?.parts.map(paperTypeOfCode).find((type) => type !== undefined);
  const heading = findHeading(page);
  if (heading) {
    const { fragment, type, length, match } = heading;
    const read = fieldFrom(type.title, wordsBetween(fragment, 0, length), match);
    const isSame = ofNotation?.code === type.code;
    const title = weighed(read, {
      support: Number(isSame) + Number(match === 1),
      conflicts: ofNotation !== undefined && !isSame ? 1 : 0,
    });
    return { type, title, ...codeOf(title, type), heading: fragment, headingEnd: length };
  }
  const decides = page.find((line) => /^\P{L}*quyet dinh\s*[:.]?\s*$/u.test(line.folded));
  if (ofNotation && number) {
    const confirmed = decides !== undefined && ofNotation.code === 'QĐ';
    return derived(ofNotation, number.field, 0.85, confirmed ? 1 : 0);
  }
  return letter(page, number);
}

/** No heading, but an addressee, `V/v`, and no abbreviation of a type in the notation. */
function letter(
  page: readonly Fragment[],
  number: NumberNotation | undefined,
): FoundPaperType | undefined {
  const addressee = page.find((line) => /^\P{L}*kinh gu[il1]/u.test(line.folded));
  const subject = page.find((line) => /^\P{L}*v\s*[/|l]\s*v\b/u.test(line.folded));
  const marks = [addressee, subject].filter((line) => line !== undefined);
  const grounds = page.some((line) => /^\P{L}*(?:can cu|quyet dinh\s*:)/u.test(line.folded));
  if (marks.length === 0 || (grounds && !number)) return undefined;
  const words = marks.flatMap((line) => line.words.slice(0, 2));
  const read = fieldFrom(officialLetter.title, words, marks.length === 2 ? 0.98 : 0.85);
  return derived(officialLetter, read, 1, (marks.length === 2 ? 1 : 0) + (number ? 1 : 0));
}

/** Centred capitals above the body that begin with the name of a type; the deciding verb is none. */
function findHeading(page: readonly Fragment[]) {
  const found = page.flatMap((fragment) => {
    const isCentred = Math.abs(fragment.centreX - 0.5) < 0.16;
    if (fragment.top < 0.06 || fragment.top > 0.5 || !isCentred || !isCapitals(fragment.text))
      return [];
    if (/:\s*$/u.test(fragment.text)) return [];
    const text = fragment.text.replace(/^\P{L}+/u, '');
    const type = paperTypeOfHeading(text);
    const skipped = fragment.text.length - text.length;
    return type ? [{ fragment, ...type, length: type.length + skipped }] : [];
  });
  return found.find((one) => one.match > 0.9) ?? found[0];
}

function derived(type: PaperType, from: ReadField, trust: number, support: number): FoundPaperType {
  const { evidence } = from;
  const title = weighed(
    {
      value: type.title,
      confidence: from.confidence * trust,
      evidence: { ...evidence, trust: Math.min(evidence.trust, trust), support: 0 },
    },
    { support },
  );
  return { type, title, ...codeOf(title, type), heading: undefined, headingEnd: 0 };
}

function codeOf(title: ReadField, type: PaperType): { paperTypeCode: ReadField } {
  return { paperTypeCode: { ...title, value: type.code } };
}
