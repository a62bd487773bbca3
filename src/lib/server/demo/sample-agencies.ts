/** The fictitious province of the demo data and of the sample documents. */
export const SAMPLE_PROVINCE = 'Minh Hải An';
/** Level-1 code of the fictitious province; no real province carries it. */
export const SAMPLE_PROVINCE_CODE = 'H99';

export type SampleLevel = 'province' | 'district' | 'commune';

export type SampleAgency = {
  key: string;
  level: SampleLevel;
  /** As the inventory and the field `issuingAgency` spell it. */
  name: string;
  /** Suffix of its notations: `05/GP-SVHTTDL`. */
  notation: string;
  /** First lines of the letterhead, above the agency's own; upright, not bold (NĐ 30/2020 PL I, ô 2). */
  governingBody: string[];
  /** The agency's own lines of the letterhead, bold. */
  letterhead: string[];
  /** Địa danh of the date line. */
  place: string;
  /** Electronic identifier, QĐ 20/2020/QĐ-TTg. */
  code: string;
};

/** The agencies that issued the sample documents, one level above the next. */
export const sampleAgencies = {
  so: {
    key: 'so',
    level: 'province',
    name: 'Sở Văn hóa, Thể thao và Du lịch',
    notation: 'SVHTTDL',
    governingBody: ['ỦY BAN NHÂN DÂN', 'TỈNH MINH HẢI AN'],
    letterhead: ['SỞ VĂN HÓA, THỂ THAO', 'VÀ DU LỊCH'],
    place: 'Minh Hải An',
    code: 'H99.12',
  },
  vanKhe: {
    key: 'huyen-van-khe',
    level: 'district',
    name: 'Ủy ban nhân dân huyện Vân Khê',
    notation: 'UBND',
    governingBody: [],
    letterhead: ['ỦY BAN NHÂN DÂN', 'HUYỆN VÂN KHÊ'],
    place: 'Vân Khê',
    code: 'H99.21',
  },
  anThinh: {
    key: 'huyen-an-thinh',
    level: 'district',
    name: 'Ủy ban nhân dân huyện An Thịnh',
    notation: 'UBND',
    governingBody: [],
    letterhead: ['ỦY BAN NHÂN DÂN', 'HUYỆN AN THỊNH'],
    place: 'An Thịnh',
    code: 'H99.22',
  },
  hoaLoc: {
    key: 'xa-hoa-loc',
    level: 'commune',
    name: 'Ủy ban nhân dân xã Hòa Lộc',
    notation: 'UBND',
    governingBody: [],
    letterhead: ['ỦY BAN NHÂN DÂN', 'XÃ HÒA LỘC'],
    place: 'Hòa Lộc',
    code: 'H99.31',
  },
  tanPhong: {
    key: 'xa-tan-phong',
    level: 'commune',
    name: 'Ủy ban nhân dân xã Tân Phong',
    notation: 'UBND',
    governingBody: [],
    letterhead: ['ỦY BAN NHÂN DÂN', 'XÃ TÂN PHONG'],
    place: 'Tân Phong',
    code: 'H99.32',
  },
} as const satisfies Record<string, SampleAgency>;

export type SampleAgencyName = keyof typeof sampleAgencies;
