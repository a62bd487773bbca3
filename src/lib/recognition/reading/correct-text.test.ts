import { describe, expect, test } from 'vitest';
import { plainText, type TextLayer, type Word } from '#lib/domain/text-layer.ts';
import { correctText } from './correct-text.ts';
import { Wording } from './wording.ts';

const plain = new Wording();

function layerOf(text: string, confidence = 92): TextLayer {
  const words = text.split(' ').map((word, i): Word => ({
    text: word,
    confidence,
    box: { x: i * 100, y: 0, width: 90, height: 30 },
  }));
  const box = { x: 0, y: 0, width: words.length * 100, height: 30 };
  const baseline = { x0: 0, y0: 28, x1: box.width, y1: 28 };
  return { widthPx: 2000, heightPx: 100, lines: [{ words, box, baseline }], meanConfidence: 92 };
}

function corrected(text: string, confidence?: number, wording = plain): string {
  return plainText(correctText(layerOf(text, confidence), wording));
}

describe('marks that the wording settles', () => {
  test.for([
    ['quy định chỉ tiết thi hành', 'quy định chi tiết thi hành'],
    ['kế từ ngày ký', 'kể từ ngày ký'],
    ['biến quảng cáo, phương tiện', 'biển quảng cáo, phương tiện'],
    ['Thế thao và Du lịch', 'Thể thao và Du lịch'],
    ['CHU TỊCH', 'CHỦ TỊCH'],
    ['cơ quan tố chức', 'cơ quan tổ chức'],
  ] as const)('%s', ([read, printed]) => {
    expect(corrected(read)).toBe(printed);
  });

  test('two wrong marks on one syllable only where the engine was in doubt itself', () => {
    expect(corrected('GIẢM ĐÓC', 60)).toBe('GIÁM ĐỐC');
    expect(corrected('don vị', 60)).toBe('đơn vị');
    expect(corrected('don vị', 90)).toBe('don vị');
  });

  test('a compound that was run together is parted, box and all', () => {
    const [line] = correctText(layerOf('VÀ DULỊCH'), plain).lines;

    expect(line?.words.map((word) => word.text)).toEqual(['VÀ', 'DU', 'LỊCH']);
    expect(line?.words[1]?.box.x).toBe(100);
    expect((line?.words[2]?.box.x ?? 0) + (line?.words[2]?.box.width ?? 0)).toBe(190);
  });

  test('a compound that is no syllable is parted in small letters too', () => {
    expect(corrected('Tiếngồn trong khu')).toBe('Tiếng ồn trong khu');
  });

  test('what stands between the numbers of a date is the month', () => {
    expect(corrected('ngày 5 thúng 6 năm 2019')).toBe('ngày 5 tháng 6 năm 2019');
    expect(corrected('5 thúng 6 quả')).toBe('5 thúng 6 quả');
  });

  test('a unit at the head of a letterhead', () => {
    expect(corrected('UBND TÍNH BÌNH HƯNG', 78)).toBe('UBND TỈNH BÌNH HƯNG');
    expect(corrected('TÍNH CHẤT', 95)).toBe('TÍNH CHẤT');
    expect(corrected('Tính chất công việc', 60)).toBe('Tính chất công việc');
  });

  test('the word keeps what was read, and is not called sure', () => {
    const word = correctText(layerOf('kế từ ngày', 97), plain).lines[0]?.words[0];

    expect(word).toMatchObject({ text: 'kể', asRead: 'kế' });
    expect(word?.confidence).toBeLessThan(90);
  });
});

describe('what is left as it was read', () => {
  test.for([
    'Thời gian khóa học: ba ngày',
    'từ đó đến nay',
    'mùa nước nổi Vũ Đình Khôi',
    'Ông Lê Biến Quảng',
    'TRẦN THẾ THAO',
    'GP-SVHTTDL số 05/CN',
    'chỉ, tiết',
    'H99.12-230201-0007',
  ])('%s', (text) => {
    expect(corrected(text)).toBe(text);
  });

  test('a well read pair is not altered to make another one', () => {
    expect(corrected('chỉ đạo tổ chức')).toBe('chỉ đạo tổ chức');
  });
});

describe("words of the unit's own catalogue", () => {
  const own = new Wording(['Xã Hải Tiến', 'Cấp giấy phép nuôi trồng thủy sản lồng bè']);

  test('names are put right by them alone, where the reading is doubtful', () => {
    expect(corrected('xã Hãi Tiến', 70, own)).toBe('xã Hải Tiến');
    expect(corrected('xã Hãi Tiến', 70)).toBe('xã Hãi Tiến');
    expect(corrected('xã Hãi Tiến', 95, own)).toBe('xã Hãi Tiến');
  });

  test('and so are their titles', () => {
    expect(corrected('nuôi trống thủy sản', 70, own)).toBe('nuôi trồng thủy sản');
  });
});
