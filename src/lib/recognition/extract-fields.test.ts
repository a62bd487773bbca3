import { describe, expect, test } from 'vitest';
import { PERMANENT, SURE_CONFIDENCE, type MetadataKey } from '#lib/domain/metadata.ts';
import { printedPage, type PrintedLine } from '#support/text-layers.ts';
import { extractFields, type ExtractedFields } from './extract-fields.ts';

const agencies = [
  { name: 'Sở Văn hóa, Thể thao và Du lịch', notation: 'SVHTTDL' },
  { name: 'Ủy ban nhân dân huyện Vân Khê', notation: 'UBND' },
  { name: 'Ủy ban nhân dân huyện An Thịnh', notation: 'UBND' },
  { name: 'Ủy ban nhân dân xã Hòa Lộc', notation: 'UBND' },
];

const motto: PrintedLine[] = [
  ['CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', 0.69, 0.07],
  ['Độc lập - Tự do - Hạnh phúc', 0.69, 0.09],
];

const licence: PrintedLine[] = [
  ['ỦY BAN NHÂN DÂN', 0.28, 0.07],
  ['TỈNH LÂM GIANG', 0.28, 0.09],
  ['SỞ VĂN HÓA, THỂ THAO', 0.28, 0.108],
  ['VÀ DU LỊCH', 0.28, 0.126],
  ...motto,
  ['Số: 05/GP-SVHTTDL', 0.28, 0.158],
  ['Lâm Giang, ngày 14 tháng 02 năm 2023', 0.69, 0.158],
  ['GIẤY PHÉP', 0.53, 0.19],
  ['Kinh doanh dịch vụ lữ hành nội địa', 0.53, 0.21],
  ['GIÁM ĐỐC SỞ VĂN HÓA, THỂ THAO VÀ DU LỊCH', 0.53, 0.25],
  ['Căn cứ Luật Du lịch ngày 19 tháng 6 năm 2017;', 0.4, 0.28],
  ['Xét đề nghị của Công ty TNHH Du lịch Biển Xanh tại hồ sơ mã số', 0.5, 0.3],
  ['H99.12-230201-0007,', 0.24, 0.32],
  ['1. Tên doanh nghiệp: Công ty TNHH Du lịch Biển Xanh.', 0.45, 0.36],
  ['2. Mã số doanh nghiệp: 0100109106.', 0.36, 0.38],
  ['3. Phạm vi hoạt động: Toàn quốc.', 0.36, 0.4],
  ['Giấy phép này có thời hạn 05 (năm) năm kể từ ngày ký.', 0.45, 0.42],
  ['Nơi nhận:', 0.18, 0.5],
  ['KT. GIÁM ĐỐC', 0.73, 0.5],
  ['PHÓ GIÁM ĐỐC', 0.73, 0.52],
  ['Trần Quốc Bảo', 0.73, 0.62],
];

function read(...pages: PrintedLine[][]): ExtractedFields {
  return extractFields({ layers: pages.map(printedPage), catalogue: { agencies } });
}

function valuesOf(fields: ExtractedFields): Partial<Record<MetadataKey, string>> {
  return Object.fromEntries(Object.entries(fields).map(([key, field]) => [key, field.value]));
}

/** The lines with the one that contains `part` replaced, or left out. */
function changed(lines: PrintedLine[], part: string, text?: string): PrintedLine[] {
  return lines.flatMap((line): PrintedLine[] => {
    if (!line[0].includes(part)) return [line];
    return text === undefined ? [] : [[text, line[1], line[2], line[3]]];
  });
}

