import { identifierKind, isCalendarDate, isDossierCode, isNumberNotation } from './identifiers.ts';
import {
  fieldValue,
  metadataKeys,
  metadataOf,
  PERMANENT,
  type Metadata,
  type MetadataDraft,
  type MetadataKey,
} from './metadata.ts';

export const metadataIssueCodes = [
  'missing',
  'expiry-undecided',
  'not-a-date',
  'date-in-future',
  'date-too-old',
  'expires-before-issue',
  'too-long',
  'identifier-shape',
  'number-shape',
  'dossier-shape',
  'identifier-absent',
] as const;
export type MetadataIssueCode = (typeof metadataIssueCodes)[number];

/** `isBlocking`: the document cannot be accepted; otherwise it is pointed out and may stay. */
export type MetadataIssue = {
  key: MetadataKey;
  code: MetadataIssueCode;
  isBlocking: boolean;
  /** Greatest length of the field, with `too-long`. */
  limit?: number;
};

/**
 * Required by TT 01/2023/TT-VPCP Đ9 k2: paper type code, the owner, title, number and notation, issue
 * date, issuing agency, abstract. The list after point b is read from its transposition in
 * QĐ 1335/QĐ-TCT Đ20 [D]. The owner's identifier falls back on identifying data, read here as the
 * owner's name [D]; expiry and scope stand only "nếu có".
 */
export const requiredKeys: readonly MetadataKey[] = [
  'paperTypeCode',
  'ownerName',
  'title',
  'numberNotation',
  'issuedOn',
  'issuingAgency',
  'abstract',
];

/**
 * Characters. NĐ 30/2020 PL VI: TypeName 100, CodeNumber 11 + `/` + CodeNotation 30, OrganName 200,
 * Subject 500, Position 100, FullName 50. The others have no source and only keep out pasted pages [D].
 */
export const maximumLengths = {
  paperTypeCode: 30,
  ownerIdentifier: 35,
  ownerName: 200,
  title: 100,
  numberNotation: 42,
  issuedOn: 10,
  issuingAgency: 200,
  abstract: 500,
  expiresOn: 10,
  scope: 200,
  dossierCode: 50,
  signerName: 50,
  signerPosition: 100,
} as const satisfies Record<MetadataKey, number>;

/** Nothing older can be a still-valid result: the Democratic Republic was founded that day [D]. */
const EARLIEST_ISSUE = '1945-09-02';

/** Rules over the values alone, in the legal order of the fields. `today` is `yyyy-mm-dd` in Viet Nam. */
export function checkMetadata(metadata: Metadata, today: string): MetadataIssue[] {
  return metadataKeys.flatMap((key) => checkField(key, metadata, today));
}

/**
 * `checkMetadata`, and the decision about the expiry: a date, *vĩnh viễn*, or an empty field that the
 * official confirmed ("không ghi thời hạn"). The rate counts valid results only, so silence is no answer.
 */
export function checkDraft(draft: MetadataDraft, today: string): MetadataIssue[] {
  const issues = checkMetadata(metadataOf(draft), today);
  if (fieldValue(draft.expiresOn) === '' && !draft.expiresOn.isConfirmed) {
    issues.push({ key: 'expiresOn', code: 'expiry-undecided', isBlocking: true });
  }
  return issues.sort((a, b) => metadataKeys.indexOf(a.key) - metadataKeys.indexOf(b.key));
}

function checkField(key: MetadataKey, metadata: Metadata, today: string): MetadataIssue[] {
  const value = metadata[key];
  if (value === '') return checkAbsence(key);
  const limit = maximumLengths[key];
  if (Array.from(value).length > limit) return [{ key, code: 'too-long', isBlocking: true, limit }];
  const shape = checkShape(key, metadata, today);
  return shape ? [{ key, ...shape }] : [];
}

function checkAbsence(key: MetadataKey): MetadataIssue[] {
  if (requiredKeys.includes(key)) return [{ key, code: 'missing', isBlocking: true }];
  if (key === 'ownerIdentifier') return [{ key, code: 'identifier-absent', isBlocking: false }];
  return [];
}

type Shape = Pick<MetadataIssue, 'code' | 'isBlocking'> | null;

function checkShape(key: MetadataKey, metadata: Metadata, today: string): Shape {
  const value = metadata[key];
  switch (key) {
    case 'issuedOn':
      return checkIssueDate(value, today);
    case 'expiresOn':
      return checkExpiry(value, metadata.issuedOn);
    case 'ownerIdentifier':
      return identifierKind(value) ? null : { code: 'identifier-shape', isBlocking: false };
    case 'numberNotation':
      return isNumberNotation(value) ? null : { code: 'number-shape', isBlocking: false };
    case 'dossierCode':
      return isDossierCode(value) ? null : { code: 'dossier-shape', isBlocking: false };
    default:
      return null;
  }
}

function checkIssueDate(value: string, today: string): Shape {
  if (!isCalendarDate(value)) return { code: 'not-a-date', isBlocking: true };
  if (value > today) return { code: 'date-in-future', isBlocking: true };
  if (value < EARLIEST_ISSUE) return { code: 'date-too-old', isBlocking: true };
  return null;
}

function checkExpiry(value: string, issuedOn: string): Shape {
  if (value === PERMANENT) return null;
  if (!isCalendarDate(value)) return { code: 'not-a-date', isBlocking: true };
  if (isCalendarDate(issuedOn) && value < issuedOn) {
    return { code: 'expires-before-issue', isBlocking: true };
  }
  return null;
}

/**
 * Code of the paper type by the kind of paper: abbreviations of NĐ 30/2020 PL III, then those of
 * specialised papers by usage (GP, VB: CV 7197; GCN, GXN, CCHN, CV: practice). The national code of
 * result kinds (`KQ.G15.000031`) is not public, so none is made up here.
 */
export const paperTypeCodes: readonly (readonly [kind: string, code: string])[] = [
  ['giấy chứng nhận', 'GCN'],
  ['giấy phép', 'GP'],
  ['giấy xác nhận', 'GXN'],
  ['chứng chỉ hành nghề', 'CCHN'],
  ['quyết định', 'QĐ'],
  ['nghị quyết', 'NQ'],
  ['thông báo', 'TB'],
  ['công văn', 'CV'],
  ['báo cáo', 'BC'],
  ['biên bản', 'BB'],
  ['tờ trình', 'TTr'],
  ['hợp đồng', 'HĐ'],
  ['kế hoạch', 'KH'],
  ['hướng dẫn', 'HD'],
  ['giấy giới thiệu', 'GGT'],
  ['giấy ủy quyền', 'GUQ'],
  ['văn bản', 'VB'],
];

/** `Giấy phép kinh doanh dịch vụ karaoke` → `GP`; `null` when the kind is none of the known ones. */
export function paperTypeCodeOf(kind: string): string | null {
  const folded = kind.normalize('NFC').toLowerCase();
  return paperTypeCodes.find(([name]) => folded.includes(name))?.[1] ?? null;
}
