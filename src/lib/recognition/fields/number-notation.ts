import type { RecognizedField } from '#lib/domain/metadata.ts';
import { fieldFrom, wordsBetween, type DocumentText, type Fragment } from '../document-text.ts';
import { toDigits } from '../calendar.ts';
import { officialLetter, paperTypes } from '../paper-types.ts';
import { editDistance, foldInPlace } from '../vietnamese.ts';

export type NumberNotation = {
  field: RecognizedField;
  /** `GP`, `SVHTTDL`: what stands between slash and hyphens. */
  parts: string[];
  fragment: Fragment;
};

const notation = '[a-z][a-z0-9.&]*(?:\\s*[-–—]\\s*[a-z][a-z0-9.&]*)*';
/** `Số: 05/GP-SVHTTDL`, `Số: 12/2025/QĐ-UBND`, with what engines make of the first word. */
const labelled = new RegExp(
  `^[^a-z0-9]{0,4}[s5][o06]\\s*[:;.,]?\\s*([0-9oil|]{1,6}[a-z]?)\\s*[/|]\\s*((?:\\d{4}\\s*\\/\\s*)?${notation})`,
  'u',
);
/** The stroke lost in a crease or taken for a digit's edge. */
const strokeless =
  /^[^a-z0-9]{0,4}[s5][o06]\s*[:;.,]?\s*(\d{1,5})\s?([a-z]{2,}(?:\s*[-–—]\s*[a-z][a-z0-9.&]*)+)/u;
/** The label lost. */
const bare =
  /^[^a-z0-9]{0,4}(\d{1,6}[a-z]?)\s*\/\s*([a-z][a-z0-9.&]*(?:\s*[-–—]\s*[a-z][a-z0-9.&]*)+)/u;

/** Share of the page in which the number of a document stands. */
const HEADING_SHARE = 0.4;

/** From this confidence on a number whose notation is known in every part is believed. */
const WELL_FORMED = 0.8;

const knownUnits = ['UBND', 'HĐND', 'SVHTTDL', 'SVHTT', 'SDL', 'VP', 'QLVH', 'QLDL', 'QLTDTT'];

/** Number and notation of page 1; `notations` are those of the agencies in the catalogue. */
export function findNumberNotation(
  text: DocumentText,
  notations: readonly string[],
): NumberNotation | undefined {
  const heading = (text.pages[0] ?? []).filter((fragment) => fragment.top < HEADING_SHARE);
  const known = [
    ...paperTypes.map((type) => type.code),
    officialLetter.code,
    ...knownUnits,
    ...notations,
  ];
  for (const fragment of heading) {
    const found =
      read(fragment, labelled, 1, known) ??
      read(fragment, strokeless, 0.88, known) ??
      read(fragment, bare, 0.85, known);
    if (found) return found;
  }
  return undefined;
}

function read(
  fragment: Fragment,
  pattern: RegExp,
  trust: number,
  known: readonly string[],
): NumberNotation | undefined {
  const match = pattern.exec(fragment.folded);
  const [whole, digits, suffix] = match ?? [];
  if (!match || whole === undefined || digits === undefined || suffix === undefined) return;
  const end = match.index + whole.length;
  const printed = fragment.text.slice(end - suffix.length, end);
  const year = /^\d{4}\s*\/\s*/u.exec(printed)?.[0] ?? '';
  const parts = printed
    .slice(year.length)
    .split(/\s*[-–—]\s*/u)
    .map((part) => repairPart(part.replace(/[.]$/u, ''), known));

  const isKnown = parts.every((part) => known.includes(part));
  const number = /[a-z]$/u.test(digits) && !/[oil]$/u.test(digits) ? digits : toDigits(digits);
  const value = `${number}/${year.replace(/\s+/gu, '')}${parts.join('-')}`;
  const words = wordsBetween(fragment, end - suffix.length - 1 - digits.length, end);
  const certainty = trust * (isKnown ? 1 : 0.88) * (number === digits ? 1 : 0.85);
  const field = fieldFrom(value, words, certainty);
  // Engines doubt capitals in a row; that every part of the notation is known outweighs it.
  const isWellFormed = isKnown && certainty === 1 && field.confidence >= WELL_FORMED;
  const confidence = isWellFormed ? (1 + field.confidence) / 2 : field.confidence;
  return { field: { ...field, confidence }, parts, fragment };
}

/** A part of the notation as it is known to be written: `QD` → `QĐ`, `SVHTTDI` → `SVHTTDL`. */
function repairPart(part: string, known: readonly string[]): string {
  const plain = part.replaceAll('Ð', 'Đ');
  if (known.includes(plain)) return plain;
  const folded = shape(plain);
  const same = known.find((candidate) => shape(candidate) === folded);
  if (same) return same;
  const near = known.find(
    (candidate) =>
      candidate.length >= 5 &&
      candidate.length === folded.length &&
      editDistance(shape(candidate), folded) === 1,
  );
  return near ?? plain.toUpperCase();
}

function shape(part: string): string {
  return foldInPlace(part).replaceAll('0', 'o').replaceAll('1', 'l').replaceAll('i', 'l');
}