describe('a licence laid out by Decree 30/2020', () => {
  test('gives all its fields, and is sure of them', () => {
    const fields = read(licence);

    expect(valuesOf(fields)).toEqual({
      paperTypeCode: 'GP',
      title: 'Giấy phép',
      numberNotation: '05/GP-SVHTTDL',
      issuedOn: '2023-02-14',
      issuingAgency: 'Sở Văn hóa, Thể thao và Du lịch',
      abstract: 'Kinh doanh dịch vụ lữ hành nội địa',
      ownerName: 'Công ty TNHH Du lịch Biển Xanh',
      ownerIdentifier: '0100109106',
      dossierCode: 'H99.12-230201-0007',
      expiresOn: '2028-02-14',
      scope: 'Toàn quốc',
      signerName: 'Trần Quốc Bảo',
      signerPosition: 'Phó Giám đốc',
    });
    for (const field of Object.values(fields)) {
      expect(field.confidence).toBeGreaterThanOrEqual(SURE_CONFIDENCE);
    }
  });

  test('shows where each field stands', () => {
    const { numberNotation, dossierCode } = read(licence);

    expect(numberNotation?.place).toMatchObject({ pageIndex: 0, box: { y: 370, height: 28 } });
    expect(numberNotation?.place?.box.x).toBeGreaterThan(330);
    expect(dossierCode?.place?.box.y).toBe(748);
  });

  test('is not sure of what was read badly', () => {
    const faded = licence.map(([text, x, y]): PrintedLine => [text, x, y, 62]);

    for (const key of ['numberNotation', 'issuedOn', 'ownerName', 'signerName'] as const) {
      expect(read(faded)[key]?.confidence).toBeLessThan(SURE_CONFIDENCE);
    }
  });

  test('nothing but noise gives nothing', () => {
    expect(read([['~ .- ||', 0.5, 0.5, 20]])).toEqual({});
    expect(read([])).toEqual({});
    expect(extractFields({ layers: [] })).toEqual({});
  });
});

describe('number and notation', () => {
  test.for([
    ['Sô: 05/GP-SVHTTDL', '05/GP-SVHTTDL'],
    ['Số: 312/QÐ-SVHTTDL', '312/QĐ-SVHTTDL'],
    ['Số: 312/QD-SVHTTDL', '312/QĐ-SVHTTDL'],
    ['Số 12/2025/QĐ-UBND', '12/2025/QĐ-UBND'],
    ['Số: 1046/SVHTTDL-QLVH', '1046/SVHTTDL-QLVH'],
    ['Số: O5 / GP – SVHTTDI', '05/GP-SVHTTDL'],
    ['Số: 1530SVHTTDL-QLVH', '1530/SVHTTDL-QLVH'],
  ] as const)('%s is read as %s', ([printed, expected]) => {
    expect(read(changed(licence, 'Số:', printed)).numberNotation?.value).toBe(expected);
  });

  test('has the type of the heading where a letter of it was read twice', () => {
    const { numberNotation } = read(changed(licence, 'Số: 05', 'Số: 05/GPP-SVHTTDL'));

    expect(numberNotation?.value).toBe('05/GP-SVHTTDL');
  });

  test.for(['BOL', 'BQL'])('%s, which is in no catalogue, may be the other', (office) => {
    const { numberNotation } = read(changed(licence, 'Số: 05', `Số: 05/GP-${office}`));

    expect(numberNotation?.value).toBe(`05/GP-${office}`);
    expect(numberNotation?.confidence).toBeLessThan(SURE_CONFIDENCE);
  });

  test('that lost its office is proposed, and doubted', () => {
    const { numberNotation } = read(changed(licence, 'Số: 05', 'Số: 05/GP'));

    expect(numberNotation?.value).toBe('05/GP');
    expect(numberNotation?.confidence).toBeLessThan(SURE_CONFIDENCE);
  });

  test('is not taken from the laws a document rests on', () => {
    const lines = changed(licence, 'Số:');
    lines.push(['Căn cứ Nghị định số 168/2017/NĐ-CP của Chính phủ', 0.5, 0.34]);

    expect(read(lines).numberNotation).toBeUndefined();
  });
});

