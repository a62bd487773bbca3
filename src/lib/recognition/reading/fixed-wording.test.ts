import { describe, expect, test } from 'vitest';
import type { TextLine, Word } from '#lib/domain/text-layer.ts';
import { withFixedWording } from './fixed-wording.ts';

function lineOf(text: string, row = 0): TextLine {
  const words = text.split(' ').map((word, i): Word => ({
    text: word,
    confidence: 92,
    box: { x: i * 100, y: row * 50, width: 90, height: 30 },
  }));
  const box = { x: 0, y: row * 50, width: words.length * 100, height: 30 };
  return { words, box, baseline: { x0: 0, y0: box.y + 28, x1: box.width, y1: box.y + 28 } };
}

function put(...texts: string[]): string[] {
  const lines = withFixedWording(texts.map(lineOf));
  return lines.map(({ words }) => words.map((word) => word.text).join(' '));
}

describe('wording that is the same on every paper', () => {
  test.for([
    ['GỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM'],
    ['CÔNG HOÀ XÃ HỘI CHU NGHĨA VIỆT NAM', 'CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM'],
    ['Độc lập - Tự đo - Hạnh phúc', 'Độc lập - Tự do - Hạnh phúc'],
    ['-Lưu: VI, HS.', '- Lưu: VT, HS.'],
    ['số: 05/QĐ-UBND', 'Số: 05/QĐ-UBND'],
    ['diện tích 104,5 m?.', 'diện tích 104,5 m².'],
    ['Diện tích (m?)', 'Diện tích (m²)'],
    ['ỦY BAN NHÂN DÂN TINH BÌNH AN', 'ỦY BAN NHÂN DÂN TỈNH BÌNH AN'],
  ] as const)('%s', ([read, printed]) => {
    expect(put(read)).toEqual([printed]);
  });

  test('the unit stands below its committee', () => {
    expect(put('ỦY BAN NHÂN DÂN', 'TÍNH BÌNH AN')).toEqual(['ỦY BAN NHÂN DÂN', 'TỈNH BÌNH AN']);
  });

  test('a word put right keeps what was read, one parted its place', () => {
    const [line] = withFixedWording([lineOf('-Lưu: VỊ.')]);
    expect(line?.words.map(({ asRead }) => asRead)).toEqual([undefined, undefined, 'VỊ.']);
    expect(line?.words[1]?.box.x).toBeGreaterThan(0);
    expect((line?.words[1]?.box.x ?? 0) + (line?.words[1]?.box.width ?? 0)).toBe(90);
  });
});

describe('what only looks like it stays', () => {
  test.for([
    'CỘNG HÒA DÂN CHỦ NHÂN DÂN LÀO VIỆT NAM',
    'TINH GIẢN BIÊN CHẾ',
    'theo Quyết định số: 05/QĐ-UBND ngày',
    'số: năm',
    '-2,5 độ',
    'mấy m?',
    'VI, VII',
  ])('%s', (text) => {
    expect(put(text)).toEqual([text]);
  });
});
