import type { Page } from '#lib/client/batches/model.ts';
import type { Messages } from '#lib/i18n/index.ts';
import { type PageWarning, pageWarnings } from '#lib/imaging/analyse-page.ts';

export function pageStateWords(
  page: Page,
  progress: number | null,
  m: Messages['capturing'],
): string {
  return m.page.states[progress === null ? page.recognition.state : 'working'];
}

/** What is wrong with the scan, in words. */
export function warningWords(page: Pick<Page, 'warnings'>, m: Messages['capturing']): string[] {
  const words: Record<PageWarning, string> = m.page.warnings;
  return pageWarnings
    .filter((warning) => page.warnings.includes(warning))
    .map((warning) => words[warning]);
}
