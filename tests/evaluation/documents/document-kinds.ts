import type { AgencyLevel, OwnerKind } from '../wording/part-wording.ts';
import type { Era } from './eras.ts';

export const documentKinds = [
  'decision',
  'letter',
  'notice',
  'licence',
  'bilingual-licence',
  'certificate',
  'confirmation',
  'commitment',
  'practice-certificate',
  'approval',
  'minutes',
  'proposal',
  'report',
  'plan',
  'invitation',
  'birth-certificate',
  'civil-extract',
  'reception-slip',
] as const;
export type DocumentKind = (typeof documentKinds)[number];

export type KindRules = {
  title: string;
  /** Abbreviation in the notation and code of the paper type; empty where there is none. */
  code: string;
  levels?: AgencyLevel[];
  owners?: OwnerKind[];
  eras?: Era[];
  /** Forms whose heading says what they are and nothing more. */
  hasAbstract: boolean;
  hasExpiry: boolean;
  hasOwner: boolean;
};

const paper = { hasAbstract: true, hasExpiry: false, hasOwner: true };
const form = { hasAbstract: false, hasExpiry: false, hasOwner: true };
const modern: Era[] = ['current', 'tt01'];

export const kindRules: Record<DocumentKind, KindRules> = {
  decision: { ...paper, title: 'Quyết định', code: 'QĐ' },
  letter: { ...paper, title: 'Công văn', code: 'CV' },
  notice: { ...paper, title: 'Thông báo', code: 'TB' },
  licence: { ...paper, title: 'Giấy phép', code: 'GP', hasExpiry: true },
  'bilingual-licence': {
    ...paper,
    title: 'Giấy phép',
    code: 'GP',
    hasExpiry: true,
    eras: modern,
    levels: ['province', 'ministry'],
  },
  certificate: { ...paper, title: 'Giấy chứng nhận', code: 'GCN', hasExpiry: true },
  confirmation: { ...paper, title: 'Giấy xác nhận', code: 'GXN' },
  commitment: {
    ...paper,
    title: 'Giấy xác nhận',
    code: 'GXN',
    eras: ['current', 'tt01', 'tt55'],
    levels: ['district', 'province'],
  },
  'practice-certificate': {
    ...form,
    title: 'Chứng chỉ hành nghề',
    code: 'CCHN',
    hasExpiry: true,
    owners: ['person'],
    levels: ['province', 'ministry'],
  },
  approval: { ...paper, title: 'Văn bản chấp thuận', code: 'VB', eras: modern },
  minutes: { ...paper, title: 'Biên bản', code: 'BB' },
  proposal: { ...paper, title: 'Tờ trình', code: 'TTr', hasOwner: false },
  report: { ...paper, title: 'Báo cáo', code: 'BC', hasOwner: false },
  plan: { ...paper, title: 'Kế hoạch', code: 'KH', hasOwner: false },
  invitation: { ...paper, title: 'Giấy mời', code: 'GM', hasOwner: false },
  'birth-certificate': {
    ...form,
    title: 'Giấy khai sinh',
    code: '',
    owners: ['person'],
    levels: ['commune'],
  },
  'civil-extract': {
    ...form,
    title: 'Trích lục kết hôn',
    code: '',
    owners: ['person'],
    levels: ['commune'],
    eras: modern,
  },
  'reception-slip': {
    ...form,
    title: 'Giấy tiếp nhận hồ sơ và hẹn trả kết quả',
    code: '',
    eras: ['current'],
    levels: ['commune', 'province'],
  },
};
