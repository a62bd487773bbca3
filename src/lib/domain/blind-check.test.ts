import { expect, test } from 'vitest';
import { isDrawn, isSameReading } from './blind-check.ts';
import type { MetadataKey } from './metadata.ts';

test.each<[MetadataKey, string, string]>([
  ['numberNotation', '05/GP-SVHTTDL', '5 / GP – SVHTTDL'],
  ['ownerName', 'NGUYỄN VĂN ÂN', 'Nguyễn  Văn Ân'],
  ['ownerName', 'Nguyễn Văn Ân', 'Nguyễn Văn Ân'.normalize('NFD')],
  ['ownerIdentifier', '079 203 001 234', '079203001234'],
  ['abstract', 'V/v cấp phép “Đêm nhạc”.', 'v/v cấp phép "Đêm nhạc"'],
  ['title', '', ' '],
])('%s: “%s” and “%s” are the same reading', (key, first, second) => {
  expect(isSameReading(key, first, second)).toBe(true);
});

test.each<[MetadataKey, string, string]>([
  ['ownerName', 'Nguyễn Văn Ân', 'Nguyễn Văn An'],
  ['numberNotation', '05/QĐ-UBND', '05/QD-UBND'],
  ['numberNotation', '15/GP-SVHTTDL', '5/GP-SVHTTDL'],
  ['issuedOn', '2023-02-14', '2023-02-04'],
  ['title', 'Giấy phép', ''],
])('%s: “%s” and “%s” are not', (key, first, second) => {
  expect(isSameReading(key, first, second)).toBe(false);
});

test('a rate of 0 draws nothing, one of 100 everything', () => {
  expect([0, 0.5, 0.999_999].map((draw) => isDrawn(draw, 0))).toEqual([false, false, false]);
  expect([0, 0.5, 0.999_999].map((draw) => isDrawn(draw, 100))).toEqual([true, true, true]);
  expect([0.049, 0.05].map((draw) => isDrawn(draw, 5))).toEqual([true, false]);
});
