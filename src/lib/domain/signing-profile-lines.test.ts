import { describe, expect, test } from 'vitest';
import { defaultSigningProfiles } from './default-signing-profiles.ts';
import { profileLines, type ProfileFacts } from './signing-profile-lines.ts';

const facts: ProfileFacts = {
  signerName: 'Trần Minh Hà',
  agency: 'Sở Tư pháp',
  position: 'Giám đốc',
  signedAt: new Date('2026-12-31T17:30:05Z'),
  scannedAt: new Date('2026-11-22T02:04:09Z'),
  numberNotation: '15/QĐ-STP',
  isDemo: false,
};

describe('the lines on the paper', () => {
  test('name the scanning person and the time of scan in Vietnamese time', () => {
    expect(profileLines(defaultSigningProfiles.scan, facts)).toEqual([
      'Người quét: Trần Minh Hà',
      'Thời gian quét: 22/11/2026 09:04:09 +07:00',
    ]);
  });

  test('of a copy have form, agency and ISO 8601 time, across the turn of the year too', () => {
    expect(profileLines(defaultSigningProfiles.copy, facts)).toEqual([
      'SAO Y',
      'Sở Tư pháp',
      '2027-01-01T00:30:05+07:00',
    ]);
  });

  test.each([
    ['copy-of-copy', 'SAO LỤC'],
    ['extract', 'TRÍCH SAO'],
  ] as const)('call a %s by its name', (copyForm, name) => {
    expect(profileLines({ ...defaultSigningProfiles.copy, copyForm }, facts)[0]).toBe(name);
  });

  test('leave out what nobody knows, with the punctuation around it', () => {
    const text = {
      lines: ['{numberNotation}; {signedAt}', 'Chức vụ: {position}', 'Bản điện tử'],
      fontSize: 10,
    };
    const unknown = { ...facts, numberNotation: ' ', position: '' };

    expect(profileLines({ text, copyForm: null }, unknown)).toEqual([
      '2027-01-01T00:30:05+07:00',
      'Bản điện tử',
    ]);
  });

  test('say that a demonstration certificate is one', () => {
    const lines = profileLines(defaultSigningProfiles.appendix, { ...facts, isDemo: true });

    expect(lines.at(-1)).toBe('DEMO – không có giá trị pháp lý');
  });

  test('do not fill names that come with the facts themselves', () => {
    const signer = { ...facts, signerName: '{agency}' };

    expect(profileLines(defaultSigningProfiles.scan, signer)[0]).toBe('Người quét: {agency}');
  });
});
