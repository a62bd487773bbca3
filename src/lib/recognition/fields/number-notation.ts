import { toDigits } from '../calendar.ts';
import {
  fieldFrom,
  weighed,
  wordsBetween,
  type DocumentText,
  type Fragment,
  type ReadField,
} from '../document-text.ts';
import { officialLetter, paperTypes } from '../paper-types.ts';
import { editDistance, foldInPlace } from '../vietnamese.ts';

export type NumberNotation = {
  field: ReadField;
  /** `GP`, `SVHTTDL`: what stands between slash and hyphens. */
  parts: string[];
  fragment: Fragment;
};

/** What engines make of `Số`, with what may stand before it (`Giấy phép số:`). */
const label =
  '^[^a-z0-9]{0,4}(?:(?:giay (?:phep|chung nhan|xac nhan)|chung chi|dang ky) )?[s5][o06](?: hieu| ky hieu| gcn| gp)?\\s*[:;.,]?\\s*';
const part = '[a-z][a-z0-9.&]*';
const notation = `${part}(?:\\s*[-–—]\\s*${part}|\\s*\\/\\s*${part})*`;

type Form = { pattern: RegExp; trust: number; join: (digits: string, rest: string) => string };
const bySlash = (digits: string, rest: string) => `${digits}/${rest}`;
const forms: readonly Form[] = [
  // `Số: 05/GP-SVHTTDL`, `Số: 12/2025/QĐ-UBND`
  {
    pattern: new RegExp(
      `${label}([0-9oil|]{1,7}[a-z]?)\\s*[/|]\\s*((?:\\d{4}\\s*\\/\\s*)?${notation})`,
      'u',
    ),
    trust: 0.98,
    join: bySlash,
  },
  // `Số: 38-VHTT/GP`, `Số: 123 QĐ/UB`: before 1998
  {
    pattern: new RegExp(
      `${label}(\\d{1,5})\\s*[-–—]\\s*(${part}(?:\\s*[-–—]\\s*${part})*\\s*\\/\\s*${part}(?:\\s*[-–—]\\s*${part})*)`,
      'u',
    ),
    trust: 0.95,
    join: (digits, rest) => `${digits}-${rest}`,
  },
  {
    pattern: new RegExp(
      `${label}(\\d{1,5}) (${part}\\s*\\/\\s*${part}(?:\\s*[-–—]\\s*${part})*)`,
      'u',
    ),
    trust: 0.9,
    join: (digits, rest) => `${digits} ${rest}`,
  },
  // Registers of civil status number by the year alone: `Số: 2355/2014`
  {
    pattern: new RegExp(`${label}([0-9oil|]{1,6})\\s*[/|]\\s*((?:19|20)\\d{2})(?![0-9a-z/])`, 'u'),
    trust: 0.95,
    join: bySlash,
  },
  // The stroke lost in a crease or taken for a digit's edge.
  {
    pattern:
      /^[^a-z0-9]{0,4}[s5][o06]\s*[:;.,]?\s*(\d{1,5})\s?([a-z]{2,}(?:\s*[-–—]\s*[a-z][a-z0-9.&]*)+)/u,
    trust: 0.8,
    join: bySlash,
  },
  // The label lost.
  {
    pattern:
      /^[^a-z0-9/]{0,4}(\d{1,6}[a-z]?)\s*\/\s*((?:\d{4}\s*\/\s*)?[a-z][a-z0-9.&]*(?:\s*[-–—]\s*[a-z][a-z0-9.&]*)+)/u,
    trust: 0.8,
    join: bySlash,
  },
];
/** Serial of a certificate: `31D8004521`, `0123456`, `AB 123456`. */
const serial = new RegExp(
  `${label}([a-z]{1,3} ?\\d{5,9}|\\d{2}[a-z]\\d{5,9}|\\d{6,12})[^a-z0-9]*$`,
  'u',
);

/** Share of the page in which the number of a document stands; certificates have it lower. */
const HEADING_SHARE = 0.45;

const knownUnits =
  'UBND UB HĐND SVHTTDL SVHTT SDL VP VX KT NC TH QLVH QLDL QLTDTT NV TCHC TP TCKH'.split(' ');

/** Number and notation of page 1; `notations` are those that agencies of the catalogue have. */
export function findNumberNotation(
  text: DocumentText,
  notations: readonly string[],
): NumberNotation | undefined {
  const heading = (text.pages[0] ?? []).filter(
    (fragment) => fragment.top < HEADING_SHARE && isHeadingLine(fragment),
  );
  const known = [
    ...paperTypes.map((type) => type.code).filter((code) => code !== ''),
    officialLetter.code,
    ...knownUnits,
    ...notations,
  ];
  const own = heading.filter((fragment) => fragment.centreX < 0.48);
  for (const fragment of [...own, ...heading]) {
    for (const form of forms) {
      const found = read(fragment, form, known);
      if (found) return supported(found, text);
    }
  }
  for (const fragment of [...own, ...heading]) {
    const found = readSerial(fragment);
    if (found) return supported(found, text);
  }
  return undefined;
}

