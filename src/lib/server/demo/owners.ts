import type { SeededRandom } from './seeded-random.ts';

export type Owner = { name: string; identifier: string };

const surnames = [
  'Nguyễn',
  'Trần',
  'Lê',
  'Phạm',
  'Huỳnh',
  'Phan',
  'Vũ',
  'Võ',
  'Đặng',
  'Bùi',
  'Đỗ',
  'Hồ',
  'Ngô',
  'Dương',
  'Lý',
];
const maleNames = [
  'Văn An',
  'Hoàng Long',
  'Minh Khôi',
  'Quốc Hùng',
  'Thanh Sơn',
  'Đức Thịnh',
  'Hữu Nghĩa',
  'Công Danh',
  'Trọng Nhân',
  'Anh Tuấn',
  'Gia Huy',
  'Bá Lộc',
];
const femaleNames = [
  'Thị Hồng',
  'Ngọc Ánh',
  'Thu Thảo',
  'Kim Ngân',
  'Bích Trâm',
  'Mỹ Duyên',
  'Thị Hương',
  'Diễm My',
  'Thanh Trúc',
  'Phương Uyên',
  'Thùy Dung',
  'Hồng Đào',
];
const businesses = [
  'Công ty TNHH',
  'Công ty Cổ phần',
  'Doanh nghiệp tư nhân',
  'Công ty TNHH Một thành viên',
];
const trades: Record<string, readonly string[]> = {
  'Du lịch': ['Du lịch', 'Lữ hành', 'Dịch vụ Du lịch', 'Thương mại và Du lịch'],
  'Thể dục, thể thao': ['Thể thao', 'Dịch vụ Thể thao', 'Yoga và Sức khỏe', 'Phát triển Thể thao'],
  'Xuất bản, in và phát hành': ['In', 'In và Bao bì', 'Văn hóa phẩm'],
  'Quảng cáo': ['Quảng cáo', 'Truyền thông', 'Quảng cáo và Sự kiện'],
  'Văn hóa cơ sở': ['Giải trí', 'Dịch vụ Giải trí', 'Nhà hàng Giải trí'],
};
const otherTrades = ['Văn hóa', 'Truyền thông', 'Thương mại Dịch vụ', 'Tổ chức Sự kiện'];
const firmNames = [
  'Sao Mai',
  'Hải Âu',
  'Đất Phương Nam',
  'Hoàng Gia',
  'Sóng Biển',
  'Thiên Phúc',
  'Đại Dương',
  'An Phát',
  'Bình Minh',
  'Hương Quê',
  'Phù Sa',
  'Thanh Niên',
  'Việt Nhật',
  'Cánh Buồm',
  'Rừng Đước',
];

/** A person or a business of the trade. Identifiers begin with 99 or 099, which no real province has. */
export function ownerOf(random: SeededRandom, field: string): Owner {
  const isPersonal = field === 'Thi đua, khen thưởng' || field === 'Di sản văn hóa';
  if (isPersonal || random.next() < 0.35) return person(random);
  const trade = random.pick(trades[field] ?? otherTrades);
  const name = `${random.pick(businesses)} ${trade} ${random.pick(firmNames)}`;
  return { name, identifier: `99${digits(random, 8)}` };
}

function person(random: SeededRandom): Owner {
  const isMale = random.next() < 0.5;
  const year = random.between(55, 99);
  const given = random.pick(isMale ? maleNames : femaleNames);
  // CCCD: province, then century and sex (0 and 1 for the 20th), year of birth, six digits.
  const identifier = `099${isMale ? 0 : 1}${year}${digits(random, 6)}`;
  return { name: `${random.pick(surnames)} ${given}`, identifier };
}

function digits(random: SeededRandom, count: number): string {
  return Array.from({ length: count }, () => random.between(0, 9)).join('');
}
