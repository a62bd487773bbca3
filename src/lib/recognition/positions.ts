import { officeSpelling } from './office-spelling.ts';
import { foldInPlace, similarity } from './vietnamese.ts';

/** Titles of those who sign (NĐ 30/2020 PL I, ô 7a), as they are written in a sentence. */
const titles = [
  ...'Giám đốc,Tổng Giám đốc,Chủ tịch,Trưởng phòng,Trưởng ban,Chánh Văn phòng'.split(','),
  ...'Chánh Thanh tra,Chánh án,Cục trưởng,Chi cục trưởng,Tổng cục trưởng,Vụ trưởng'.split(','),
  ...'Viện trưởng,Viện trưởng Viện kiểm sát,Hiệu trưởng,Bộ trưởng,Chủ nhiệm,Thủ trưởng'.split(','),
  ...'Trạm trưởng,Hạt trưởng,Đội trưởng,Trưởng Công an,Chỉ huy trưởng,Tổng Thư ký'.split(','),
  ...'Công chức,Trưởng trạm,Trưởng chi nhánh,Kế toán trưởng,Trưởng đoàn,Trưởng khoa'.split(','),
].flatMap((title) => [title, `Phó ${title}`]);
const folded = [...titles, 'Thứ trưởng', 'Phó Chủ tịch Thường trực', 'Phó Giám đốc Thường trực']
  .flatMap((title) => [title, `Quyền ${title}`])
  .map((title) => ({ title, key: foldInPlace(title) }))
  .sort((a, b) => b.key.length - a.key.length);

/** Least likeness to a title that is taken for a misreading of it. */
const LIKENESS = 0.82;

export type ReadPosition = {
  value: string;
  /** 0–1, of the title. */
  likeness: number;
  /** What stands after the title, spelled: `Quản lý Vận tải`. */
  office?: string;
  /** Nothing but a known title: what may follow it, an office, is spelled as it was read. */
  isPlainTitle: boolean;
};

/** The position that a line in capitals begins with, spelled as usual, with what follows it. */
export function readPosition(capitals: string): ReadPosition | undefined {
  const written = capitals.replace(/^(\P{L}*)q\s*[.,]\s*/iu, '$1QUYỀN ');
  const line = foldInPlace(written).replace(/^[^a-z]+/u, '');
  const skipped = written.length - line.length;
  const ranked = folded
    .map(({ title, key }) => ({ title, key, likeness: likenessAtStart(line, key) }))
    .sort((a, b) => b.likeness - a.likeness);
  const [best] = ranked;
  if (!best || best.likeness < LIKENESS) return undefined;
  const office = written
    .slice(skipped + best.key.length)
    .replace(/^\S*\s*/u, '')
    .replace(/[^\p{L},\s-].*$/u, '')
    .replace(/\s\S?$/u, '')
    .trim();
  const isOffice = office.length >= 6 && office.split(' ').some((word) => word.length >= 3);
  const { title, likeness } = best;
  if (!isOffice) return { value: title, likeness, isPlainTitle: true };
  const spelled = officeSpelling(office);
  return { value: `${title} ${spelled}`, likeness, isPlainTitle: false, office: spelled };
}

/** Deputies sign for the head: `KT. GIÁM ĐỐC` stands above `PHÓ GIÁM ĐỐC`. */
export function deputyOf(title: string): string {
  return title.startsWith('Phó ') ? title : `Phó ${title}`;
}

function likenessAtStart(line: string, key: string): number {
  // A letter lost or won at the beginning shifts the rest.
  return Math.max(
    ...[-1, 0, 1].map((shift) => similarity(line.slice(0, key.length + shift).trim(), key)),
  );
}
