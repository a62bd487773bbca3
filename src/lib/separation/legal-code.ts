import { isCitizenNumber, isIdentityCardNumber, isTaxCode } from '#lib/recognition/identifiers.ts';
import { foldInPlace, isCapitals } from '#lib/recognition/vietnamese.ts';

/**
 * What the QR top-left of a paper says that a system printed: at least dossier code, procedure, owner
 * and name of the paper (TT 01/2023/TT-VPCP). The circular gives no form, so systems differ.
 */
export type LegalCode = {
  dossierCode?: string;
  /** Code of the procedure in the national catalogue, `1.001029`. */
  procedureCode?: string;
  ownerIdentifier?: string;
  ownerName?: string;
  paperTypeCode?: string;
  title?: string;
  numberNotation?: string;
};

type Part = keyof LegalCode;

/** Longest values the repository takes; what is longer is no field. */
const longest: Record<Part, number> = {
  dossierCode: 60,
  procedureCode: 40,
  ownerIdentifier: 20,
  ownerName: 200,
  paperTypeCode: 40,
  title: 500,
  numberNotation: 60,
};

/** Names of the fields, folded and without anything but letters. */
const names: Record<Part, readonly string[]> = {
  dossierCode: ['mahoso', 'masohoso', 'mahosotthc', 'mhs', 'dossiercode', 'hoso', 'sohoso'],
  procedureCode: ['mathutuc', 'matthc', 'mathutuchanhchinh', 'procedurecode', 'tthc', 'thutuc'],
  ownerIdentifier: [
    'madinhdanh',
    'sodinhdanh',
    'madinhdanhcanhan',
    'sodinhdanhcanhan',
    'madinhdanhtochuc',
    'machugiayto',
    'madinhdanhchuhoso',
    'cccd',
    'socccd',
    'cmnd',
    'socmnd',
    'mst',
    'masothue',
    'ownerid',
  ],
  ownerName: ['tenchuhoso', 'chuhoso', 'hoten', 'hovaten', 'tentochuc', 'tencanhan', 'ownername'],
  paperTypeCode: ['maketqua', 'maloaiketqua', 'magiayto', 'maloaigiayto', 'magiaytoketqua'],
  title: ['tengiayto', 'tengiaytoketqua', 'tenketqua', 'tenvanban', 'loaigiayto', 'title'],
  numberNotation: ['sokyhieu', 'sovakyhieu', 'sohieu', 'sovanban'],
};

/** `H99.12-230201-0007`, the older `000.00.12.H99-210607-0001` (TT 01/2018/TT-VPCP Đ19). */
const dossier = /^(?:\d{3}\.\d{2}\.\d{2}\.)?[A-Y]\d{2}(?:\.\d{1,3}){0,4}-\d{6}-\d{3,6}$/u;
const procedure = /^\d\.\d{6}(?:\.\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2})?$/u;
const paperType = /^KQ\.[A-Z]\d{2}(?:\.\d{1,3})*\.\d{6}$/u;
const paperWords = /^(?:giay|quyet dinh|chung chi|the |van ban|thong bao|cong van|bien ban|phieu)/u;

/** The fields of a legal QR; `null` for any other code: those of citizen cards, links, receipts. */
export function readLegalCode(text: string): LegalCode | null {
  const clean = text.normalize('NFC').trim();
  if (clean === '' || clean.length > 4000) return null;
  const code = fromJson(clean) ?? fromAddress(clean) ?? fromPairs(clean) ?? fromList(clean);
  return code?.dossierCode !== undefined || code?.procedureCode !== undefined ? code : null;
}

