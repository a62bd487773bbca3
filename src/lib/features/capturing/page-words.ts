import type { Page } from '#lib/client/batches/model.ts';
import type { Messages } from '#lib/i18n/index.ts';

export function pageStateWords(
  page: Page,
  progress: number | null,
  m: Messages['capturing'],
): string {
  return m.page.states[progress === null ? page.recognition.state : 'working'];
}

/** What is wrong with the scan, in words; warnings without a word stay unsaid. */
export function warningWords(page: Page, m: Messages['capturing']): string[] {
  const words: Partial<Record<string, string>> = m.page.warnings;
  return page.warnings.flatMap((warning) => words[warning] ?? []);
}
