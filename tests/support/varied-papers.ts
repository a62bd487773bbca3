import { metadataKeys, PERMANENT, type Metadata } from '#lib/domain/metadata.ts';
import type { TextLayer, TextLine, Word } from '#lib/domain/text-layer.ts';

/** A result document told by its parts, laid out by `laidOut`; any office of the country. */
export type VariedPaper = {
  superior: string[];
  agency: string[];
  number: string;
  placeDate: string;
  /** Certificates have their date above the signer. */
  isDateBelow?: boolean;
  heading: string[];
  abstract: string[];
  /** Official letters: `V/v …` under the number. */
  subject?: string[];
  decider?: string;
  body: string[];
  capacity: string[];
  signer: string;
  truth: Partial<Metadata>;
};

const WIDTH = 1654;
const HEIGHT = 2339;
const EM = 36;
const LEFT = 0.14;
const RIGHT = 0.92;

type Placed = { text: string; centreX?: number; left?: number; y: number; size: number };

/** Page 1 (and the following) at 200 dpi as an engine that makes no mistake would read them. */
export function laidOut(paper: VariedPaper): TextLayer[] {
  const lines: Placed[] = [];
  const at = (text: string, centreX: number, y: number, size = 1) =>
    lines.push({ text, centreX, y, size });
  [...paper.superior, ...paper.agency].forEach((text, i) => at(text, 0.3, 150 + i * 44));
  at('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', 0.69, 150, 0.9);
  at('Độc lập - Tự do - Hạnh phúc', 0.69, 194);
  let y = 170 + (paper.superior.length + paper.agency.length) * 44;
  if (paper.number !== '') at(paper.number, 0.3, y);
  if (!paper.isDateBelow) at(paper.placeDate, 0.69, Math.max(y, 260));
  for (const text of paper.subject ?? []) at(text, 0.3, (y += 42), 0.9);
  y = Math.max(y, 260) + 90;
  for (const text of paper.heading) at(text, 0.53, (y += 48));
  for (const text of paper.abstract) at(text, 0.53, (y += 46));
  y += 40;
  if (paper.decider !== undefined) at(paper.decider, 0.53, (y += 50));
  for (const paragraph of paper.body) {
    y += 14;
    wrapped(paragraph).forEach((text, i) =>
      lines.push({ text, left: i === 0 ? LEFT + 0.045 : LEFT, y: (y += 46), size: 1 }),
    );
  }
  y += 60;
  if (paper.isDateBelow) at(paper.placeDate, 0.72, (y += 50));
  lines.push({ text: 'Nơi nhận:', left: LEFT, y, size: 0.85 });
  lines.push({ text: '- Như trên;', left: LEFT, y: y + 40, size: 0.8 });
  lines.push({ text: '- Lưu: VT, P.NV.', left: LEFT, y: y + 80, size: 0.8 });
  for (const text of paper.capacity) at(text, 0.72, (y += 46));
  at(paper.signer, 0.72, y + 260);
  return [layerOf(lines)];
}

export function truthOf(paper: VariedPaper): Metadata {
  const blank = Object.fromEntries(metadataKeys.map((key) => [key, '']));
  return { ...blank, ...paper.truth } as Metadata;
}

function layerOf(lines: readonly Placed[]): TextLayer {
  const rows = [...lines].sort((a, b) => a.y - b.y).map(lineOf);
  return { widthPx: WIDTH, heightPx: HEIGHT, lines: rows, meanConfidence: 95 };
}

function lineOf({ text, centreX, left, y, size }: Placed): TextLine {
  const full = widthOf(text, size);
  let x = left === undefined ? (centreX ?? 0.5) * WIDTH - full / 2 : left * WIDTH;
  const start = x;
  const words: Word[] = text.split(' ').map((part) => {
    const width = widthOf(part, size);
    const box = { x: Math.round(x), y, width: Math.round(width), height: Math.round(26 * size) };
    x += width + 0.25 * EM * size;
    return { text: part, confidence: 95, box };
  });
  const end = x - 0.25 * EM * size;
  return {
    words,
    box: { x: start, y, width: end - start, height: Math.round(26 * size) },
    baseline: { x0: start, y0: y + 24 * size, x1: end, y1: y + 24 * size },
  };
}

