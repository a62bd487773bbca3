import { describe, expect, test } from 'vitest';
import { readLegalCode } from './legal-code.ts';
import { withLegalCode } from './legal-fields.ts';
import { readSeparator, separatorText } from './separator-sheet.ts';

const whole = {
  dossierCode: 'H42.11-251122-0007',
  procedureCode: '1.001029',
  ownerIdentifier: '037085001234',
  ownerName: 'Đinh Thị Hoa',
  title: 'Giấy phép kinh doanh karaoke',
};

describe('the legal QR is read', () => {
  test.each([
    [
      'as JSON',
      '{"maHoSo":"H42.11-251122-0007","maTTHC":"1.001029","chuHoSo":{"maDinhDanh":"037085001234","hoTen":"Đinh Thị Hoa"},"tenGiayTo":"Giấy phép kinh doanh karaoke"}',
    ],
    [
      'as lines with names in Vietnamese',
      'Mã hồ sơ: H42.11-251122-0007\nMã thủ tục: 1.001029\nMã định danh: 037085001234\nChủ hồ sơ: Đinh Thị Hoa\nTên giấy tờ: Giấy phép kinh doanh karaoke',
    ],
    [
      'as names and values',
      'MA_HO_SO=h42.11-251122-0007;MA_TTHC=1.001029;CCCD=037085001234;HO_TEN=Đinh Thị Hoa;TEN_GIAY_TO=Giấy phép kinh doanh karaoke',
    ],
    [
      'as an address',
      'https://dichvucong.example.vn/tra-cuu?mahoso=H42.11-251122-0007&matthc=1.001029&madinhdanh=037085001234&hoten=%C4%90inh%20Th%E1%BB%8B%20Hoa&tengiayto=Gi%E1%BA%A5y%20ph%C3%A9p%20kinh%20doanh%20karaoke',
    ],
    [
      'by what the values look like',
      'H42.11-251122-0007|1.001029|037085001234|Đinh Thị Hoa|Giấy phép kinh doanh karaoke',
    ],
  ])('%s', (_form, text) => {
    expect(readLegalCode(text)).toEqual(whole);
  });

  test.each([
    ['alone', 'H42.11-251122-0007', { dossierCode: 'H42.11-251122-0007' }],
    [
      'in the older form',
      '000.00.12.H42-210607-0001',
      { dossierCode: '000.00.12.H42-210607-0001' },
    ],
    [
      'in the path of an address',
      'https://dvc.example.vn/ho-so/H42.11-251122-0007',
      { dossierCode: 'H42.11-251122-0007' },
    ],
  ])('with the dossier code %s', (_where, text, code) => {
    expect(readLegalCode(text)).toEqual(code);
  });

  test.each([
    [
      'of a citizen card',
      '037085001234|162345678|Đinh Thị Hoa|01021985|Nữ|Hoa Lư, Ninh Bình|10052021',
    ],
    ['of a link', 'https://example.vn/huong-dan'],
    ['of a separator sheet', separatorText('thu-tuc-1')],
    ['of broken JSON', '{"maHoSo":"H42.11-251122-0007"'],
    ['that is empty', '  '],
    ['that is far too long', 'H42.11-251122-0007|'.repeat(400)],
    ['whose dossier code is none', 'maHoSo=../../etc/passwd;hoTen=<script>'],
  ])('but no other code: one %s', (_what, text) => {
    expect(readLegalCode(text)).toBeNull();
  });
});

test('separator sheets are known, also of later versions and other programs not', () => {
  expect(readSeparator(separatorText())).toEqual({ procedureId: null });
  expect(readSeparator(separatorText('thủ tục/1'))).toEqual({ procedureId: 'thủ tục/1' });
  expect(readSeparator('TSH-SEP/2?procedure=a&colour=red')).toEqual({ procedureId: 'a' });
  expect(readSeparator('PATCH-T')).toBeNull();
  expect(readSeparator(`${separatorText()} H42.11-251122-0007`)).toBeNull();
});

describe('fields of the legal QR', () => {
  const code = { dossierCode: 'H42.11-251122-0007', ownerName: 'DINH THI HOA' };

  test('come before the print, which stays as an alternative', () => {
    const { dossierCode } = withLegalCode(
      { dossierCode: { value: 'H42.11-251122-0001', confidence: 0.7 } },
      code,
    );
    expect(dossierCode).toMatchObject({
      value: 'H42.11-251122-0007',
      source: 'code',
      alternatives: ['H42.11-251122-0001'],
    });
    expect(dossierCode?.confidence).toBeGreaterThanOrEqual(0.9);
  });

  test('are doubtful where clear print says otherwise', () => {
    const { ownerName } = withLegalCode(
      { ownerName: { value: 'Công ty TNHH Hoa Lư', confidence: 0.97 } },
      code,
    );
    expect(ownerName?.value).toBe('DINH THI HOA');
    expect(ownerName?.confidence).toBeLessThan(0.9);
    expect(ownerName?.alternatives).toEqual(['Công ty TNHH Hoa Lư']);
  });

  test('take the diacritics that the print has and codes leave out', () => {
    const { ownerName } = withLegalCode(
      { ownerName: { value: 'Đinh Thị Hoa', confidence: 0.6 } },
      code,
    );
    expect(ownerName).toMatchObject({ value: 'Đinh Thị Hoa', confidence: 0.99 });
  });

  test('leave what the code does not say', () => {
    const issuedOn = { value: '2025-11-22', confidence: 0.9 };
    expect(withLegalCode({ issuedOn }, code).issuedOn).toBe(issuedOn);
  });
});
