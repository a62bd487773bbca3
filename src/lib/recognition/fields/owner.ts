import type { RecognizedField } from '#lib/domain/metadata.ts';
import { wordRepair } from '../consistency.ts';
import { fieldFrom, wordsBetween, type DocumentText, type Passage } from '../document-text.ts';
import { isTaxCode } from '../identifiers.ts';
import { foldInPlace, similarity } from '../vietnamese.ts';

export type FoundOwner = {
  ownerName: RecognizedField | undefined;
  ownerIdentifier: RecognizedField | undefined;
};

/** Where a name follows, on folded text, and how far each wording is to be trusted. */
const introductions: { pattern: RegExp; trust: number }[] = [
  ...[
    'ten (?:to chuc|doanh nghiep|co so|don vi|ho kinh doanh|ca nhan|nguoi duoc cap)[^:]{0,40}',
    'ho (?:va |, )?ten',
    'ong ?(?:/|\\() ?ba\\)?',
    'cap cho[^:]{0,30}',
    'chu (?:giay phep|ho so|so huu|co so)[^:]{0,20}',
    'chung nhan',
    'ong',
    'ba',
  ].map((label) => ({ pattern: new RegExp(`(?<![a-z])${label}\\s*:\\s*`, 'gu'), trust: 0.97 })),
  { pattern: /ho so (?:ma )?(?:so )?[a-z0-9.]{3,20}-\d{6}-\d{3,6} cua\s+/gu, trust: 0.95 },
  { pattern: /(?:xet|theo) (?:don |ho so |van ban )*(?:de nghi |xin phep )?cua\s+/gu, trust: 0.94 },
  {
    pattern: /(?:cho phep|cap cho|cho|doi voi|cua|cong nhan|tang)\s+(?=(?:ong|ba)\s+[a-z])/gu,
    trust: 0.92,
  },
  {
    pattern:
      /(?:cho phep|chap thuan(?: cho)?|dong y(?: cho)?|chung nhan|cong nhan|cap (?:giay phep |giay chung nhan )?cho|cua)\s+(?=(?:chi nhanh|cong ty|ho kinh doanh|doanh nghiep tu nhan|hop tac xa|trung tam|bao tang)\s)/gu,
    trust: 0.88,
  },
];

/** Offices and positions make proposals too; they are not the owner. */
const notAnOwner =
  /^(?:ten |pho |truong phong|chanh |giam doc|chu tich|so |phong |ubnd|uy ban|hoi dong|bo |cuc |doanh nghiep(?! tu nhan)|to chuc|ca nhan|co quan|don vi|phap luat|chinh phu|quoc hoi)/u;
/** Small words that go on after a name; capitals would belong to it. */
const afterName =
  /^(tại|về|được|đã|là|do|theo|xin|đề|tổ chức|nhập|xuất|thực|biết|để|có|số|mã|địa|hiện|với|trú|sinh|thông báo|treo|gồm|trong|nhằm|phải|không|trên|từ|đến|nêu|số,)(?=[\s,.;:]|$)/u;
/** Full stops and commas inside the names of companies abroad. */
const abbreviation = /^(Co|Pte|St|TP)[.,]+$/iu;
const MAX_WORDS = 18;

/** Whose result it is and under which identifier. Names that are found twice count for more. */
export function findOwner(text: DocumentText): FoundOwner {
  return { ownerName: findOwnerName(text), ownerIdentifier: findIdentifier(text.flow) };
}

function findOwnerName(text: DocumentText): RecognizedField | undefined {
  const candidates = [
    ...introductions.flatMap(({ pattern, trust }) => namesAfter(text.flow, pattern, trust)),
    ...addressees(text),
  ];
  const groups: RecognizedField[][] = [];
  for (const candidate of candidates) {
    const group = groups.find(([first]) => first && isSameName(first.value, candidate.value));
    if (group) group.push(candidate);
    else groups.push([candidate]);
  }
  const ranked = groups
    .map((group) => {
      const best = group.reduce((a, b) => (b.confidence > a.confidence ? b : a));
      const support = Math.min(0.09, 0.03 * (group.length - 1));
      return {
        ...best,
        confidence: Math.min(0.99, Math.round((best.confidence + support) * 1000) / 1000),
      };
    })
    .sort((a, b) => b.confidence - a.confidence);
  const [best, ...others] = ranked;
  if (!best) return undefined;
  const alternatives = others.slice(0, 3).map((other) => other.value);
  return alternatives.length === 0 ? best : { ...best, alternatives };
}

