import { wordRepair } from '../consistency.ts';
import {
  fieldFrom,
  weighed,
  type DocumentText,
  type Passage,
  type PlacedWord,
  type ReadField,
} from '../document-text.ts';
import { isSurname, surnameLike } from '../surnames.ts';
import { oddWords } from '../syllables.ts';
import { capitalizeEach, foldInPlace, isCapitals, isTitleCase, similarity } from '../vietnamese.ts';
import { nameInTable } from './name-in-table.ts';
import { findOwnerIdentifier } from './owner-identifier.ts';

export type FoundOwner = {
  ownerName: ReadField | undefined;
  ownerIdentifier: ReadField | undefined;
};

/** `isCut`: only the end of the line ended it, so that another place may tell more of it. */
type NamedAt = ReadField & { isCut: boolean };

type Repair = ReturnType<typeof wordRepair>;
type Introduction = { pattern: RegExp; trust: number };

/** How organisations' names begin, on folded text. */
const organisation =
  '(?:chi nhanh|cong ty|tong cong ty|ho kinh doanh|doanh nghiep tu nhan|dntn|hop tac xa|htx|to hop tac|lien hiep|trung tam|bao tang|truong|benh vien|phong kham|nha thuoc|quay thuoc|khach san|nha hang|cau lac bo|van phong dai dien|ban quan ly|ban to chuc|hoi|doan|cong doan|quy|vien|nha may|xi nghiep|tap doan|co so|cua hang|ngan hang|bao|tap chi|chua|giao xu)';

/** Labels with a colon: what follows in the same line is the name. */
const labels = [
  'ten (?:cua )?(?:to chuc|doanh nghiep|co so|don vi|ho kinh doanh|hop tac xa|cong ty|thuong nhan|ca nhan|chu ho|nguoi duoc cap|nguoi nop don)[^:]{0,40}',
  'ho[,.]?(?: va)?(?: chu dem[,.]?(?: va)?)? ten(?! (?:nguoi me|nguoi cha|me|cha|cua|bo|vo|chong)\\b)(?: [a-z ]{0,24})?',
  '(?:cap|cap phep|chung nhan|cho phep|xac nhan)?\\s*cho[^:.;]{0,30}',
  '(?:chung nhan|cong nhan|xac nhan)(?: co so| ong| ba| don vi| to chuc)?(?: ?[/(] ?ba\\)?)?',
  'chu (?:giay phep|ho so|so huu|co so|dau tu|ho)[^:]{0,20}',
  'ca nhan',
  '(?:nguoi|don vi|to chuc|co so|ca nhan|doanh nghiep) (?:duoc cap|de nghi|xin phep|yeu cau)[^:]{0,20}',
  'ong ?(?:/|\\(|,) ?ba\\)?',
  'ong',
  'ba',
  'dai dien (?:co so|don vi|to chuc|doanh nghiep|chu co so)[^:]{0,30}',
  'co so',
  'don vi',
  'to chuc',
].map((label): Introduction => ({
  pattern: new RegExp(`(?<![a-z])${label}\\s*:\\s*`, 'gu'),
  trust: 0.96,
}));

