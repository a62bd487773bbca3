import { capitalizeEach, capitalizeFirst, foldInPlace } from './vietnamese.ts';

/**
 * Parts of the names of offices, spelled as they are in a sentence (NĐ 30/2020 PL II: the first
 * letter of each part that tells what the office is for).
 */
const parts = [
  ...'An toàn thực phẩm,An toàn vệ sinh thực phẩm,An ninh,An toàn,Bảo hiểm xã hội,Bảo tàng'.split(
    ',',
  ),
  ...'Bảo trợ xã hội,Bảo vệ môi trường,Bảo vệ thực vật,Báo chí,Bệnh viện,Biển,Biên phòng'.split(
    ',',
  ),
  ...'Bưu chính,Cảnh sát,Chăn nuôi,Chất lượng,Chính phủ,Chính sách,Chủ tịch,Chuyển đổi số'.split(
    ',',
  ),
  ...'Công an,Công nghệ,Công nghệ thông tin,Công nghiệp,Công Thương,Dân số'.split(','),
  ...'Dân tộc,Di sản văn hóa,Di sản,Doanh nghiệp,Du lịch,Dự án,Dược,Đa khoa,Đào tạo'.split(','),
  ...'Đăng kiểm,Đăng ký đất đai,Đăng ký kinh doanh,Đất đai,Đầu tư,Đấu thầu,Điện ảnh'.split(','),
  ...'Điện lực,Điều dưỡng,Đô thị,Đường bộ,Đường thủy nội địa,Gia đình,Giám định,Giám đốc'.split(
    ',',
  ),
  ...'Giám sát,Giao thông,Giao thông vận tải,Giáo dục,Giáo dục nghề nghiệp'.split(','),
  ...'Giáo dục thường xuyên,Hạ tầng,Hải quan,Hàng hải,Hành chính,Hành chính công'.split(','),
  ...'Hợp tác quốc tế,Hợp tác xã,Hộ tịch,Hoạt động,Kế hoạch,Kế toán,Khám,Khám bệnh,Khám chữa bệnh'.split(
    ',',
  ),
  ...'Khoa học,Khoáng sản,Khu công nghiệp,Khu kinh tế,Khuyến nông,Kiểm dịch,Kiểm lâm'.split(','),
  ...'Kiểm nghiệm,Kiểm soát bệnh tật,Kiểm soát thủ tục hành chính,Kiến trúc,Kinh doanh,Kinh tế'.split(
    ',',
  ),
  ...'Kỹ thuật,Lao động,Lâm nghiệp,Lữ hành,Lưu trữ,Mặt trận Tổ quốc,Mỹ thuật,Môi trường'.split(','),
  ...'Mầm non,Nghệ thuật,Nghệ thuật biểu diễn,Nghiệp vụ,Nghiên cứu,Ngoại vụ,Người có công'.split(
    ',',
  ),
  ...'Nhân sự,Nhiếp ảnh,Nội chính,Nội vụ,Nông nghiệp,Nông thôn,Nuôi trồng,Pháp chế,Pháp luật'.split(
    ',',
  ),
  ...'Phát hành,Phát thanh,Phát triển,Phát triển nông thôn,Phòng cháy chữa cháy'.split(','),
  ...'Phòng chống thiên tai,Phục vụ hành chính công,Quan trắc,Quản lý,Quản lý đô thị'.split(','),
  ...'Quản lý chất lượng,Quản lý đất đai,Quản lý thị trường'.split(','),
  ...'Quảng cáo,Quân sự,Quốc phòng,Quốc tế,Quốc hội'.split(','),
  ...'Quy hoạch,Sở hữu trí tuệ,Sự nghiệp,Tài chính,Tài nguyên,Tần số vô tuyến điện,Tiêu chuẩn'.split(
    ',',
  ),
  ...'Thanh niên,Thanh tra,Thể dục,Thể dục thể thao,Thể thao,Thị trường,Thi đua,Khen thưởng'.split(
    ',',
  ),
  ...'Thông tin,Thống kê,Thú y,Thủy lợi,Thủy sản,Thuế,Thư viện,Thương binh,Thương mại'.split(','),
  ...'Tôn giáo,Tổ chức,Tổ chức cán bộ,Tổng hợp,Tổng Giám đốc,Trẻ em,Trồng trọt'.split(','),
  ...'Trợ giúp pháp lý,Truyền hình,Truyền thông,Tư pháp,Văn hóa,Văn phòng,Văn thư'.split(','),
  ...'Vận tải,Vệ sinh,Viễn thông,Việc làm,Việt Nam,Vật tư,Xã hội,Xây dựng,Xuất bản'.split(','),
  ...'Xuất nhập cảnh,Xúc tiến đầu tư,Xúc tiến thương mại,Y dược cổ truyền,Y tế,Y học'.split(','),
];

