import type { RecognizedField } from '#lib/domain/metadata.ts';
import { fieldFrom, wordsBetween, type DocumentText, type Fragment } from '../document-text.ts';
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
  title: RecognizedField;
  paperTypeCode: RecognizedField;
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
    const agrees = ofNotation === undefined ? 0.95 : ofNotation.code === type.code ? 1 : 0.7;
    const words = wordsBetween(fragment, 0, length);
    const read = fieldFrom(type.title, words, agrees * match);
    // Heading and notation say the same: no single letter of it matters any more.
    const confidence = agrees === 1 ? Math.max(read.confidence, 0.97) : read.confidence;
    const title = { ...read, confidence };
    return {
      type,
      title,
      paperTypeCode: { ...title, value: type.code },
      heading: fragment,
      headingEnd: length,
    };
  }
  if (ofNotation && number) return derived(ofNotation, number.field, 0.85);
  const addressee = page.find((fragment) => /^kinh gu[il]/u.test(fragment.folded));
  const subject = page.find((fragment) => /^v\s*\/\s*v/u.test(fragment.folded));
  if (!addressee && !subject) return undefined;
  const marks = [addressee, subject].filter((fragment) => fragment !== undefined);
  const confidence = marks.length === 2 ? 0.97 : 0.9;
  return derived(officialLetter, { value: '', confidence: 1 }, confidence);
}

function findHeading(page: readonly Fragment[]) {
  for (const fragment of page) {
    const isCentred = Math.abs(fragment.centreX - 0.5) < 0.15;
    if (fragment.top < 0.08 || fragment.top > 0.5 || !isCentred || !isCapitals(fragment.text))
      continue;
    const found = paperTypeOfHeading(fragment.text);
    if (found) return { fragment, ...found };
  }
  return undefined;
}

function derived(type: PaperType, from: RecognizedField, trust: number): FoundPaperType {
  const title = { value: type.title, confidence: Math.min(from.confidence, trust) };
  return {
    type,
    title,
    paperTypeCode: { ...title, value: type.code },
    heading: undefined,
    headingEnd: 0,
  };
}
