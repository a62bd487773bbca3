import type { Role } from '#lib/domain/access.ts';
import { sampleAgencies, type SampleLevel } from './sample-agencies.ts';
import { demoId } from './seeded-random.ts';

export const DEMO_PASSWORD = 'TramSoHoa@2025';

export const levels = [
  { id: 'province', name: 'Cấp tỉnh', ordinal: 1 },
  { id: 'district', name: 'Cấp huyện', ordinal: 2 },
  { id: 'commune', name: 'Cấp xã', ordinal: 3 },
] as const satisfies readonly { id: SampleLevel; name: string; ordinal: number }[];

export type DemoAgency = {
  key: string;
  level: SampleLevel;
  name: string;
  notation: string;
  code: string;
};

export type DemoUnit = {
  path: string;
  name: string;
  level: SampleLevel;
  agency: DemoAgency;
  /** Fields (lĩnh vực) of the procedures that the unit decides on; empty: those of its level. */
  fields: readonly string[];
  /** Suffix of its letters, `212/SVHTTDL-QLVH`. */
  letters: string;
};

/** Agencies of the sample documents, and a few more so that comparisons have something to compare. */
export const agencies: readonly DemoAgency[] = [
  ...Object.values(sampleAgencies).map(({ key, level, name, notation, code }) => ({
    key,
    level,
    name,
    notation,
    code,
  })),
  local('huyen-dong-giang', 'district', 'huyện Đông Giang', 'H99.23'),
  local('xa-phu-thuan', 'commune', 'xã Phú Thuận', 'H99.33'),
  local('xa-thanh-dong', 'commune', 'xã Thạnh Đông', 'H99.34'),
  local('xa-binh-minh', 'commune', 'xã Bình Minh', 'H99.35'),
];

function local(key: string, level: SampleLevel, place: string, code: string): DemoAgency {
  return { key, level, name: `Ủy ban nhân dân ${place}`, notation: 'UBND', code };
}

const ROOT = 'so-vhttdl/';

/** The Sở with its divisions; the local offices report to it and stand below it. */
export const units: readonly DemoUnit[] = [
  unit(ROOT, 'Sở Văn hóa, Thể thao và Du lịch', 'so', [], ''),
  unit(
    `${ROOT}phong-quan-ly-van-hoa/`,
    'Phòng Quản lý Văn hóa',
    'so',
    [
      'Văn hóa cơ sở',
      'Quảng cáo',
      'Nghệ thuật biểu diễn',
      'Mỹ thuật, nhiếp ảnh, triển lãm',
      'Di sản văn hóa',
      'Thi đua, khen thưởng',
      'Mua bán hàng hóa quốc tế chuyên ngành văn hóa',
      'Lễ hội',
    ],
    'QLVH',
  ),
  unit(
    `${ROOT}phong-quan-ly-the-thao/`,
    'Phòng Quản lý Thể dục, Thể thao',
    'so',
    ['Thể dục, thể thao'],
    'QLTDTT',
  ),
  unit(`${ROOT}phong-quan-ly-du-lich/`, 'Phòng Quản lý Du lịch', 'so', ['Du lịch'], 'QLDL'),
  unit(
    `${ROOT}phong-bao-chi-xuat-ban/`,
    'Phòng Báo chí, Xuất bản',
    'so',
    ['Báo chí', 'Xuất bản, in và phát hành', 'Phát thanh, truyền hình và thông tin điện tử'],
    'BCXB',
  ),
  unit(`${ROOT}huyen-van-khe/`, 'UBND huyện Vân Khê', 'huyen-van-khe', [], 'VHTT'),
  unit(`${ROOT}huyen-van-khe/xa-hoa-loc/`, 'UBND xã Hòa Lộc', 'xa-hoa-loc', [], 'VHXH'),
  unit(`${ROOT}huyen-van-khe/xa-phu-thuan/`, 'UBND xã Phú Thuận', 'xa-phu-thuan', [], 'VHXH'),
  unit(`${ROOT}huyen-an-thinh/`, 'UBND huyện An Thịnh', 'huyen-an-thinh', [], 'VHTT'),
  unit(`${ROOT}huyen-an-thinh/xa-tan-phong/`, 'UBND xã Tân Phong', 'xa-tan-phong', [], 'VHXH'),
  unit(`${ROOT}huyen-an-thinh/xa-thanh-dong/`, 'UBND xã Thạnh Đông', 'xa-thanh-dong', [], 'VHXH'),
  unit(`${ROOT}huyen-dong-giang/`, 'UBND huyện Đông Giang', 'huyen-dong-giang', [], 'VHTT'),
  unit(`${ROOT}huyen-dong-giang/xa-binh-minh/`, 'UBND xã Bình Minh', 'xa-binh-minh', [], 'VHXH'),
];

