import { describe, expect, test } from 'vitest';
import { matchWords } from './match-words.ts';

function matched(text: string, query: string): string[] {
  return matchWords(text, query)
    .filter((part) => part.isMatch)
    .map((part) => part.text);
}

describe('the words of a search in a text', () => {
  test('are found without diacritics, and đ as d', () => {
    expect(matched('Công ty TNHH Đỗ Hồng', 'do hong')).toEqual(['Đỗ', 'Hồng']);
  });

  test('are found with diacritics typed in another form', () => {
    expect(matched('Nguyễn Văn Hùng', 'nguyễn'.normalize('NFD'))).toEqual(['Nguyễn']);
  });

  test('are found inside numbers and notations', () => {
    expect(matched('05/GP-SVHTTDL', '05/gp')).toEqual(['05/GP']);
  });

  test('are found at the beginning of words only, short ones as whole words', () => {
    expect(matched('Kinh doanh, Đỗ Đông, hành động', 'do')).toEqual(['Đỗ']);
    expect(matched('Kinh doanh', 'doa')).toEqual(['doa']);
    expect(matched('biểu diễn', 'ieu')).toEqual([]);
  });

  test('join back to the whole text', () => {
    const text = 'Giấy phép biểu diễn nghệ thuật';
    const parts = matchWords(text, 'bieu nghe');
    expect(parts.map((part) => part.text).join('')).toBe(text);
  });

  test('leave a text alone when nothing is searched', () => {
    expect(matchWords('Giấy phép', '  ')).toEqual([{ text: 'Giấy phép', isMatch: false }]);
  });
});
