import { expect, it } from 'vitest';
import { plainText } from '#lib/domain/text-layer.ts';
import { pdfTextLayer } from './pdf-text-layer.ts';

/** 72 dpi, origin bottom-left turned to top-left, page of 600 × 800 pt. */
const viewport = { transform: [1, 0, 0, -1, 0, 800], scale: 1, width: 600, height: 800 };

function run(str: string, x: number, y: number, width: number, size = 12) {
  return { str, width, transform: [size, 0, 0, size, x, y] };
}

it('makes lines and words of runs', () => {
  const layer = pdfTextLayer(
    [run('GIẤY ', 50, 700, 30), run('PHÉP', 80, 700, 26), run('Số: 05/GP', 50, 680, 60)],
    viewport,
  );
  expect(plainText(layer)).toBe('GIẤY PHÉP\nSố: 05/GP');
  expect(layer.lines[0]?.baseline.y0).toBe(100);
});

it('joins runs that split a word', () => {
  const layer = pdfTextLayer([run('QUY', 50, 700, 20), run('ẾT', 70, 700, 14)], viewport);
  expect(plainText(layer)).toBe('QUYẾT');
});

it('keeps columns apart', () => {
  const layer = pdfTextLayer([run('SỞ', 50, 700, 20), run('CỘNG HÒA', 350, 700, 60)], viewport);
  expect(plainText(layer)).toBe('SỞ\nCỘNG HÒA');
});

it('composes Vietnamese letters', () => {
  const layer = pdfTextLayer([run('Đỗ'.normalize('NFD'), 50, 700, 20)], viewport);
  expect(plainText(layer)).toBe('Đỗ');
});

it('leaves text out that runs upwards', () => {
  const layer = pdfTextLayer(
    [{ str: 'BẢN SAO', width: 40, transform: [0, 12, -12, 0, 50, 300] }],
    viewport,
  );
  expect(layer.lines).toEqual([]);
});