/** Pixels of a text in a serif face: capitals are half as wide again as small letters. */
function widthOf(text: string, size: number): number {
  let width = 0;
  for (const letter of text) {
    width +=
      letter === ' '
        ? 0.25
        : /\p{Lu}/u.test(letter)
          ? 0.68
          : /[ijlt.,:;/]/u.test(letter)
            ? 0.3
            : 0.48;
  }
  return width * EM * size;
}

function wrapped(paragraph: string): string[] {
  const rows: string[] = [];
  let row = '';
  for (const word of paragraph.split(' ')) {
    const longer = row === '' ? word : `${row} ${word}`;
    const room = (RIGHT - LEFT - (rows.length === 0 ? 0.045 : 0)) * WIDTH;
    if (widthOf(longer, 1) > room && row !== '') {
      rows.push(row);
      row = word;
    } else row = longer;
  }
  return [...rows, row];
}

/** Papers of many offices, kinds and times; fictional people. None is like the sample documents. */
export const variedPapers: readonly VariedPaper[] = [
  {
    superior: ['UBND TỈNH THANH BÌNH'],
    agency: ['SỞ NÔNG NGHIỆP', 'VÀ PHÁT TRIỂN NÔNG THÔN'],
    number: 'Số: 087/2022/NNPTNT-CN',
    placeDate: 'Thanh Bình, ngày 09 tháng 6 năm 2022',
    heading: ['GIẤY CHỨNG NHẬN'],
    abstract: ['Cơ sở đủ điều kiện an toàn thực phẩm'],
    body: [
      'Chứng nhận cơ sở: Hợp tác xã Nông nghiệp Phú Lộc',
      'Mã số thuế: 0100109106',
      'Địa chỉ: thôn 4, xã Phú Lộc, huyện Kim Sơn, tỉnh Thanh Bình',
      'Đủ điều kiện an toàn thực phẩm để sản xuất, kinh doanh sản phẩm rau, củ, quả tươi.',
      'Giấy chứng nhận này có hiệu lực đến ngày 08 tháng 6 năm 2025.',
    ],
    capacity: ['KT. GIÁM ĐỐC', 'PHÓ GIÁM ĐỐC'],
    signer: 'Vũ Thị Hồng Nhung',
    truth: {
      paperTypeCode: 'GCN',
      title: 'Giấy chứng nhận',
      numberNotation: '087/2022/NNPTNT-CN',
      issuedOn: '2022-06-09',
      issuingAgency: 'Sở Nông nghiệp và Phát triển nông thôn',
      abstract: 'Cơ sở đủ điều kiện an toàn thực phẩm',
      ownerName: 'Hợp tác xã Nông nghiệp Phú Lộc',
      ownerIdentifier: '0100109106',
      expiresOn: '2025-06-08',
      signerName: 'Vũ Thị Hồng Nhung',
      signerPosition: 'Phó Giám đốc',
    },
  },
  {
    superior: ['TỈNH QUẢNG HẢI'],
    agency: ['ỦY BAN NHÂN DÂN'],
    number: 'Số: 1482/QĐ-UBND',
    placeDate: 'Quảng Hải, ngày 27 tháng 10 năm 2021',
    heading: ['QUYẾT ĐỊNH'],
    abstract: [
      'Về việc giao đất cho Công ty Cổ phần Đầu tư Xây dựng',
      'Trường Thịnh để thực hiện dự án Khu dân cư Đông Hà',
    ],
    decider: 'CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH',
    body: [
      'Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;',
      'Căn cứ Luật Đất đai ngày 29 tháng 11 năm 2013;',
      'Theo đề nghị của Giám đốc Sở Tài nguyên và Môi trường tại Tờ trình số 512/TTr-STNMT ngày 20 tháng 10 năm 2021,',
      'QUYẾT ĐỊNH:',
      'Điều 1. Giao 24.350 m2 đất tại phường Đông Hà cho Công ty Cổ phần Đầu tư Xây dựng Trường Thịnh (mã số doanh nghiệp 0100109106) để thực hiện dự án.',
      'Điều 2. Thời hạn sử dụng đất: 50 năm kể từ ngày ký Quyết định này.',
      'Điều 3. Chánh Văn phòng Ủy ban nhân dân tỉnh, Giám đốc các Sở chịu trách nhiệm thi hành Quyết định này./.',
    ],
    capacity: ['KT. CHỦ TỊCH', 'PHÓ CHỦ TỊCH'],
    signer: 'Đặng Quốc Toàn',
    truth: {
      paperTypeCode: 'QĐ',
      title: 'Quyết định',
      numberNotation: '1482/QĐ-UBND',
      issuedOn: '2021-10-27',
      issuingAgency: 'Ủy ban nhân dân tỉnh Quảng Hải',
      abstract:
        'Về việc giao đất cho Công ty Cổ phần Đầu tư Xây dựng Trường Thịnh để thực hiện dự án Khu dân cư Đông Hà',
      ownerName: 'Công ty Cổ phần Đầu tư Xây dựng Trường Thịnh',
      ownerIdentifier: '0100109106',
      expiresOn: '2071-10-27',
      signerName: 'Đặng Quốc Toàn',
      signerPosition: 'Phó Chủ tịch',
    },
  },
  {
    superior: ['ỦY BAN NHÂN DÂN', 'THÀNH PHỐ LONG GIANG'],
    agency: ['SỞ Y TẾ'],
    number: 'Số: 001245/LG-CCHN',
    placeDate: 'Long Giang, ngày 03 tháng 01 năm 2019',
    isDateBelow: true,
    heading: ['CHỨNG CHỈ HÀNH NGHỀ', 'KHÁM BỆNH, CHỮA BỆNH'],
    abstract: [],
    body: [
      'Căn cứ Luật Khám bệnh, chữa bệnh ngày 23 tháng 11 năm 2009;',
      'Họ và tên: Trương Minh Hoàng',
      'Ngày, tháng, năm sinh: 12/5/1984',
      'Số chứng minh nhân dân: 271584936, cấp ngày 20/6/2010 tại Công an tỉnh Long Giang',
      'Văn bằng chuyên môn: Bác sĩ',
      'Phạm vi hoạt động chuyên môn: Khám bệnh, chữa bệnh chuyên khoa Nội',
    ],
    capacity: ['GIÁM ĐỐC'],
    signer: 'Huỳnh Công Danh',
    truth: {
      paperTypeCode: 'CCHN',
      title: 'Chứng chỉ hành nghề',
      numberNotation: '001245/LG-CCHN',
      issuedOn: '2019-01-03',
      issuingAgency: 'Sở Y tế',
      abstract: 'Khám bệnh, chữa bệnh',
      ownerName: 'Trương Minh Hoàng',
      ownerIdentifier: '271584936',
      signerName: 'Huỳnh Công Danh',
      signerPosition: 'Giám đốc',
    },
  },
  {
    superior: ['UBND HUYỆN TÂN LẬP'],
    agency: ['PHÒNG TÀI CHÍNH - KẾ HOẠCH'],
    number: 'Số: 31D8004521',
    placeDate: 'Tân Lập, ngày 15 tháng 8 năm 2018',
    isDateBelow: true,
    heading: ['GIẤY CHỨNG NHẬN', 'ĐĂNG KÝ HỘ KINH DOANH'],
    abstract: [],
    body: [
      'Đăng ký lần đầu, ngày 15 tháng 8 năm 2018',
      '1. Tên hộ kinh doanh: HỘ KINH DOANH NGUYỄN VĂN TÁM',
      '2. Địa điểm kinh doanh: số 45 đường Trần Phú, thị trấn Tân Lập',
      '3. Ngành, nghề kinh doanh: Bán lẻ vật liệu xây dựng',
      '4. Vốn kinh doanh: 200.000.000 đồng',
      '5. Họ và tên đại diện hộ kinh doanh: NGUYỄN VĂN TÁM',
      'Số CMND/CCCD: 038079001236',
    ],
    capacity: ['TRƯỞNG PHÒNG'],
    signer: 'Cao Xuân Lâm',
    truth: {
      paperTypeCode: 'GCN',
      title: 'Giấy chứng nhận',
      numberNotation: '31D8004521',
      issuedOn: '2018-08-15',
      issuingAgency: 'Phòng Tài chính - Kế hoạch',
      abstract: 'Đăng ký hộ kinh doanh',
      ownerName: 'HỘ KINH DOANH NGUYỄN VĂN TÁM',
      ownerIdentifier: '038079001236',
      signerName: 'Cao Xuân Lâm',
      signerPosition: 'Trưởng phòng',
    },
  },
  {
    superior: ['BỘ VĂN HÓA, THỂ THAO VÀ DU LỊCH'],
    agency: ['CỤC DI SẢN VĂN HÓA'],
    number: 'Số: 214/DSVH-BT',
    placeDate: 'Hà Nội, ngày 18 tháng 3 năm 2020',
    heading: [],
    abstract: [],
    subject: ['V/v thẩm định nội dung trưng bày', 'của Bảo tàng Gốm Phù Lãng'],
    body: [
      'Kính gửi: Bảo tàng Gốm Phù Lãng',
      'Cục Di sản văn hóa nhận được Công văn số 07/BTGPL ngày 02 tháng 3 năm 2020 của Bảo tàng Gốm Phù Lãng về việc thẩm định nội dung trưng bày.',
      'Cục Di sản văn hóa đồng ý với nội dung trưng bày nêu trên và đề nghị Bảo tàng triển khai theo quy định./.',
    ],
    capacity: ['KT. CỤC TRƯỞNG', 'PHÓ CỤC TRƯỞNG'],
    signer: 'Lê Thị Thu Trang',
    truth: {
      paperTypeCode: 'CV',
      title: 'Công văn',
      numberNotation: '214/DSVH-BT',
      issuedOn: '2020-03-18',
      issuingAgency: 'Cục Di sản văn hóa',
      abstract: 'thẩm định nội dung trưng bày của Bảo tàng Gốm Phù Lãng',
      ownerName: 'Bảo tàng Gốm Phù Lãng',
      signerName: 'Lê Thị Thu Trang',
      signerPosition: 'Phó Cục trưởng',
    },
  },
  {
    superior: [],
    agency: ['ỦY BAN NHÂN DÂN', 'PHƯỜNG NAM THÀNH'],
    number: 'Số: 45/GXN-UBND',
    placeDate: 'Nam Thành, ngày 02 tháng 12 năm 2024',
    heading: ['GIẤY XÁC NHẬN'],
    abstract: ['Tình trạng hôn nhân'],
    body: [
      'Ủy ban nhân dân phường Nam Thành xác nhận:',
      'Họ, chữ đệm, tên: Phan Thị Mỹ Duyên',
      'Giấy tờ tùy thân: Căn cước công dân số 037195004128, Cục Cảnh sát QLHC về TTXH cấp ngày 10/8/2021',
      'Nơi cư trú: số 8 đường Lê Hồng Phong, phường Nam Thành',
      'Giấy này có giá trị sử dụng 6 tháng kể từ ngày cấp.',
    ],
    capacity: ['TM. ỦY BAN NHÂN DÂN', 'KT. CHỦ TỊCH', 'PHÓ CHỦ TỊCH'],
    signer: 'Tạ Đình Phong',
    truth: {
      paperTypeCode: 'GXN',
      title: 'Giấy xác nhận',
      numberNotation: '45/GXN-UBND',
      issuedOn: '2024-12-02',
      issuingAgency: 'Ủy ban nhân dân phường Nam Thành',
      abstract: 'Tình trạng hôn nhân',
      ownerName: 'Phan Thị Mỹ Duyên',
      ownerIdentifier: '037195004128',
      expiresOn: '2025-06-02',
      signerName: 'Tạ Đình Phong',
      signerPosition: 'Phó Chủ tịch',
    },
  },
  {
    superior: ['UBND TỈNH HÀ TRUNG'],
    agency: ['SỞ VĂN HÓA THÔNG TIN'],
    number: 'Số: 38-VHTT/GP',
    placeDate: 'Hà Trung, ngày 7 tháng 4 năm 1997',
    heading: ['GIẤY PHÉP'],
    abstract: ['HÀNH NGHỀ IN'],
    decider: 'GIÁM ĐỐC SỞ VĂN HÓA THÔNG TIN',
    body: [
      'Căn cứ Nghị định số 79/CP ngày 06 tháng 11 năm 1993 của Chính phủ;',
      'Xét đơn xin phép của ông Trần Văn Lượng, chủ cơ sở in Tiến Bộ;',
      'NAY CHO PHÉP',
      'Ông: Trần Văn Lượng',
      'Địa chỉ: phố Hàng Than, thị xã Hà Trung',
      'Được hành nghề in tại cơ sở in Tiến Bộ.',
    ],
    capacity: ['GIÁM ĐỐC SỞ VĂN HÓA THÔNG TIN'],
    signer: 'Đỗ Hữu Nghị',
    truth: {
      paperTypeCode: 'GP',
      title: 'Giấy phép',
      numberNotation: '38-VHTT/GP',
      issuedOn: '1997-04-07',
      issuingAgency: 'Sở Văn hóa Thông tin',
      abstract: 'Hành nghề in',
      ownerName: 'Trần Văn Lượng',
      signerName: 'Đỗ Hữu Nghị',
      signerPosition: 'Giám đốc Sở Văn hóa Thông tin',
    },
  },
  {
    superior: [],
    agency: ['UBND TỈNH HÀ TRUNG'],
    number: 'Số: 615/QĐ-UB',
    placeDate: 'Hà Trung, ngày 21 tháng 9 năm 1991',
    heading: ['QUYẾT ĐỊNH CỦA UBND TỈNH HÀ TRUNG'],
    abstract: ['Về việc công nhận ông Bùi Văn Sửu', 'được hưởng chế độ thương binh'],
    decider: 'ỦY BAN NHÂN DÂN TỈNH',
    body: [
      '- Căn cứ Luật Tổ chức Hội đồng nhân dân và Ủy ban nhân dân ngày 30/6/1989;',
      '- Xét đề nghị của ông Giám đốc Sở Lao động - Thương binh và Xã hội;',
      'QUYẾT ĐỊNH:',
      'Điều 1: Công nhận ông Bùi Văn Sửu, sinh năm 1948, được hưởng chế độ thương binh.',
      'Điều 2: Các ông Chánh Văn phòng, Giám đốc Sở có trách nhiệm thi hành quyết định này.',
    ],
    capacity: ['T/M UBND TỈNH HÀ TRUNG', 'K/T CHỦ TỊCH', 'PHÓ CHỦ TỊCH'],
    signer: 'Hoàng Văn Thái',
    truth: {
      paperTypeCode: 'QĐ',
      title: 'Quyết định',
      numberNotation: '615/QĐ-UB',
      issuedOn: '1991-09-21',
      issuingAgency: 'Ủy ban nhân dân tỉnh Hà Trung',
      abstract: 'Về việc công nhận ông Bùi Văn Sửu được hưởng chế độ thương binh',
      ownerName: 'Bùi Văn Sửu',
      signerName: 'Hoàng Văn Thái',
      signerPosition: 'Phó Chủ tịch',
    },
  },
  {
    superior: ['UBND TỈNH BÌNH LÂM'],
    agency: ['SỞ GIAO THÔNG VẬN TẢI'],
    number: 'Số: 2206/SGTVT-QLVT',
    placeDate: 'Bình Lâm, ngày 05 tháng 11 năm 2023',
    heading: [],
    abstract: [],
    subject: ['V/v chấp thuận khai thác tuyến', 'vận tải hành khách cố định'],
    body: [
      'Kính gửi: Hợp tác xã Vận tải Đồng Tâm',
      'Sở Giao thông vận tải nhận được hồ sơ mã số H58.05-231102-0034 của Hợp tác xã Vận tải Đồng Tâm. Sau khi xem xét, Sở Giao thông vận tải chấp thuận đơn vị khai thác tuyến Bình Lâm - Cần Thơ với 02 xe.',
      'Văn bản này có hiệu lực đến hết ngày 05 tháng 11 năm 2028./.',
    ],
    capacity: ['TL. GIÁM ĐỐC', 'TRƯỞNG PHÒNG QUẢN LÝ VẬN TẢI'],
    signer: 'Ngô Thanh Bình',
    truth: {
      paperTypeCode: 'CV',
      title: 'Công văn',
      numberNotation: '2206/SGTVT-QLVT',
      issuedOn: '2023-11-05',
      issuingAgency: 'Sở Giao thông vận tải',
      abstract: 'chấp thuận khai thác tuyến vận tải hành khách cố định',
      ownerName: 'Hợp tác xã Vận tải Đồng Tâm',
      dossierCode: 'H58.05-231102-0034',
      expiresOn: '2028-11-05',
      signerName: 'Ngô Thanh Bình',
      signerPosition: 'Trưởng phòng Quản lý Vận tải',
    },
  },
  {
    superior: ['UBND TỈNH BÌNH LÂM'],
    agency: ['SỞ LAO ĐỘNG - THƯƠNG BINH', 'VÀ XÃ HỘI'],
    number: 'Số: 119/GP-SLĐTBXH',
    placeDate: 'Bình Lâm, ngày 30 tháng 5 năm 2022',
    heading: ['GIẤY PHÉP HOẠT ĐỘNG CHO THUÊ LẠI LAO ĐỘNG'],
    abstract: [],
    body: [
      'Cấp cho: Công ty TNHH Một thành viên Cung ứng Nhân lực Hải Vân',
      'Giấy chứng nhận đăng ký doanh nghiệp số: 0100109106',
      'Địa chỉ trụ sở chính: số 12 đường Nguyễn Trãi, thành phố Bình Lâm',
      'Người đại diện theo pháp luật: ông Đinh Công Tráng, chức vụ: Giám đốc',
      'Thời hạn của giấy phép: 60 tháng, kể từ ngày cấp.',
    ],
    capacity: ['Q. GIÁM ĐỐC'],
    signer: 'Nguyễn Thị Bích Liên',
    truth: {
      paperTypeCode: 'GP',
      title: 'Giấy phép',
      numberNotation: '119/GP-SLĐTBXH',
      issuedOn: '2022-05-30',
      issuingAgency: 'Sở Lao động - Thương binh và Xã hội',
      abstract: 'Hoạt động cho thuê lại lao động',
      ownerName: 'Công ty TNHH Một thành viên Cung ứng Nhân lực Hải Vân',
      ownerIdentifier: '0100109106',
      expiresOn: '2027-05-30',
      signerName: 'Nguyễn Thị Bích Liên',
      signerPosition: 'Quyền Giám đốc',
    },
  },
  {
    superior: ['SỞ GIÁO DỤC VÀ ĐÀO TẠO'],
    agency: ['TRUNG TÂM GIÁO DỤC', 'THƯỜNG XUYÊN'],
    number: 'Số: 77/TB-TTGDTX',
    placeDate: 'Mỹ Tân, ngày 11 tháng 7 năm 2025',
    heading: ['THÔNG BÁO'],
    abstract: ['Kết quả xét công nhận hoàn thành chương trình đào tạo'],
    body: [
      'Căn cứ Quy chế tổ chức và hoạt động của Trung tâm; xét đơn đề nghị của ông Lâm Chí Khang, hồ sơ số H58.16-250701-0112, Trung tâm thông báo:',
      '1. Công nhận ông Lâm Chí Khang hoàn thành chương trình đào tạo.',
      '2. Thông báo này có giá trị trên phạm vi toàn quốc và không thời hạn.',
    ],
    capacity: ['GIÁM ĐỐC'],
    signer: 'Quách Thị Ánh Tuyết',
    truth: {
      paperTypeCode: 'TB',
      title: 'Thông báo',
      numberNotation: '77/TB-TTGDTX',
      issuedOn: '2025-07-11',
      issuingAgency: 'Trung tâm Giáo dục thường xuyên',
      abstract: 'Kết quả xét công nhận hoàn thành chương trình đào tạo',
      ownerName: 'Lâm Chí Khang',
      dossierCode: 'H58.16-250701-0112',
      expiresOn: PERMANENT,
      scope: 'Toàn quốc',
      signerName: 'Quách Thị Ánh Tuyết',
      signerPosition: 'Giám đốc',
    },
  },
  {
    superior: ['UBND TỈNH ĐÔNG PHONG'],
    agency: ['SỞ XÂY DỰNG'],
    number: 'Số: 64/GPXD',
    placeDate: 'Đông Phong, ngày 22 tháng 4 năm 2016',
    heading: ['GIẤY PHÉP XÂY DỰNG'],
    abstract: ['(Sử dụng cho công trình không theo tuyến)'],
    body: [
      '1. Cấp cho: Ông Nguyễn Hữu Phước và bà Trần Thị Kim Chi',
      'Địa chỉ: số 6 đường Bà Triệu, phường 2, thành phố Đông Phong',
      '2. Được phép xây dựng công trình: Nhà ở kết hợp kinh doanh.',
      'Giấy phép này có hiệu lực khởi công xây dựng trong thời hạn 12 tháng kể từ ngày cấp; quá thời hạn trên phải đề nghị gia hạn.',
    ],
    capacity: ['KT. GIÁM ĐỐC', 'PHÓ GIÁM ĐỐC'],
    signer: 'Mai Thế Vinh',
    truth: {
      paperTypeCode: 'GP',
      title: 'Giấy phép',
      numberNotation: '64/GPXD',
      issuedOn: '2016-04-22',
      issuingAgency: 'Sở Xây dựng',
      ownerName: 'Nguyễn Hữu Phước và bà Trần Thị Kim Chi',
      abstract: 'Xây dựng',
      expiresOn: '2017-04-22',
      signerName: 'Mai Thế Vinh',
      signerPosition: 'Phó Giám đốc',
    },
  },
];
