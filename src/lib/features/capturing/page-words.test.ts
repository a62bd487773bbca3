import { expect, test } from 'vitest';
import type { PageFrame } from '#lib/domain/text-layer.ts';
import { formatNumber } from '#lib/i18n/format.ts';
import { languages, messagesIn } from '#lib/i18n/index.ts';
import { pageWarnings } from '#lib/imaging/analyse-page.ts';
import { changesOf } from '#lib/imaging/page-changes.ts';
import { pageChangeWords, warningWords } from './page-words.ts';

test.each(languages)('every warning about a scan has words of its own in %s', (language) => {
  const m = messagesIn(language).capturing;
  const words = warningWords({ warnings: [...pageWarnings] }, m);
  expect(words).toHaveLength(pageWarnings.length);
  expect(new Set(words).size).toBe(pageWarnings.length);
  expect(words.every((word) => word.trim().length > 3)).toBe(true);
});

test('a page without a warning has no words', () => {
  expect(warningWords({ warnings: [] }, messagesIn('vi').capturing)).toEqual([]);
});

test('what was done to a page is told with its amounts', () => {
  const m = messagesIn('vi').capturing;
  const i18n = { number: (value: number) => formatNumber(value, 'vi') };
  const frame: PageFrame = {
    sourceWidthPx: 1654,
    sourceHeightPx: 2339,
    rotation: 180,
    skewDegrees: -1.25,
    dpi: 254,
    crop: { x: 20, y: 35, width: 1634, height: 2304 },
  };
  expect(changesOf(frame).map((change) => pageChangeWords(change, m, i18n))).toEqual([
    'xoay phải 180°',
    'nắn thẳng 1,3°',
    'cắt viền trái 2 mm, trên 3,5 mm',
  ]);
});
