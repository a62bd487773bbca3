import { expect, test } from 'vitest';
import type { TextLayer } from '#lib/domain/text-layer.ts';
import { wordAt, wordsBetween, wordsIn } from './word-at.ts';

const box = (x: number, y: number, width: number) => ({ x, y, width, height: 30 });
const layer: TextLayer = {
  widthPx: 1000,
  heightPx: 1000,
  meanConfidence: 95,
  lines: ['Công ty TNHH', 'Biển Xanh'].map((text, index) => ({
    box: box(100, 100 + index * 50, 600),
    baseline: { x0: 100, y0: 128 + index * 50, x1: 700, y1: 128 + index * 50 },
    words: text.split(' ').map((word, place) => ({
      text: word,
      confidence: 95,
      box: box(100 + place * 200, 100 + index * 50, 150),
    })),
  })),
};

test('a click takes the word under it', () => {
  expect(wordAt(layer, { x: 320, y: 110 })?.text).toBe('ty');
  expect(wordAt(layer, { x: 280, y: 110 })).toBeNull();
  expect(wordAt(layer, { x: 320, y: 900 })).toBeNull();
});

test('a drag takes the words inside in reading order', () => {
  const picked = wordsIn(layer, { x: 90, y: 90, width: 500, height: 100 });
  expect(picked?.text).toBe('Công ty TNHH Biển Xanh');
  expect(picked?.boxes).toHaveLength(5);
});

test('a drag from word to word takes the text between, in either direction', () => {
  const ty = { x: 320, y: 110 };
  const xanh = { x: 320, y: 160 };
  expect(wordsBetween(layer, ty, xanh)?.text).toBe('ty TNHH Biển Xanh');
  expect(wordsBetween(layer, xanh, ty)?.text).toBe('ty TNHH Biển Xanh');
  expect(wordsBetween(layer, ty, { x: 320, y: 900 })).toBeNull();
});

test('a drag down one column leaves out the column beside it', () => {
  const [first, second] = layer.lines;
  if (!first || !second) throw new Error('No lines');
  const motto = { text: 'CỘNG HÒA', confidence: 95, box: box(800, 100, 180) };
  const beside = { box: box(800, 100, 180), baseline: first.baseline, words: [motto] };
  const columns = { ...layer, lines: [first, beside, second] };
  expect(wordsBetween(columns, { x: 120, y: 110 }, { x: 320, y: 160 })?.text).toBe(
    'Công ty TNHH Biển Xanh',
  );
});
