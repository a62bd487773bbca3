import { describe, expect, test } from 'vitest';
import { checkDraft, checkMetadata, paperTypeCodeOf } from './metadata-rules.ts';
import { emptyDraft, metadataKeys, type Metadata, type MetadataDraft } from './metadata.ts';

const today = '2026-11-22';

const complete: Metadata = {
  paperTypeCode: 'GP',
  ownerIdentifier: '9901427509',
  ownerName: 'Công ty TNHH Du lịch Biển Xanh',
  title: 'Giấy phép',
  numberNotation: '05/GP-SVHTTDL',
  issuedOn: '2023-02-14',
  issuingAgency: 'Sở Văn hóa, Thể thao và Du lịch',
  abstract: 'Kinh doanh dịch vụ lữ hành nội địa',
  expiresOn: 'permanent',
  scope: '',
  dossierCode: '',
  signerName: '',
  signerPosition: '',
};

function codes(change: Partial<Metadata>): string[] {
  return checkMetadata({ ...complete, ...change }, today).map(
    (issue) => `${issue.key}:${issue.code}${issue.isBlocking ? '!' : ''}`,
  );
}

describe('the minimum fields of Circular 01/2023', () => {
  test('are enough without scope, dossier code and signer', () => {
    expect(codes({})).toEqual([]);
  });

  test('are each asked for, in the legal order', () => {
    const nothing = Object.fromEntries(metadataKeys.map((key) => [key, ''])) as Metadata;
    expect(
      checkMetadata(nothing, today)
        .filter((issue) => issue.isBlocking)
        .map((issue) => issue.key),
    ).toEqual([
      'paperTypeCode',
      'ownerName',
      'title',
      'numberNotation',
      'issuedOn',
      'issuingAgency',
      'abstract',
    ]);
  });

  test('fall back on the name of an owner without an identifier', () => {
    expect(codes({ ownerIdentifier: '' })).toEqual(['ownerIdentifier:identifier-absent']);
  });
});

describe('dates', () => {
  test('of issue cannot lie ahead or before the state was founded', () => {
    expect(codes({ issuedOn: '2026-11-23' })).toEqual(['issuedOn:date-in-future!']);
    expect(codes({ issuedOn: today })).toEqual([]);
    expect(codes({ issuedOn: '1923-02-14' })).toEqual(['issuedOn:date-too-old!']);
    expect(codes({ issuedOn: '2023-02-31' })).toEqual(['issuedOn:not-a-date!']);
  });

  test('of expiry cannot lie before the issue', () => {
    expect(codes({ expiresOn: '2023-02-13' })).toEqual(['expiresOn:expires-before-issue!']);
    expect(codes({ expiresOn: '2023-02-14' })).toEqual([]);
    expect(codes({ expiresOn: 'mãi mãi' })).toEqual(['expiresOn:not-a-date!']);
  });
});

test('an unusual number, identifier or dossier code is pointed out and may stay', () => {
  expect(codes({ numberNotation: '05-GP', ownerIdentifier: '123', dossierCode: '77' })).toEqual([
    'ownerIdentifier:identifier-shape',
    'numberNotation:number-shape',
    'dossierCode:dossier-shape',
  ]);
});

test('a text longer than its field in the archive is refused, counted in letters as one sees them', () => {
  expect(codes({ signerName: 'ễ'.repeat(50) })).toEqual([]);
  expect(checkMetadata({ ...complete, signerName: 'ễ'.repeat(51) }, today)).toEqual([
    { key: 'signerName', code: 'too-long', isBlocking: true, limit: 50 },
  ]);
});

describe('the expiry must be decided', () => {
  function draftWith(expiresOn: MetadataDraft['expiresOn']): MetadataDraft {
    const draft = emptyDraft();
    for (const key of metadataKeys) draft[key] = { typed: complete[key], isConfirmed: true };
    return { ...draft, expiresOn };
  }
  test('silence is no answer', () => {
    expect(checkDraft(draftWith({ isConfirmed: false }), today)).toEqual([
      { key: 'expiresOn', code: 'expiry-undecided', isBlocking: true },
    ]);
  });
  test('"không ghi" is: the empty field was confirmed', () => {
    expect(checkDraft(draftWith({ typed: '', isConfirmed: true }), today)).toEqual([]);
  });
});

test.each([
  ['Giấy phép kinh doanh dịch vụ karaoke', 'GP'],
  ['GIẤY CHỨNG NHẬN', 'GCN'],
  ['Quyết định', 'QĐ'],
  ['Bằng xếp hạng', null],
])('the paper type of %s is %s', (kind, code) => {
  expect(paperTypeCodeOf(kind)).toBe(code);
});
