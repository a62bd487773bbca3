import { describe, expect, test } from 'vitest';
import { isSyllable } from './syllables.ts';

describe('Vietnamese syllables', () => {
  test.for([
    ...['Quyết', 'định', 'nghị', 'nghiệp', 'gìn', 'giữ', 'giêng', 'kỳ', 'ký', 'Quảng', 'quốc'],
    ...['hòa', 'hoà', 'thuỷ', 'thủy', 'khuya', 'Nguyễn', 'ỦY', 'BAN', 'yêu', 'ương', 'xoong'],
    ...['trường', 'chuyên', 'huệ', 'quýt', 'oanh', 'khuếch', 'y', 'Pắc', 'ghềnh', 'cuộc'],
  ])('%s is one', (word) => {
    expect(isSyllable(word)).toBe(true);
  });

  test.for([
    ...['Quyêtj', 'đinhh', 'ngị', 'kà', 'ghà', 'ngề', 'ce', 'tràc', 'họcc', 'lẵp', 'bảch'],
    ...['GP', 'SVHTTDL', 'H99', '2023', 'fax', 'www', 'nhăan', 'ðộc', ''],
  ])('%s is none', (word) => {
    expect(isSyllable(word)).toBe(false);
  });

  test('two tones on one syllable are none', () => {
    expect(isSyllable('hòá')).toBe(false);
  });
});