function isSameName(a: string, b: string): boolean {
  return similarity(foldInPlace(a), foldInPlace(b)) > 0.94;
}

/** `Kính gửi: …` of an official letter: the rest of that line. */
function addressees({ pages, flow }: DocumentText): RecognizedField[] {
  return (pages[0] ?? []).flatMap((fragment) => {
    const label = /^kinh gu[il]\s*:?\s*/u.exec(fragment.folded);
    if (!label) return [];
    const field = nameFrom(fragment, label[0].length, 0.93, flow);
    return field ? [field] : [];
  });
}

function namesAfter(flow: Passage, pattern: RegExp, trust: number): RecognizedField[] {
  return [...flow.folded.matchAll(pattern)].flatMap((match) => {
    const field = nameFrom(flow, match.index + match[0].length, trust, flow);
    return field ? [field] : [];
  });
}

/** The name that begins at `start`: up to a sign, a bracket or a small word that goes on. */
function nameFrom(
  passage: Passage,
  start: number,
  trust: number,
  flow: Passage,
): RecognizedField | undefined {
  const from = passage.starts.findIndex((at) => at >= start);
  if (from < 0) return undefined;
  const words = [];
  for (const [i, word] of passage.words.slice(from, from + MAX_WORDS).entries()) {
    const ahead = passage.text.slice(passage.starts[from + i]);
    if (/^[([]/u.test(word.text) || (words.length > 1 && afterName.test(ahead))) break;
    if (words.length === 0 && /^(ông|bà)$/iu.test(word.text)) continue;
    words.push(word);
    if (/[,;:.]$/u.test(word.text) && !abbreviation.test(word.text)) break;
  }
  const repaired = wordRepair(flow)(words);
  const value = repaired
    .map((word) => word.text)
    .join(' ')
    .replace(/[\s\-–—.,;:/]+$/u, '')
    .replace(/[“”]/gu, '"');
  if (!isName(value)) return undefined;
  return fieldFrom(value, repaired, trust);
}

function isName(value: string): boolean {
  const isLong = value.split(' ').length >= 2 && value.length >= 5;
  return (
    /^\p{Lu}/u.test(value) &&
    isLong &&
    !/\d{5}/u.test(value) &&
    !notAnOwner.test(foldInPlace(value))
  );
}

const identifiers: { pattern: RegExp; trust: number; isTax: boolean }[] = [
  {
    pattern:
      /(?:can cuoc(?: cong dan)?|cccd|dinh danh(?: ca nhan)?)[^0-9]{0,30}((?:[0-9][ .]?){11}[0-9])(?![0-9])/u,
    trust: 1,
    isTax: false,
  },
  {
    pattern:
      /(?:ma so thue|mst|ma so doanh nghiep|ma so dn|ma so (?:to chuc|don vi|ho kinh doanh)|dang ky (?:kinh doanh|doanh nghiep) so)[^0-9]{0,25}([0-9]{10}(?: ?- ?[0-9]{3})?)(?![0-9])/u,
    trust: 1,
    isTax: true,
  },
  {
    pattern: /(?:chung minh(?: nhan dan)?|cmnd)[^0-9]{0,30}([0-9]{9}|[0-9]{12})(?![0-9])/u,
    trust: 0.97,
    isTax: false,
  },
];

function findIdentifier(flow: Passage): RecognizedField | undefined {
  for (const { pattern, trust, isTax } of identifiers) {
    const match = pattern.exec(flow.folded);
    const [whole, printed] = match ?? [];
    if (!match || whole === undefined || printed === undefined) continue;
    const digits = printed.replace(/[ .]/gu, '');
    const checked = isTax && !isTaxCode(digits) ? 0.8 : 1;
    const end = match.index + whole.length;
    return fieldFrom(digits, wordsBetween(flow, end - printed.length, end), trust * checked);
  }
  return undefined;
}
