import { describe, expect, test } from 'vitest';
import {
  identifierKind,
  isCalendarDate,
  isDossierCode,
  isNumberNotation,
  normalizeIdentifier,
} from './identifiers.ts';

describe('an owner identifier', () => {
  test.each([
    ['079203001234', 'citizen-id'],
    ['079 203 001 234', 'citizen-id'],
    ['271234567', 'identity-card'],
    ['9901427509', 'tax-code'],
    ['9901427509-001', 'dependent-tax-code'],
    ['9901427509 001', 'dependent-tax-code'],
    ['B1234567', 'passport'],
    ['H42.01', 'agency-code'],
  ] as const)('%s is a %s', (text, kind) => {
    expect(identifierKind(text)).toBe(kind);
  });

  test.each(['', '12345', '07920300123', '0792030012345678', 'ABC', 'Công ty'])(
    '%j is none',
    (text) => {
      expect(identifierKind(text)).toBeNull();
    },
  );

  test('is kept in one form', () => {
    expect(normalizeIdentifier(' 079.203.001.234 ')).toBe('079203001234');
    expect(normalizeIdentifier('9901427509–001')).toBe('9901427509-001');
    expect(normalizeIdentifier('b1234567')).toBe('B1234567');
  });
});

test.each([
  ['H99.12-230201-0007', true],
  ['000.00.12.H99-220404-0004', true],
  ['G22.99-251225-020175', true],
  ['H99.12-231301-0007', false],
  ['H99.12-230201', false],
  ['05/GP-SVHTTDL', false],
])('dossier code %s: %s', (text, expected) => {
  expect(isDossierCode(text)).toBe(expected);
});

test.each([
  ['05/GP-SVHTTDL', true],
  ['12/2025/QĐ-UBND', true],
  ['123 / SVHTTDL–QLVH', true],
  ['05a/GP-SVHTTDL', true],
  ['GP-SVHTTDL', false],
  ['05GP', false],
])('number and notation %s: %s', (text, expected) => {
  expect(isNumberNotation(text)).toBe(expected);
});

test('a date must stand in the calendar', () => {
  expect(isCalendarDate('2024-02-29')).toBe(true);
  expect(isCalendarDate('2023-02-29')).toBe(false);
  expect(isCalendarDate('29/02/2024')).toBe(false);
});