describe('the date of issue', () => {
  test('is read with italics gone wrong', () => {
    const lines = changed(licence, 'ngày 14', 'Lâm Giang, ngay l4 thúng O2 năm 2023');
    const { issuedOn } = read(lines);

    expect(issuedOn?.value).toBe('2023-02-14');
    expect(issuedOn?.confidence).toBeLessThan(SURE_CONFIDENCE);
  });

  test('may stand above the signer', () => {
    const lines = changed(licence, 'ngày 14');
    lines.push(['Lâm Giang, ngày 25 tháng 01 năm 2022', 0.73, 0.47]);

    expect(read(lines).issuedOn?.value).toBe('2022-01-25');
  });

  test('may stand on the next page, above the signer', () => {
    const first = changed(licence, 'Lâm Giang, ngày').filter(([, , top]) => top < 0.5);
    const second: PrintedLine[] = [
      ['Lâm Giang, ngày 14 tháng 02 năm 2023', 0.69, 0.06],
      ['GIÁM ĐỐC', 0.73, 0.09],
      ['Trần Quốc Bảo', 0.73, 0.2],
    ];

    expect(read(first, second).issuedOn?.value).toBe('2023-02-14');
  });

  test('stays blank when day and month are not printed, and when the day does not exist', () => {
    const open = 'Lâm Giang, ngày tháng năm 2023';
    const impossible = 'Lâm Giang, ngày 31 tháng 02 năm 2023';

    expect(read(changed(licence, 'ngày 14', open)).issuedOn).toBeUndefined();
    expect(read(changed(licence, 'ngày 14', impossible)).issuedOn).toBeUndefined();
  });
});

describe('the issuing agency', () => {
  test('is the one of the catalogue that the letterhead means, whatever was misread', () => {
    const lines = changed(
      changed(licence, 'SỞ VĂN HÓA, THỂ THAO', 'SƠ VĂN HOA, THỂ THA0'),
      'VÀ DU',
      'VA DU LICH',
    );

    expect(read(lines).issuingAgency?.value).toBe('Sở Văn hóa, Thể thao và Du lịch');
  });

  test('tells two districts apart', () => {
    const district: PrintedLine[] = [
      ['ỦY BAN NHÂN DÂN', 0.28, 0.07],
      ['HUYỆN AN THỊNH', 0.28, 0.09],
      ...motto,
      ['Số: 04/GP-UBND', 0.28, 0.12],
    ];

    expect(read(district).issuingAgency?.value).toBe('Ủy ban nhân dân huyện An Thịnh');
  });

  test('without a catalogue it is spelled as offices are', () => {
    const { issuingAgency } = extractFields({ layers: [printedPage(licence)] });

    expect(issuingAgency?.value).toBe('Sở Văn hóa, Thể thao và Du lịch');
  });

  test('that is in no catalogue is never replaced by one with another place', () => {
    const commune: PrintedLine[] = [
      ['ỦY BAN NHÂN DÂN', 0.28, 0.07],
      ['XÃ HÒA LỢI', 0.28, 0.09],
      ...motto,
      ['Số: 04/GP-UBND', 0.28, 0.12],
    ];

    expect(read(commune).issuingAgency?.value).toBe('Ủy ban nhân dân xã Hòa Lợi');
  });
});

describe('an official letter', () => {
  const letter: PrintedLine[] = [
    ['ỦY BAN NHÂN DÂN', 0.28, 0.07],
    ['XÃ HÒA LỘC', 0.28, 0.09],
    ...motto,
    ['Số: 318/UBND-VHTT', 0.28, 0.12],
    ['Hòa Lộc, ngày 03 tháng 3 năm 2025', 0.69, 0.12],
    ['V/v trả lời hồ sơ thông báo sản', 0.28, 0.138],
    ['phẩm quảng cáo', 0.28, 0.154],
    ['Kính gửi: Công ty Cổ phần Quảng cáo Tầm Nhìn Mới', 0.53, 0.2],
    ['Ủy ban nhân dân xã Hòa Lộc nhận được hồ sơ của Công ty Cổ phần', 0.53, 0.24],
    ['Quảng cáo Tầm Nhìn Mới, số căn cước công dân 099 187 004 215.', 0.5, 0.26],
    ['TM. ỦY BAN NHÂN DÂN', 0.73, 0.5],
    ['KT. CHỦ TỊCH', 0.73, 0.52],
    ['PHÓ CHỦ TỊCH', 0.73, 0.54],
    ['Bùi Thị Lan Hương', 0.73, 0.64],
  ];

  test('has no heading: type by what it has instead, abstract under the number', () => {
    expect(valuesOf(read(letter))).toMatchObject({
      title: 'Công văn',
      paperTypeCode: 'CV',
      numberNotation: '318/UBND-VHTT',
      issuingAgency: 'Ủy ban nhân dân xã Hòa Lộc',
      abstract: 'trả lời hồ sơ thông báo sản phẩm quảng cáo',
      ownerName: 'Công ty Cổ phần Quảng cáo Tầm Nhìn Mới',
      ownerIdentifier: '099187004215',
      signerName: 'Bùi Thị Lan Hương',
      signerPosition: 'Phó Chủ tịch',
    });
  });

  test('a deputy whose own line the seal hides is proposed, and doubted', () => {
    const { signerPosition } = read(changed(letter, 'PHÓ CHỦ TỊCH'));

    expect(signerPosition?.value).toBe('Phó Chủ tịch');
    expect(signerPosition?.confidence).toBeLessThan(SURE_CONFIDENCE);
  });

  test('the signer is found on the last page that is signed, before the annex', () => {
    const annex: PrintedLine[] = [
      ['PHỤ LỤC', 0.53, 0.08],
      ['Lâm Thị Hai', 0.8, 0.3],
    ];

    expect(read(letter, annex).signerName).toMatchObject({
      value: 'Bùi Thị Lan Hương',
      place: { pageIndex: 0 },
    });
  });
});