/** Words of a sentence after which the owner is named. */
const phrases: Introduction[] = [
  { pattern: /ho so (?:ma )?(?:so )?[a-z0-9.]{3,20}-\d{6}-\d{3,6} cua\s+/gu, trust: 0.96 },
  { pattern: /ho so cua\s*:?\s+/gu, trust: 0.95 },
  { pattern: new RegExp(`dieu 1\\s?[.:]?\\s+(?=${organisation}\\s)`, 'gu'), trust: 0.92 },
  {
    pattern: /dieu 1\s?[.:]?\s+(?=[a-z ]{5,40} \((?:so|ma|giay|cccd|cmnd)\b)/gu,
    trust: 0.92,
  },
  {
    pattern:
      /(?:xet|theo) (?:don |ho so |van ban |de nghi |giay |to khai |cong van )*(?:de nghi |xin phep |dang ky )?(?:ngay [^,;]{6,30} )?cua\s+/gu,
    trust: 0.94,
  },
  {
    pattern:
      /(?:cho phep|cap cho|cho|doi voi|cua|cong nhan|chung nhan|xac nhan|tang|thuong|giao|don) ?(?:,|:)?\s+(?=(?:ong|ba)\s+[a-z])/gu,
    trust: 0.93,
  },
  {
    pattern: new RegExp(
      `(?:cho phep|chap thuan(?: cho)?|dong y(?: cho| de)?|chung nhan|cong nhan|cap (?:giay phep |giay chung nhan )?cho|cho|cua|doi voi|giao)\\s+(?=${organisation}\\s)`,
      'gu',
    ),
    trust: 0.9,
  },
];

/** Offices and positions make proposals too; they are not the owner. */
const notAnOwner =
  /^(?:ten |ho va ten|ho ten|ho[,.] chu|chu dem|dia chi|noi |nam sinh|sinh |pho |truong phong|truong ban|chanh |giam doc|chu tich|so (?!huu)|phong (?!kham|tra|tap|chieu|thi)|ubnd|uy ban|hoi dong|bo (?!doi)|cuc |chi cuc |tong cuc|nha nuoc|quyet dinh|giay |luat |nghi |thong tu|doanh nghiep(?! tu nhan)|to chuc|ca nhan|co quan|don vi|phap luat|chinh phu|quoc hoi|dieu |can cu|ngay |nguoi (?:me|cha)|thanh tra|thu truong|ban giam doc|cong an|cac |truong hop|co so |nguoi |ong |ba )/u;
/** Small words that go on after a name; capitals would belong to it. */
const afterName =
  /^(tại|về|được|đã|là|do|theo|xin|đề|tổ chức|nhập|xuất|thực|biết|để|có|số|mã|địa|hiện|với|trú|sinh|thông báo|treo|gồm|trong|nhằm|phải|không|trên|từ|đến|nêu|số,|hưởng|hoàn|khai|đạt|trước|gửi|nộp|cử|tiếp|triển|làm|hoạt|đủ|lập|cung cấp|sử|theo|nội dung|xây|kinh doanh|nay|và các|đối)(?=[\s,.;:]|$)/u;
/** The same words where they belong to the name of a firm: `Sản xuất`, `Xây dựng`, `Thực phẩm`. */
const trade = /^(?:Xuất|Nhập|Thực|Xây|Khai|Cung)(?=\s)|^Có \p{Lu}/u;
const tradeGoingOn = /^(?:sản xuất|xuất nhập|nhập xuất)\s/iu;
/** Full stops and commas inside the names of companies abroad. */
const abbreviation = /^(Co|Pte|St|TP|Ltd|Inc|CP|MTV)[.,]+$/iu;
const MAX_WORDS = 22;

/** Whose result it is and under which identifier. Names that are found twice count for more. */
export function findOwner(text: DocumentText): FoundOwner {
  const ownerIdentifier = findOwnerIdentifier(text.flow);
  return { ownerName: findOwnerName(text) ?? nameInTable(text, ownerIdentifier), ownerIdentifier };
}

function findOwnerName(text: DocumentText): ReadField | undefined {
  const repair = wordRepair(text.flow);
  const candidates = [
    ...[...labels, ...phrases].flatMap(({ pattern, trust }) =>
      namesAfter(text.flow, pattern, trust, repair),
    ),
    ...addressees(text, repair),
  ];
  const groups: NamedAt[][] = [];
  for (const candidate of candidates) {
    const group = groups.find((members) => members.some((one) => isSameName(one, candidate)));
    if (group) group.push(candidate);
    else groups.push([candidate]);
  }
  const [best, ...others] = groups.map(mostLikely).sort((a, b) => rank(b) - rank(a));
  if (!best) return undefined;
  const rival = others[0];
  const isContested = rival !== undefined && rank(best) - rank(rival) < 0.02;
  const alternatives = others.slice(0, 3).map((other) => other.value);
  return {
    ...weighed(best, { conflicts: isContested ? 1 : 0 }),
    ...(alternatives.length > 0 && { alternatives }),
  };
}

/** What of a group was read best; each further place that says the same supports it. */
function mostLikely(group: readonly NamedAt[]): ReadField {
  const places = new Set(group.map(({ place }) => `${place?.pageIndex} ${place?.box.y}`));
  const whole = group.filter((one) => !group.some((other) => isBeginningOf(one, other)));
  const [best = group[0]] = [...whole].sort((a, b) => rank(b) - rank(a));
  if (!best) throw new Error('a group has a member');
  const field: ReadField = best;
  const isSpelledAlike = whole.every((one) => one.value === field.value);
  const mixed = whole.find((one) => !isCapitals(one.value));
  const value = isCapitals(field.value) ? (mixed?.value ?? personName(field.value)) : field.value;
  return weighed(
    { ...field, value },
    {
      support: Math.min(2, places.size - 1),
      doubts: (isSpelledAlike || mixed !== undefined ? 0 : 1) + (isCapitals(value) ? 1 : 0),
    },
  );
}

/** Firms come before those who represent them. */
const firm =
  /^(?:cong ty|ho kinh doanh|hop tac xa|doanh nghiep tu nhan|chi nhanh|van phong dai dien)\b/u;

function rank({ value, confidence, evidence }: ReadField): number {
  const isFirm = firm.test(foldInPlace(value));
  return confidence + 0.03 * Math.min(3, evidence.support) + (isFirm ? 0.06 : 0);
}

/** People's names are kept as they are written in a sentence; a firm's capitals may be its own. */
function personName(capitals: string): string {
  const spelled = capitalizeEach(capitals.toLowerCase()).replace(
    /^\p{L}+/u,
    (first) => surnameLike(first) ?? first,
  );
  const words = spelled.split(' ');
  return isSurname(words[0] ?? '') && words.length <= 5 ? spelled : capitals;
}

function isSameName(a: NamedAt, b: NamedAt): boolean {
  const [x, y] = [foldInPlace(a.value), foldInPlace(b.value)];
  return similarity(x, y) >= 0.88 || isBeginningOf(a, b) || isBeginningOf(b, a);
}

function isBeginningOf(a: NamedAt, b: NamedAt): boolean {
  return a.isCut && foldInPlace(b.value).startsWith(`${foldInPlace(a.value)} `);
}

/** Letters are addressed to whom they answer. */
function addressees({ pages }: DocumentText, repair: Repair): NamedAt[] {
  return (pages[0] ?? []).flatMap((fragment) => {
    const label = /^\P{L}*kinh gu[il1]\s*:?\s*/u.exec(fragment.folded);
    if (!label) return [];
    const field = nameFrom(fragment, label[0].length, 0.93, repair);
    return field ? [field] : [];
  });
}

function namesAfter(flow: Passage, pattern: RegExp, trust: number, repair: Repair): NamedAt[] {
  return [...flow.folded.matchAll(pattern)].flatMap((match) => {
    const field = nameFrom(flow, match.index + match[0].length, trust, repair);
    return field ? [field] : [];
  });
}

/** The name that begins at `start`: up to a sign, a bracket, the line's end or a small word. */
function nameFrom(
  passage: Passage,
  start: number,
  trust: number,
  repair: Repair,
): NamedAt | undefined {
  const from = passage.starts.findIndex((at) => at >= start);
  if (from < 0 || passage.words[from - 1]?.pageIndex !== passage.words[from]?.pageIndex)
    return undefined;
  const words: PlacedWord[] = [];
  for (const [i, word] of passage.words.slice(from, from + MAX_WORDS).entries()) {
    const ahead = passage.text.slice(passage.starts[from + i]);
    if (/^[([]/u.test(word.text)) break;
    if (words.length > 1 && afterName.test(ahead) && !isTrade(words.at(-1), ahead)) break;
    if (words.length > 0 && isPersonEnd(words, word)) break;
    if (words.length === 0 && /^\(?(ông|bà|anh|chị)(?:[/,:]|$)/iu.test(word.text)) continue;
    const leader = word.text.search(/[._…]{3,}/u);
    words.push(leader > 0 ? { ...word, text: word.text.slice(0, leader) } : word);
    if (word.endsParagraph || leader > 0) break;
    if (/[,;:.]$/u.test(word.text) && !abbreviation.test(word.text)) break;
  }
  const repaired = repair(words);
  const value = withSurname(tidy(repaired));
  if (!isName(value)) return undefined;
  const last = words.at(-1);
  const isCut = last?.endsParagraph === true && !/[.,;:]$/u.test(last.text);
  const ahead = passage.words.slice(from + words.length, from + words.length + 6);
  const next = ahead.map((word) => word.text).join(' ');
  // `Địa chỉ:` is a label, `Gia Khang:` is none.
  const isLabel = /^(?:[^,;.:]{0,20} \p{Ll}[^,;.:]{0,30}:|\p{L}+:|\p{L}*\d|Điều )/u.test(next);
  const mayGoOn =
    isCut && /^\p{Lu}\p{Ll}+[,;:]? \p{Lu}/u.test(next) && !isLabel && !isTitleCase(value);
  const doubts = doubtsIn(value) + Number(mayGoOn);
  return { ...weighed(fieldFrom(value, repaired, trust), { doubts }), isCut };
}

function isTrade(previous: PlacedWord | undefined, ahead: string): boolean {
  return trade.test(ahead) || tradeGoingOn.test(`${previous?.text ?? ''} ${ahead}`);
}

/** A person's name ends where small letters begin; `và bà …` goes on with the next owner. */
function isPersonEnd(words: readonly PlacedWord[], next: PlacedWord): boolean {
  const isPerson =
    isSurname(words[0]?.text ?? '') &&
    words.every((word) => /^\p{Lu}[\p{Ll}]*,?$/u.test(word.text));
  return isPerson && words.length >= 2 && /^\p{Ll}/u.test(next.text) && next.text !== 'và';
}

function tidy(words: readonly PlacedWord[]): string {
  return words
    .map((word) => word.text)
    .join(' ')
    .replace(/^[\s\-–—.,;:/]+|[\s\-–—.,;:/_*]+$/gu, '')
    .replace(/ và$/u, '')
    .replace(/[“”„]/gu, '"');
}

/** A surname whose diacritics were lost: `Đỉnh Đức Tuyết` → `Đinh Đức Tuyết`. */
function withSurname(name: string): string {
  const isPerson = isTitleCase(name) && name.split(' ').length <= 5 && !isOrganisation(name);
  return isPerson ? name.replace(/^\p{L}+/u, (first) => surnameLike(first) ?? first) : name;
}

function isOrganisation(name: string): boolean {
  return new RegExp(`^${organisation}\\b`, 'u').test(foldInPlace(name));
}

function isName(value: string): boolean {
  const isLong = value.split(' ').length >= 2 && value.length >= 5;
  return (
    /^["\p{Lu}]/u.test(value) &&
    isLong &&
    !/\d{5}/u.test(value) &&
    !notAnOwner.test(foldInPlace(value))
  );
}

/** Neither a person's name nor one that begins as organisations' do, or quotes left open. */
function doubtsIn(value: string): number {
  const isPerson = isTitleCase(value) && isSurname(value.split(' ')[0] ?? '');
  const quotes = (value.match(/"/gu) ?? []).length;
  return (isPerson || isOrganisation(value) ? 0 : 1) + (quotes % 2) + Math.min(1, oddWords(value));
}
