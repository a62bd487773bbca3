import { expect, test } from 'vitest';
import { languages, messagesIn } from '#lib/i18n/index.ts';
import { pageWarnings } from '#lib/imaging/analyse-page.ts';
import { warningWords } from './page-words.ts';

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
