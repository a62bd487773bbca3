import { describe, expect, test } from 'vitest';
import { numberIdentity, numberKey } from './number-identity.ts';

const paper = {
  numberNotation: '05/GP-SVHTTDL',
  issuingAgency: 'Sở Văn hóa, Thể thao và Du lịch',
  issuedOn: '2023-02-14',
};
const key = (changed: Partial<typeof paper>) => numberKey(numberIdentity({ ...paper, ...changed }));

describe('two papers are the same', () => {
  test('however number and agency are written', () => {
    expect(
      key({ numberNotation: '5 / GP–SVHTTDL', issuingAgency: 'SỞ VĂN HÓA, THỂ THAO VÀ DU LỊCH' }),
    ).toBe(key({}));
    expect(key({ issuedOn: '2023-12-01' })).toBe(key({}));
  });

  test('but not in two years: numbers begin anew on 1 January', () => {
    expect(key({ issuedOn: '2024-02-14' })).not.toBe(key({}));
  });

  test('and nothing is said while a part is missing', () => {
    expect(key({ numberNotation: '' })).toBe('');
    expect(key({ issuingAgency: '' })).toBe('');
    expect(key({ issuedOn: '' })).toBe('');
  });
});