/** Offices themselves: they keep their capital inside a longer name. */
const offices = [
  ...'Bộ,Cục,Tổng cục,Chi cục,Sở,Phòng,Ban,Ủy ban nhân dân,Ủy ban,Hội đồng nhân dân'.split(','),
  ...'Hội đồng,Trung tâm,Trạm,Hạt,Bảo tàng,Thư viện,Viện,Hội,Đoàn,Chi nhánh'.split(','),
];

const spelledParts = new Map(parts.map((part) => [foldInPlace(part), part]));
const longestPart = Math.max(...parts.map((part) => part.split(' ').length));
const spelledOffices = new Map(offices.map((office) => [foldInPlace(office), office]));

/** The word after which the name of a place follows; `xã hội` and `phường hội` are no places. */
const placeWord =
  /(?<!\p{L})(khu kinh tế|khu công nghiệp|khu công nghệ cao|vườn quốc gia|tỉnh|thành phố|huyện|quận|thị xã|xã(?! hội)|phường|thị trấn|đặc khu) (.+)$/u;
const written: readonly (readonly [RegExp, string])[] = [
  [/(?<!\p{L})uỷ ban(?!\p{L})/giu, 'ủy ban'],
  [/(?<!\p{L})ubnd(?!\p{L})/giu, 'ủy ban nhân dân'],
  [/(?<!\p{L})hđnd(?!\p{L})/giu, 'hội đồng nhân dân'],
  [/(?<!\p{L})tp\.? (?=\p{L})/giu, 'thành phố '],
];

/** A committee's level with its diacritics misread: `ủy ban nhân dân tình` can only be `tỉnh`. */
const levelAfterPeople = /(nhân dân) [^\p{L}]*(\p{L}+)(?= \p{L})/u;
const levels: Record<string, string> = {
  tinh: 'tỉnh',
  huyen: 'huyện',
  quan: 'quận',
  xa: 'xã',
  phuong: 'phường',
};

/**
 * Ordinary spelling of an office printed in capitals: `SỞ VĂN HÓA, THỂ THAO VÀ DU LỊCH` →
 * `Sở Văn hóa, Thể thao và Du lịch`, `UBND XÃ HÒA LỘC` → `Ủy ban nhân dân xã Hòa Lộc`.
 */
export function officeSpelling(capitals: string): string {
  let lower = capitals.toLowerCase();
  for (const [short, long] of written) lower = lower.replace(short, long);
  lower = lower.replace(levelAfterPeople, (_, before: string, level: string) => {
    return `${before} ${levels[foldInPlace(level)] ?? level}`;
  });
  const place = placeWord.exec(lower);
  const head = place ? lower.slice(0, place.index) : lower;
  const tail = place ? `${kindOfPlace(place[1] ?? '')} ${capitalizeEach(place[2] ?? '')}` : '';
  return capitalizeFirst(spelledWords(head.split(' ')).join(' ')) + tail;
}

/** `Khu kinh tế Vũng Hàn`, but `tỉnh Lâm Giang`. */
function kindOfPlace(lower: string): string {
  return /^(?:khu|vườn) /u.test(lower) ? capitalizeFirst(lower) : lower;
}

