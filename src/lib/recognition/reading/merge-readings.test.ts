import { expect, test } from 'vitest';
import type { TextLine } from '#lib/domain/text-layer.ts';
import { mergeReadings } from './merge-readings.ts';

function line(text: string, confidence: number, y: number, x = 100): TextLine {
  const words = text.split(' ').map((word, i) => ({
    text: word,
    confidence,
    box: { x: x + i * 90, y, width: 80, height: 30 },
  }));
  const box = { x, y, width: words.length * 90 - 10, height: 30 };
  return { words, box, baseline: { x0: x, y0: y + 26, x1: x + box.width, y1: y + 26 } };
}

function texts(lines: readonly TextLine[]): string[] {
  return lines.map(({ words }) => words.map((word) => word.text).join(' '));
}

test('each place is taken from the reading that is better there', () => {
  const first = [line('Căn cứ Luật', 95, 100), line('Ngh! dịnb số', 55, 150)];
  const second = [line('Cẩn cư Luât', 70, 102), line('Nghị định số', 90, 148)];

  expect(texts(mergeReadings(first, second))).toEqual(['Căn cứ Luật', 'Nghị định số']);
});

test('of two equally sure readings the first stays', () => {
  const first = [line('Hòa Bình', 90, 100)];

  expect(mergeReadings(first, [line('Hoà Bính', 90, 100)])).toEqual(first);
});

test('one line that was read as two, or two as one, is taken whole', () => {
  const first = [line('Số', 60, 100), line('12 QĐ', 60, 100, 400)];
  const second = [line('Số hiệu văn 12 QĐ', 95, 101)];

  expect(texts(mergeReadings(first, second))).toEqual(['Số hiệu văn 12 QĐ']);
});

test('a legible line that only the second reading has comes in where it stands', () => {
  const first = [line('Quyết định', 95, 100), line('Điều một', 95, 300)];
  const second = [line('Căn cứ', 90, 200), line('|| /', 20, 400)];

  expect(texts(mergeReadings(first, second))).toEqual(['Quyết định', 'Căn cứ', 'Điều một']);
});
