import { foldInPlace, similarity } from './vietnamese.ts';

/** Kind of paper with the abbreviation that stands in its notation; empty where it has none. */
export type PaperType = { title: string; code: string };

/**
 * NĐ 30/2020 PL III, then the specialised papers of CV 7197/BKHCN-CĐSQG (GP, VB) and of usage.
 * Longer names first where one begins with another.
 */
export const paperTypes: readonly PaperType[] = [
  { title: 'Nghị quyết', code: 'NQ' },
  { title: 'Quyết định', code: 'QĐ' },
  { title: 'Chỉ thị', code: 'CT' },
  { title: 'Quy chế', code: 'QC' },
  { title: 'Quy định', code: 'QyĐ' },
  { title: 'Thông cáo', code: 'TC' },
  { title: 'Thông báo', code: 'TB' },
  { title: 'Hướng dẫn', code: 'HD' },
  { title: 'Chương trình', code: 'CTr' },
  { title: 'Kế hoạch', code: 'KH' },
  { title: 'Phương án', code: 'PA' },
  { title: 'Đề án', code: 'ĐA' },
  { title: 'Dự án', code: 'DA' },
  { title: 'Báo cáo', code: 'BC' },
  { title: 'Biên bản', code: 'BB' },
  { title: 'Tờ trình', code: 'TTr' },
  { title: 'Hợp đồng', code: 'HĐ' },
  { title: 'Công điện', code: 'CĐ' },
  { title: 'Bản ghi nhớ', code: 'BGN' },
  { title: 'Bản thỏa thuận', code: 'BTT' },
  { title: 'Giấy ủy quyền', code: 'GUQ' },
  { title: 'Giấy mời', code: 'GM' },
  { title: 'Giấy giới thiệu', code: 'GGT' },
  { title: 'Giấy nghỉ phép', code: 'GNP' },
  { title: 'Phiếu gửi', code: 'PG' },
  { title: 'Phiếu chuyển', code: 'PC' },
  { title: 'Phiếu báo', code: 'PB' },
  { title: 'Giấy phép', code: 'GP' },
  { title: 'Giấy chứng nhận', code: 'GCN' },
  { title: 'Giấy xác nhận', code: 'GXN' },
  { title: 'Chứng chỉ hành nghề', code: 'CCHN' },
  { title: 'Văn bằng', code: 'VB' },
  { title: 'Văn bản chấp thuận', code: 'VB' },
  { title: 'Văn bản xác nhận', code: 'VB' },
  { title: 'Văn bản đồng ý', code: 'VB' },
  ...[
    ...'Giấy khai sinh,Giấy chứng sinh,Giấy báo tử,Giấy khai tử,Giấy chứng tử'.split(','),
    ...'Trích lục khai sinh,Trích lục kết hôn,Trích lục khai tử,Trích lục bản đồ địa chính'.split(
      ',',
    ),
    ...'Trích lục ghi chú kết hôn,Trích lục cải chính hộ tịch,Trích lục hộ tịch,Trích lục'.split(
      ',',
    ),
    ...'Giấy tiếp nhận hồ sơ và hẹn trả kết quả,Giấy đăng ký,Giấy công nhận,Giấy báo'.split(','),
    ...'Phiếu lý lịch tư pháp,Phiếu tiếp nhận,Phiếu trả lời,Chứng chỉ,Bằng khen,Giấy khen'.split(
      ',',
    ),
  ].map((title) => ({ title, code: '' })),
];

/** An official letter has no heading of its own and no abbreviation in its notation. */
export const officialLetter: PaperType = { title: 'Công văn', code: 'CV' };

export function paperTypeOfCode(code: string): PaperType | undefined {
  return code === '' ? undefined : paperTypes.find((type) => type.code === code);
}

/**
 * The type whose name a heading begins with, and how many characters of it that takes. Typewritten
 * headings may be spaced out: `Q U Y Ế T  Đ Ị N H`.
 */
export function paperTypeOfHeading(
  heading: string,
): { type: PaperType; length: number; match: number } | undefined {
  const folded = foldInPlace(heading);
  const isSpaced = /^(?:\S{1,2} +){3,}\S/u.test(heading) && !/\p{L}{3}/u.test(heading);
  const candidates = paperTypes.map((type) => {
    const name = foldInPlace(type.title);
    if (isSpaced) {
      const match = similarity(folded.replace(/\s/gu, ''), name.replace(/\s/gu, ''));
      return { type, length: heading.length, match };
    }
    return { type, length: name.length, match: similarity(folded.slice(0, name.length), name) };
  });
  // Of two that fit alike the longer: `Trích lục kết hôn`, not `Trích lục`.
  const best = candidates.reduce((a, b) =>
    b.match > a.match || (b.match === a.match && b.length > a.length) ? b : a,
  );
  return best.match >= 0.8 ? best : undefined;
}