/** Whether every word but the small ones belongs to a known part: the capitals are then no guess. */
export function isKnownOffice(name: string): boolean {
  const place = placeWord.exec(name.toLowerCase());
  const head = place ? name.slice(0, place.index) : name;
  const words = head
    .trim()
    .split(' ')
    .filter((word) => word !== '');
  for (let i = 0; i < words.length;) {
    const taken = partAt(words, i)?.count ?? officeAt(words, i)?.count ?? Number(isSmall(words[i]));
    if (taken === 0) return false;
    i += taken;
  }
  return words.length > 0;
}

/** `SVHTTDL`, `UBND`: the first letters of an office's words, as its notation has them. */
export function initialsOf(office: string): string {
  const place = placeWord.exec(office.toLowerCase());
  return (place ? office.slice(0, place.index) : office)
    .split(/[\s,–-]+/u)
    .filter((word) => word !== '' && !isSmall(word))
    .map((word) => word.charAt(0).toUpperCase())
    .join('');
}

function spelledWords(words: string[]): string[] {
  const spelled: string[] = [];
  for (let i = 0; i < words.length;) {
    const found = partAt(words, i) ?? officeAt(words, i);
    spelled.push(...(found?.words ?? words.slice(i, i + 1)));
    i += found?.count ?? 1;
  }
  return spelled;
}

function partAt(words: readonly string[], at: number) {
  return longestAt(words, at, spelledParts);
}

function officeAt(words: readonly string[], at: number) {
  return longestAt(words, at, spelledOffices);
}

/** The longest known run of words at a place, with the signs that were printed after its words. */
function longestAt(words: readonly string[], at: number, known: ReadonlyMap<string, string>) {
  for (let count = Math.min(longestPart, words.length - at); count > 0; count -= 1) {
    const run = words.slice(at, at + count);
    if (run.slice(0, -1).some((word) => /[,;.]$/u.test(word))) continue;
    const [, printed = '', sign = ''] = /^(.*?)([,;.]*)$/u.exec(run.join(' ')) ?? [];
    const spelling = known.get(foldInPlace(printed));
    const spelled = spelling === undefined ? undefined : respelled(printed, spelling, count);
    if (spelled !== undefined) return { count, words: `${spelled}${sign}`.split(' ') };
  }
  return undefined;
}

/**
 * The printed letters in the case of the spelling. Lost diacritics are restored: one of a single
 * word, two of a pair, any of three words, which have no other reading. Either place of the tone mark
 * stays: `hóa`, `hoá`.
 */
function respelled(printed: string, spelling: string, wordCount: number): string | undefined {
  const letters = [...spelling];
  const [a, b] = [lateTone(printed.toLowerCase()), lateTone(spelling.toLowerCase())];
  const different = [...a].filter((letter, i) => letter !== b[i]).length;
  if (wordCount < 3 && different > wordCount) return undefined;
  if (different > 0) return spelling;
  const cased = [...printed].map((letter, i) =>
    /\p{Lu}/u.test(letters[i] ?? '') ? letter.toUpperCase() : letter.toLowerCase(),
  );
  return cased.join('');
}

const lateTones: Record<string, string> = {
  óa: 'oá',
  òa: 'oà',
  ỏa: 'oả',
  õa: 'oã',
  ọa: 'oạ',
  óe: 'oé',
  úy: 'uý',
  ùy: 'uỳ',
  ủy: 'uỷ',
};

/** The mark on the second vowel, for comparing: `thủy` and `thuỷ` are one word. */
function lateTone(text: string): string {
  return text.replace(/óa|òa|ỏa|õa|ọa|óe|úy|ùy|ủy/gu, (pair) => lateTones[pair] ?? pair);
}

function isSmall(word: string | undefined): boolean {
  return /^(và|của|các|cho|về|tại|thuộc|-|–|&)$/iu.test(word ?? '');
}
