import { expect, test } from 'vitest';
import type { TextLine } from '#lib/domain/text-layer.ts';
import { joinLines } from './join-lines.ts';

function line(text: string, x: number, y: number): TextLine {
  const words = text.split(' ').map((word, i) => ({
    text: word,
    confidence: 90,
    box: { x: x + i * 90, y, width: 80, height: 30 },
  }));
  const box = { x, y, width: words.length * 90 - 10, height: 30 };
  return { words, box, baseline: { x0: x, y0: y + 26, x1: x + box.width, y1: y + 26 } };
}

function texts(lines: readonly TextLine[]): string[] {
  return lines.map(({ words }) => words.map((word) => word.text).join(' '));
}

test('a cell that was left out goes back into its row, in its place', () => {
  const rows = [line('1 Đơn', 100, 200), line('3 Ảnh', 100, 300)];

  expect(texts(joinLines(rows, [line('02', 500, 203), line('2 Phiếu', 100, 250)]))).toEqual([
    '1 Đơn 02',
    '2 Phiếu',
    '3 Ảnh',
  ]);
});

test('a word in the gap of a line stands between its neighbours', () => {
  const gap = { ...line('xã', 100, 200), words: line('xã - Lý', 100, 200).words };
  gap.words.splice(1, 1);

  const [joined] = joinLines([gap], [line('Phước', 190, 201)]);

  expect(joined?.words.map((word) => word.text)).toEqual(['xã', 'Phước', 'Lý']);
});
