import { expect, test } from 'vitest';
import { plainText, type TextLayer, type TextLine, type Word } from '#lib/domain/text-layer.ts';
import { inReadingOrder } from './reading-order.ts';

/** Pieces of one printed line, each beginning at its x, 12 pixels a letter. */
function row(y: number, ...pieces: [x: number, text: string][]): TextLine {
  const words = pieces.flatMap(([x, text]) => {
    let at = x;
    return text.split(' ').map((word): Word => {
      const box = { x: at, y, width: word.length * 12, height: 30 };
      at += box.width + 10;
      return { text: word, confidence: 95, box };
    });
  });
  const left = words[0]?.box.x ?? 0;
  const last = words.at(-1)?.box;
  const right = (last?.x ?? 0) + (last?.width ?? 0);
  return {
    words,
    box: { x: left, y, width: right - left, height: 30 },
    baseline: { x0: left, y0: y + 26, x1: right, y1: y + 26 },
  };
}

function ordered(...lines: TextLine[]): string[] {
  const layer: TextLayer = { widthPx: 1654, heightPx: 2339, lines, meanConfidence: 95 };
  return plainText(inReadingOrder(layer)).split('\n');
}

test('of a letterhead the left column comes first, then the right one', () => {
  expect(
    ordered(
      row(100, [200, 'UBND TỈNH AN'], [800, 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA']),
      row(140, [200, 'SỞ NỘI VỤ'], [900, 'Độc lập - Tự do']),
      row(190, [220, 'Số: 05/QĐ'], [880, 'An, ngày 4 tháng 5']),
      row(260, [650, 'QUYẾT ĐỊNH VỀ VIỆC']),
    ),
  ).toEqual([
    'UBND TỈNH AN',
    'SỞ NỘI VỤ',
    'Số: 05/QĐ',
    'CỘNG HÒA XÃ HỘI CHỦ NGHĨA',
    'Độc lập - Tự do',
    'An, ngày 4 tháng 5',
    'QUYẾT ĐỊNH VỀ VIỆC',
  ]);
});

test('recipients stand before the signer beside them', () => {
  expect(
    ordered(
      row(1800, [200, 'Nơi nhận:'], [1000, 'KT. GIÁM ĐỐC']),
      row(1840, [200, '- Như trên;'], [1000, 'PHÓ GIÁM ĐỐC']),
      row(1880, [200, '- Lưu: VT.']),
    ),
  ).toEqual(['Nơi nhận:', '- Như trên;', '- Lưu: VT.', 'KT. GIÁM ĐỐC', 'PHÓ GIÁM ĐỐC']);
});

test('rows of a table stay rows', () => {
  const table = [
    row(900, [200, 'Họ và tên'], [800, 'Năm sinh']),
    row(940, [200, 'Lê Thị Lan'], [800, '1967']),
  ];

  expect(ordered(...table)).toEqual(['Họ và tên Năm sinh', 'Lê Thị Lan 1967']);
});

test('a part of a line keeps its own box and baseline', () => {
  const layer: TextLayer = {
    widthPx: 1654,
    heightPx: 2339,
    lines: [row(100, [200, 'UBND'], [800, 'CỘNG HÒA XÃ HỘI'])],
    meanConfidence: 95,
  };
  const [left, right] = inReadingOrder(layer).lines;

  expect(left?.box).toEqual({ x: 200, y: 100, width: 48, height: 30 });
  expect(right?.box.x).toBe(800);
  expect(right?.baseline).toMatchObject({ x0: 800, y0: 126, y1: 126 });
});

test('a heading over both columns, and a title below them, are not parted', () => {
  const title = row(300, [500, 'GIẤY'], [680, 'XÁC NHẬN']);
  for (const word of title.words) word.box.height = 48;
  expect(
    ordered(
      row(100, [400, 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM']),
      row(140, [480, 'Độc lập - Tự do - Hạnh phúc']),
      row(190, [220, 'UBND TỈNH AN']),
      row(240, [220, 'Số: 05/GP'], [700, 'An, ngày 4 tháng 5']),
      title,
    ),
  ).toEqual([
    'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
    'Độc lập - Tự do - Hạnh phúc',
    'UBND TỈNH AN',
    'Số: 05/GP',
    'An, ngày 4 tháng 5',
    'GIẤY XÁC NHẬN',
  ]);
});

test('a title that begins where the right column could is not parted', () => {
  expect(
    ordered(
      row(100, [200, 'UBND TỈNH AN'], [800, 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA']),
      row(140, [200, 'SỞ NỘI VỤ'], [900, 'Độc lập - Tự do']),
      row(190, [220, 'Số: 05/QĐ'], [880, 'An, ngày 4 tháng 5']),
      row(240, [600, 'GIẤY XÁC NHẬN']),
      row(290, [500, 'Nơi cư trú và tình trạng của cơ sở']),
    ).slice(-2),
  ).toEqual(['GIẤY XÁC NHẬN', 'Nơi cư trú và tình trạng của cơ sở']);
});