describe('the owner', () => {
  test.for([
    'Công ty TNHH Sản xuất bao bì Việt Tiến',
    'Công ty Cổ phần Xuất nhập khẩu Việt Tiến',
    'Hộ kinh doanh Tạp hóa Có Bảy',
  ])('%s is named whole', (name) => {
    const page = changed(licence, 'Xét đề nghị');
    const fields = read(changed(page, '1. Tên doanh nghiệp', `1. Tên doanh nghiệp: ${name}.`));

    expect(fields.ownerName?.value).toBe(name);
  });

  test('of two in a table the one whose number is given, in doubt', () => {
    const fields = read([
      ...motto,
      ['TRÍCH LỤC KẾT HÔN', 0.5, 0.18],
      ['Họ, chữ đệm, tên', 0.22, 0.3],
      ['Phạm Bá Phượng An', 0.5, 0.3],
      ['Huỳnh Kim Tú', 0.78, 0.3],
      ['Giấy tờ tùy thân', 0.22, 0.34],
      ['Số căn cước 038311514530', 0.85, 0.34],
    ]);

    expect(fields.ownerName).toMatchObject({
      value: 'Huỳnh Kim Tú',
      alternatives: ['Phạm Bá Phượng An'],
    });
    expect(fields.ownerName?.confidence).toBeLessThan(SURE_CONFIDENCE);
  });

  test('a person whom the first article names with a number', () => {
    const page = changed(changed(licence, 'Xét đề nghị'), '1. Tên doanh nghiệp');
    const article = 'Điều 1. Nguyễn Đức Dũng (Số CMND: 722735241), địa chỉ: số 434 đường';

    expect(read(changed(page, '2. Mã số', article)).ownerName?.value).toBe('Nguyễn Đức Dũng');
  });
});

describe('how long it is valid', () => {
  test.for([
    ['Giấy phép này có giá trị vĩnh viễn kể từ ngày ký.', PERMANENT],
    ['Giấy phép có giá trị không thời hạn.', PERMANENT],
    ['Giấy phép có hiệu lực kể từ ngày ký đến hết ngày 15 tháng 4 năm 2030.', '2030-04-15'],
    ['Có giá trị đến ngày 01/9/2027.', '2027-09-01'],
    ['Thời hạn của giấy phép: 18 tháng kể từ ngày cấp.', '2024-08-14'],
  ] as const)('%s → %s', ([sentence, expected]) => {
    expect(read(changed(licence, 'thời hạn 05', sentence)).expiresOn?.value).toBe(expected);
  });

  test('periods for other things are no term', () => {
    const lines = changed(
      licence,
      'thời hạn 05',
      'Báo cáo trong vòng 15 ngày kể từ ngày thay đổi.',
    );

    expect(read(lines).expiresOn).toBeUndefined();
  });
});

test('diacritics are repaired by the document itself where the engine was in doubt', () => {
  const lines = changed(licence, 'Kinh doanh dịch vụ lữ');
  const doubtful: PrintedLine = ['Kinh doanh dịch vụ lứ hành nội địa', 0.53, 0.21, 70];
  lines.splice(9, 0, doubtful);
  lines.push(['Doanh nghiệp được kinh doanh dịch vụ lữ hành nội địa trong nước', 0.5, 0.45]);

  expect(read(lines).abstract?.value).toBe('Kinh doanh dịch vụ lữ hành nội địa');
});