function unit(
  path: string,
  name: string,
  agencyKey: string,
  fields: readonly string[],
  letters: string,
): DemoUnit {
  const agency = agencies.find(({ key }) => key === agencyKey);
  if (agency === undefined) throw new Error(`no demo agency ${agencyKey}`);
  return { path, name, level: agency.level, agency, fields, letters };
}

export const unitId = (path: string): string => demoId(`unit ${path}`);
export const agencyId = (key: string): string => demoId(`agency ${key}`);

/** The unit whose inventory holds a result of this agency and field. */
export function unitFor(agencyKey: string, field: string): DemoUnit {
  const own = units.filter(({ agency }) => agency.key === agencyKey);
  const found = own.find(({ fields }) => fields.includes(field)) ?? own[0];
  if (found === undefined) throw new Error(`no demo unit of ${agencyKey}`);
  return found;
}

export type DemoAccount = { username: string; name: string; role: Role; path: string };

export const accounts: readonly DemoAccount[] = [
  { username: 'canbo', name: 'Trần Minh Hà', role: 'official', path: ROOT },
  {
    username: 'canbo2',
    name: 'Lý Thanh Tâm',
    role: 'official',
    path: `${ROOT}phong-quan-ly-the-thao/`,
  },
  { username: 'lanhdao', name: 'Lê Thị Kim Oanh', role: 'leader', path: ROOT },
  { username: 'vanthu', name: 'Mai Ngọc Bích', role: 'clerk', path: ROOT },
  { username: 'giamsat', name: 'Dương Quốc Việt', role: 'supervisor', path: ROOT },
  { username: 'quantri', name: 'Quách Gia Bảo', role: 'administrator', path: ROOT },
  { username: 'canbo.vankhe', name: 'Tô Hải Yến', role: 'official', path: `${ROOT}huyen-van-khe/` },
  {
    username: 'canbo.anthinh',
    name: 'Châu Văn Nghĩa',
    role: 'official',
    path: `${ROOT}huyen-an-thinh/`,
  },
  {
    username: 'canbo.hoaloc',
    name: 'Hồ Thị Mỹ Linh',
    role: 'official',
    path: `${ROOT}huyen-van-khe/xa-hoa-loc/`,
  },
  {
    username: 'giamsat.vankhe',
    name: 'Phan Thành Đạt',
    role: 'supervisor',
    path: `${ROOT}huyen-van-khe/`,
  },
];

export const accountId = (username: string): string => demoId(`account ${username}`);

/** The official whose scope is the nearest one around a unit. */
export function officialFor(path: string): DemoAccount {
  const candidates = accounts
    .filter((account) => account.role === 'official' && path.startsWith(account.path))
    .sort((a, b) => b.path.length - a.path.length);
  const [nearest] = candidates;
  if (nearest === undefined) throw new Error(`no demo official for ${path}`);
  return nearest;
}

/** QĐ 468/QĐ-TTg read as percentage points a year; later years ask for everything. */
export const targets = levels.flatMap(({ id: levelId }) =>
  [30, 50, 70, 90, 100].map((percent, index) => ({
    levelId,
    year: 2021 + index,
    percent,
    sourceNote: 'QĐ 468/QĐ-TTg ngày 27/3/2021, hiểu theo điểm phần trăm mỗi năm; sửa được theo cấp',
  })),
);
