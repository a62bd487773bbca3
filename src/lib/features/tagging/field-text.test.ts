import { expect, test } from 'vitest';
import { pickedValue, shownText, valueOfText } from './field-text.ts';

test('dates are shown and typed the Vietnamese way and kept as ISO', () => {
  expect(shownText('issuedOn', '2023-02-14', 'Vĩnh viễn')).toBe('14/02/2023');
  expect(valueOfText('issuedOn', '14/2/2023')).toBe('2023-02-14');
  expect(valueOfText('expiresOn', '14022029')).toBe('2029-02-14');
});

test('a wrong date stays as it was typed', () => {
  expect(valueOfText('issuedOn', '31/02/2023')).toBe('31/02/2023');
});

test.each(['v', 'VV', 'vĩnh viễn', 'Vinh vien'])('%s is the permanent term', (text) => {
  expect(valueOfText('expiresOn', text)).toBe('permanent');
  expect(valueOfText('title', text)).toBe(text);
});

test('the permanent term is shown in words', () => {
  expect(shownText('expiresOn', 'permanent', 'Vĩnh viễn')).toBe('Vĩnh viễn');
});

test.each([
  ['issuedOn', 'ngày 14 tháng 02 năm 2023', '2023-02-14'],
  ['issuedOn', '14/02/2023.', '2023-02-14'],
  ['numberNotation', 'Số: 05/GP-SVHTTDL', '05/GP-SVHTTDL'],
  ['ownerIdentifier', 'CCCD số 001 085 001 234;', '001 085 001 234'],
  ['ownerName', 'Công ty TNHH Biển Xanh,', 'Công ty TNHH Biển Xanh'],
] as const)('%s picked as "%s"', (key, text, value) => {
  expect(pickedValue(key, text)).toBe(value);
});