/** Numbers of laws stand in sentences, where `số` is written small or much precedes or follows. */
function isHeadingLine({ text, folded, width }: Fragment): boolean {
  return (
    width < 0.55 &&
    !/^\P{L}*s[ốôồóoòỏõọ]/u.test(text) &&
    !/^(can cu|theo|xet|quoc hoi)/u.test(folded)
  );
}

function read(
  fragment: Fragment,
  form: Form,
  known: readonly string[],
): NumberNotation | undefined {
  const match = form.pattern.exec(fragment.folded);
  const [whole, digits, suffix] = match ?? [];
  if (!match || whole === undefined || digits === undefined || suffix === undefined) return;
  const end = match.index + whole.length;
  // A sentence that goes on is about another paper.
  if (/^\s*[,;]/u.test(fragment.folded.slice(end))) return;
  if (/[a-z]{2}.*[a-z]{2}/u.test(fragment.folded.slice(end))) return;
  const printed = fragment.text.slice(end - suffix.length, end);
  const year = /^\d{4}\s*(?:\/\s*|$)/u.exec(printed)?.[0] ?? '';
  const rest = printed.slice(year.length);
  const signs = rest === '' ? [] : rest.split(/\s*([-–—/])\s*/u);
  const repaired = signs.map((sign, i) =>
    i % 2 === 1 ? sign.replace(/[–—]/u, '-') : repairPart(sign.replace(/[.]$/u, ''), known),
  );
  const parts = repaired.filter((_, i) => i % 2 === 0);
  const number = /[a-z]$/u.test(digits) && !/[oil]$/u.test(digits) ? digits : toDigits(digits);
  const value = form.join(number, `${year.replace(/\s+/gu, '')}${repaired.join('')}`);
  const words = wordsBetween(fragment, end - suffix.length - 1 - digits.length, end);
  const unknown = parts.filter((one) => !known.includes(one));
  // After the kind of paper comes the office that issued it (NĐ 30/2020 PL I ô 3): it was lost.
  const isCut = parts.length === 1 && paperTypes.some(({ code }) => code === parts[0]);
  const field = weighed(fieldFrom(value, words, form.trust), {
    support: unknown.length === 0 ? 1 : 0,
    // `BOL` for `BQL`: only knowing the office tells them apart.
    doubts:
      (number === digits ? 0 : 1) + (isCut ? 2 : 0) + (/[OQ]/u.test(unknown.join('')) ? 1 : 0),
  });
  return { field, parts, fragment };
}

function readSerial(fragment: Fragment): NumberNotation | undefined {
  const match = serial.exec(fragment.folded);
  const [whole, printed] = match ?? [];
  if (!match || whole === undefined || printed === undefined) return;
  const start = match.index + whole.indexOf(printed);
  const end = start + printed.length;
  const value = fragment.text.slice(start, end).toUpperCase();
  const field = fieldFrom(value, wordsBetween(fragment, start, end), 0.88);
  return { field, parts: [], fragment };
}

/**
 * The heading tells what the first part must be where one letter of it was misread or read twice:
 * `OXN` → `GXN`, `QĐĐ` → `QĐ`.
 */
export function withTypeOf(number: NumberNotation, code: string): NumberNotation {
  const [first = ''] = number.parts;
  const isNear =
    code.length >= 2 &&
    first !== code &&
    first.length === code.length &&
    editDistance(shape(first), shape(code)) === 1;
  const isDoubled = first !== code && first.replace(/(\p{L})\1/u, '$1') === code;
  if (!(isNear || isDoubled) || paperTypes.some((type) => type.code === first)) return number;
  const value = number.field.value.replace(first, code);
  const field = weighed({ ...number.field, value }, { doubts: 1 });
  return { ...number, parts: [code, ...number.parts.slice(1)], field };
}

/** Annexes, footers and later pages name the number again: it was then read twice. */
function supported(found: NumberNotation, { pages }: DocumentText): NumberNotation {
  const wanted = compact(found.field.value);
  const again = pages
    .flat()
    .filter((fragment) => fragment !== found.fragment && compact(fragment.text).includes(wanted));
  return again.length === 0 ? found : { ...found, field: weighed(found.field, { support: 1 }) };
}

function compact(text: string): string {
  return foldInPlace(text).replace(/\s/gu, '').replace(/[–—]/gu, '-');
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
  return near ?? plain;
}

function shape(part: string): string {
  return foldInPlace(part).replaceAll('0', 'o').replaceAll('1', 'l').replaceAll('i', 'l');
}