function fromJson(text: string): LegalCode | null {
  if (!/^[[{]/u.test(text)) return null;
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? fromValues(value.map(String)) : fromNamed(leavesOf(value, 0));
  } catch {
    return null;
  }
}

/** Names and plain values, also those of objects inside. */
function leavesOf(value: unknown, depth: number): [string, string][] {
  if (typeof value !== 'object' || value === null || depth > 3) return [];
  return Object.entries(value).flatMap(([name, inner]): [string, string][] =>
    typeof inner === 'string' || typeof inner === 'number'
      ? [[name, String(inner)]]
      : leavesOf(inner, depth + 1),
  );
}

function fromAddress(text: string): LegalCode | null {
  if (!/^https?:\/\/\S+$/iu.test(text) || !URL.canParse(text)) return null;
  const { searchParams, pathname, hash } = new URL(text);
  const named = fromNamed([...searchParams]);
  if (named) return named;
  const path = `${pathname}/${hash.slice(1)}`.split('/').map(decoded);
  return fromValues([...path, ...searchParams.values()]);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function fromPairs(text: string): LegalCode | null {
  for (const separator of [/[\r\n]+/u, /[|;]/u, /[&]/u, /,/u]) {
    const pairs = text.split(separator).flatMap((part): [string, string][] => {
      const [, name, value] = /^\s*([^:=]{2,40}?)\s*[:=]\s*(.+)$/su.exec(part) ?? [];
      return name === undefined || value === undefined ? [] : [[name, value]];
    });
    const named = fromNamed(pairs);
    if (named?.dossierCode !== undefined || named?.procedureCode !== undefined) return named;
  }
  return null;
}

function fromList(text: string): LegalCode | null {
  const separator = ['|', '\n', ';', '#', '\t'].find((each) => text.includes(each));
  return fromValues(separator === undefined ? [text] : text.split(separator));
}

function fromNamed(pairs: readonly (readonly [string, string])[]): LegalCode | null {
  const code: LegalCode = {};
  for (const [name, value] of pairs) {
    const folded = foldInPlace(name).replace(/[^a-z]/gu, '');
    const part = parts.find((each) => names[each].includes(folded));
    if (part && code[part] === undefined) put(code, part, value);
  }
  return parts.some((part) => code[part] !== undefined) ? code : null;
}

/** Values without names: what they look like tells what they are. */
function fromValues(values: readonly string[]): LegalCode | null {
  const code: LegalCode = {};
  for (const value of values.map((each) => each.trim())) {
    const part = partOf(value, code);
    if (part && code[part] === undefined) put(code, part, value);
  }
  return code;
}

function partOf(value: string, known: LegalCode): Part | null {
  if (dossier.test(value.toUpperCase())) return 'dossierCode';
  if (procedure.test(value)) return 'procedureCode';
  if (paperType.test(value.toUpperCase())) return 'paperTypeCode';
  if (isIdentifier(value)) return 'ownerIdentifier';
  // Free text before any code is known may be anything.
  if (known.dossierCode === undefined && known.procedureCode === undefined) return null;
  if (paperWords.test(foldInPlace(value))) return 'title';
  const isName = /^[\p{L}\s.'’-]{4,}$/u.test(value) && value.includes(' ');
  return isName && (isCapitals(value) || /^(?:\p{Lu}\S*\s?)+$/u.test(value)) ? 'ownerName' : null;
}

const parts: readonly Part[] = [
  'dossierCode',
  'procedureCode',
  'ownerIdentifier',
  'ownerName',
  'paperTypeCode',
  'title',
  'numberNotation',
];

function put(code: LegalCode, part: Part, raw: string): void {
  const value = raw.replace(/[\p{Cc}\s]+/gu, ' ').trim();
  if (value === '' || value.length > longest[part]) return;
  const upper = value.toUpperCase();
  if (part === 'dossierCode') {
    if (dossier.test(upper)) code.dossierCode = upper;
  } else if (part === 'procedureCode') {
    if (procedure.test(value)) code.procedureCode = value;
  } else if (part === 'ownerIdentifier') {
    if (isIdentifier(value)) code.ownerIdentifier = value;
  } else {
    code[part] = value;
  }
}

function isIdentifier(value: string): boolean {
  return isCitizenNumber(value) || isIdentityCardNumber(value) || isTaxCode(value);
}
