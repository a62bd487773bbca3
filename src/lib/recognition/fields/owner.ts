import type { RecognizedField } from '#lib/domain/metadata.ts';
import { toDigits } from '../calendar.ts';
import { fieldFrom, wordsBetween, type DocumentText, type Passage } from '../document-text.ts';
import { isTaxCode } from '../identifiers.ts';

export type FoundOwner = {
  ownerName: RecognizedField | undefined;
  ownerIdentifier: RecognizedField | undefined;
};

/** What an organisation's name begins with, on folded text. */
const organisation =
  '(?:chi nhanh cong ty|cong ty|tong cong ty|tap doan|ho kinh doanh|doanh nghiep tu nhan|hop tac xa|van phong dai dien|trung tam|bao tang|hoi|truong|ban quan ly|cau lac bo|nha hat|doan|thu vien|lien doan|vien|so|uy ban nhan dan|dang uy|nha xuat ban|bao|tap chi|benh vien|quy|chua|dinh|ban to chuc)';
/** What ends a name inside a sentence. */
const nameEnd =
  '(?=\\s*(?:[,;:(]|\\.(?:\\s|$)|\\s(?:ma so|dia chi|tru so|so cccd|so cmnd|can cuoc|sinh (?:ngay|nam)|da |duoc |la |theo |tai |do |voi |hien |co ))|$)';

const labels = [
  'ten (?:to chuc|doanh nghiep|co so|don vi|ho kinh doanh|to chuc, ca nhan|nguoi duoc cap|ca nhan)[^:]{0,40}',
  'ho va ten[^:]{0,20}',
  'ho, ten[^:]{0,20}',
  'ong ?(?:/|\\() ?ba\\)?',
  'cap cho[^:]{0,30}',
  'chu (?:giay phep|ho so|so huu|co so|ho kinh doanh)[^:]{0,20}',
  'chung nhan',
  'ong',
  'ba',
];
const labelled = labels.map((label) => new RegExp(`(?:^|[\\s.\\-–+])${label}\\s*:\\s*`, 'gu'));
const granted = [
  new RegExp(
    `(?:cho phep|cap (?:giay phep |giay chung nhan )?cho|chung nhan|cong nhan|chap thuan(?: cho)?|dong y(?: cho| de)?|gia han[^.]{0,80}? cho|thu hoi[^.]{0,160}? cua|cham dut[^.]{0,160}? cua|danh hieu[^.]{0,80}? (?:cho|doi voi)|doi voi)\\s+(?=${organisation}\\b)`,
    'gu',
  ),
  new RegExp(
    `(?:de nghi|ho so|van ban|thong bao|don)[^.:]{0,60}? cua\\s+(?=${organisation}\\b)`,
    'gu',
  ),
  new RegExp(`(?:kinh gui)\\s*:\\s*(?=${organisation}\\b)`, 'gu'),
  /(?:cho phep|cap cho|cho|doi voi|cua|cong nhan|tang|chung nhan)\s+(?:ong|ba)\s+(?=[a-z])/gu,
];

const identifiers: { pattern: RegExp; trust: number; isTax: boolean }[] = [
  {
    pattern:
      /(?:can cuoc(?: cong dan)?|cccd|dinh danh(?: ca nhan)?)[^0-9]{0,30}((?:[0-9][ .]?){11}[0-9])(?![0-9])/u,
    trust: 1,
    isTax: false,
  },
  {
    pattern:
      /(?:ma so thue|mst|ma so doanh nghiep|ma so dn|ma so dang ky|ma so to chuc|ma so (?:don vi|ho kinh doanh)|dang ky (?:kinh doanh|doanh nghiep) so)[^0-9]{0,25}([0-9]{10}(?: ?- ?[0-9]{3})?)(?![0-9])/u,
    trust: 1,
    isTax: true,
  },
  {
    pattern: /(?:chung minh(?: nhan dan)?|cmnd)[^0-9]{0,30}([0-9]{9}|[0-9]{12})(?![0-9])/u,
    trust: 0.97,
    isTax: false,
  },
];

/** Whose result it is and under which identifier: labels first, then who is granted something. */
export function findOwner(text: DocumentText): FoundOwner {
  const { flow } = text;
  return { ownerName: findOwnerName(flow), ownerIdentifier: findIdentifier(flow) };
}

function findOwnerName(flow: Passage): RecognizedField | undefined {
  for (const pattern of labelled) {
    const field = readName(flow, pattern, 0.97);
    if (field) return field;
  }
  for (const pattern of granted) {
    const field = readName(flow, pattern, 0.92);
    if (field) return field;
  }
  return undefined;
}

function readName(flow: Passage, pattern: RegExp, trust: number): RecognizedField | undefined {
  for (const match of flow.folded.matchAll(pattern)) {
    const start = match.index + match[0].length;
    const name = new RegExp(`^.{3,120}?${nameEnd}`, 'u').exec(
      flow.folded.slice(start, start + 140),
    );
    if (!name) continue;
    const end = start + name[0].length;
    const value = withoutTitle(flow.text.slice(start, end));
    if (!isName(value)) continue;
    return fieldFrom(value, wordsBetween(flow, start, end), trust);
  }
  return undefined;
}

function withoutTitle(name: string): string {
  return name
    .replace(/^(?:Ông|Bà|ông|bà)\s*(?:\/\s*(?:Bà|bà))?\s*:?\s+/u, '')
    .replace(/[\s\-–—.,;:]+$/u, '')
    .trim();
}

function isName(value: string): boolean {
  return /^\p{Lu}/u.test(value) && value.split(' ').length >= 2 && !/\d{6}/u.test(value);
}

function findIdentifier(flow: Passage): RecognizedField | undefined {
  for (const { pattern, trust, isTax } of identifiers) {
    const match = pattern.exec(flow.folded);
    const [whole, printed] = match ?? [];
    if (!match || whole === undefined || printed === undefined) continue;
    const digits = toDigits(printed).replace(/[ .]/gu, '');
    const checked = isTax && !isTaxCode(digits) ? 0.8 : 1;
    const end = match.index + whole.length;
    return fieldFrom(digits, wordsBetween(flow, end - printed.length, end), trust * checked);
  }
  return undefined;
}
